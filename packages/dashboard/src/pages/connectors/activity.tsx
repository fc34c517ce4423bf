/** What happened to a connector: how much it was used, and who changed it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { connectorQuery } from "../../api/queries.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, Empty, PageHead } from "../../parts/page.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { type AuditRecord, deedOf, doerOf } from "../../words/audit.ts";
import { counted } from "../../words/plural.ts";
import { dayOf, timeOfDay } from "../../words/time.ts";
import { useNamed } from "../audit/filters.tsx";
import { Figures, periods } from "../overview/figures.tsx";

const route = getRouteApi("/workspaces/$workspaceId/connectors/$connectorId/activity");

export function ActivityPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { connectorId } = route.useParams();
  const query = useQuery(connectorQuery(workspaceId, connectorId));
  const params = { workspaceId, connectorId };
  return (
    <Loaded
      query={query}
      what="the connector"
      missing={{
        code: "connector_not_found",
        page: <NotFound what="There is no connector of this ID: it may have been deleted." />,
      }}
    >
      {({ name }) => (
        <>
          <Crumbs
            above={[
              {
                text: "Connectors",
                link: { to: "/workspaces/$workspaceId/connectors", params: { workspaceId } },
              },
              {
                text: name,
                link: { to: "/workspaces/$workspaceId/connectors/$connectorId", params },
              },
            ]}
          />
          <PageHead
            title={`Activity of ${name}`}
            says="How much it is used, and who changed what. What happened to a single connection is on that connection’s page."
          >
            <Link
              to="/workspaces/$workspaceId/connections"
              params={{ workspaceId }}
              search={{ connector: connectorId }}
              className="btn"
            >
              Connections
            </Link>
          </PageHead>
          <div className="stack l">
            <Use connectorId={connectorId} />
            <Changes connectorId={connectorId} />
          </div>
        </>
      )}
    </Loaded>
  );
}

const choices = [
  ["24h", "24 hours"],
  [undefined, "7 days"],
  ["30d", "30 days"],
] as const;

function Use({ connectorId }: { readonly connectorId: string }): ReactNode {
  const { period } = route.useSearch();
  const shown = period ?? "7d";
  return (
    <div className="stack">
      <div className="acts">
        <p className="t2 grow">{periods[shown]}</p>
        <Tabs label="Time" small>
          {choices.map(([one, text]) => (
            <Link
              key={text}
              from={route.id}
              to="."
              search={one === undefined ? {} : { period: one }}
              replace
              resetScroll={false}
              activeOptions={{ exact: true }}
              activeProps={{}}
              aria-current={one === period ? "true" : undefined}
            >
              {text}
            </Link>
          ))}
        </Tabs>
      </div>
      <Figures period={shown} connectorId={connectorId} />
    </div>
  );
}

function Changes({ connectorId }: { readonly connectorId: string }): ReactNode {
  const needs = useNeeds("audit:read");
  return (
    <Card title="Changes" flush={needs === null}>
      {needs === null ? (
        <Records connectorId={connectorId} />
      ) : (
        <p className="note info">{needs}</p>
      )}
    </Card>
  );
}

function Records({ connectorId }: { readonly connectorId: string }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const query = useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "audit-records", "of", connectorId],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["AuditRecordList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["AuditRecordList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/audit-records", {
        path: { workspace_id: workspaceId },
        query: {
          target_id: connectorId,
          limit: 50,
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
  });
  return (
    <Loaded query={query} what="the changes">
      {({ pages }) => {
        const all = pages.flatMap(({ data }) => data);
        if (all.length === 0) return <Empty title="Nobody has changed it." />;
        return (
          <>
            <Days all={all} />
            <div className="pager">
              <span role="status">
                {`${counted(all.length, "change")}${query.hasNextPage ? ", and older ones" : ""}`}
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
  );
}

function Days({ all }: { readonly all: readonly AuditRecord[] }): ReactNode {
  const days = Map.groupBy(all, ({ at }) => dayOf(at));
  return [...days].map(([day, records]) => (
    <section key={day} aria-label={day}>
      <h3 className="day">{day}</h3>
      <ol className="log">
        {records.map((one) => (
          <Change key={one.id} record={one} />
        ))}
      </ol>
    </section>
  ));
}

/** A sentence that leads to its record in the audit log. */
function Change({ record }: { readonly record: AuditRecord }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { nameOf } = useNamed();
  const { id, at, actor, target } = record;
  return (
    <li>
      <Link
        to="/workspaces/$workspaceId/audit"
        params={{ workspaceId }}
        search={{ target: target.id, record: id }}
        className="change"
      >
        <span className="grow">
          <bdi className="b">{doerOf(actor)}</bdi> <bdi>{deedOf(record, nameOf)}</bdi>
        </span>
        <time className="small t2 nowrap" dateTime={at} title={at}>
          {timeOfDay(at)}
        </time>
      </Link>
    </li>
  );
}
