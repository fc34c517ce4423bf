/** Who did what in the workspace, newest first. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { appsQuery, connectorsQuery, membersQuery } from "../../api/queries.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { type AuditRecord, deedOf } from "../../words/audit.ts";
import { counted } from "../../words/plural.ts";

export function AuditPage(): ReactNode {
  const needs = useNeeds("audit:read");
  return (
    <>
      <PageHead
        title="Audit log"
        says="Every change of the workspace, by whom and when: on these pages, by the command line, by keys and by files."
      />
      {needs === null ? <Log /> : <p className="note info">{needs}</p>}
    </>
  );
}

/** The names of what a record may name by its id. */
function useNames(): (id: string) => string | undefined {
  const { id: workspaceId } = useWorkspace();
  const { data: members = [] } = useQuery(membersQuery(workspaceId));
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: connectors = [] } = useQuery(connectorsQuery(workspaceId));
  const names = new Map([...members, ...apps, ...connectors].map(({ id, name }) => [id, name]));
  return (id) => names.get(id);
}

function Log(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const nameOf = useNames();
  const query = useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "audit-records"],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["AuditRecordList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["AuditRecordList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/audit-records", {
        path: { workspace_id: workspaceId },
        query: { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
  });
  return (
    <section className="card" aria-label="Audit log">
      <Loaded query={query} what="the audit log">
        {({ pages }) => {
          const all = pages.flatMap(({ data }) => data);
          if (all.length === 0) return <Empty title="Nothing has been changed yet." />;
          return (
            <>
              <ol className="log">
                {all.map((one) => (
                  <Record key={one.id} record={one} nameOf={nameOf} />
                ))}
              </ol>
              <div className="pager">
                <span role="status">
                  {`${counted(all.length, "record")}${query.hasNextPage ? ", and older ones" : ""}`}
                </span>
                {query.hasNextPage ? (
                  <button
                    type="button"
                    className="btn"
                    disabled={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    Show older ones
                  </button>
                ) : null}
              </div>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Record({
  record,
  nameOf,
}: {
  readonly record: AuditRecord;
  readonly nameOf: (id: string) => string | undefined;
}): ReactNode {
  const { at, actor, action, target, details } = record;
  const facts: readonly (readonly [string, string])[] = [
    ["Action", action],
    [target.kind, target.id],
    [actor.kind, actor.id],
    ["Time", at],
    ["Record", record.id],
    ...Object.entries(details),
  ];
  return (
    <li>
      <details>
        <summary>
          <span className="grow">
            <bdi className="b">{actor.label}</bdi> <bdi>{deedOf(record, nameOf)}</bdi>
          </span>
          <span className="small t2">
            <Time at={at} />
          </span>
        </summary>
        <dl className="kv det">
          {facts.map(([name, value]) => (
            <Fact key={name} name={name} value={value} />
          ))}
        </dl>
      </details>
    </li>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{name.replaceAll("_", " ")}</dt>
      <dd className="mono">
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}
