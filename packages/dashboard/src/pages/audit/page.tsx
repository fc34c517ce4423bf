/** Who did what in the workspace, newest first. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { auditRecordQuery } from "../../api/queries.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { Pager } from "../../parts/pager.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { dayOf } from "../../words/time.ts";
import { ExportMenu } from "./export-menu.tsx";
import { askedOf, Filters, isFiltered, route, useNamed } from "./filters.tsx";
import { Record } from "./record.tsx";
import { useVerification, Verification, VerifyButton } from "./verify.tsx";

export function AuditPage(): ReactNode {
  const needs = useNeeds("audit:read");
  const { verifying, start, stop, button } = useVerification();
  return (
    <>
      <PageHead
        title="Audit log"
        says="Who did what, to what, when and from where. Each record carries the hash of the one before: what is changed in the database shows."
      >
        {needs === null ? (
          <>
            <VerifyButton verifying={verifying} onStart={start} ref={button} />
            <ExportMenu />
          </>
        ) : null}
      </PageHead>
      {needs === null ? (
        <div className="stack l">
          <Verification verifying={verifying} onStop={stop} />
          <Log />
        </div>
      ) : (
        <p className="note info">{needs}</p>
      )}
    </>
  );
}

function useRecords() {
  const { id: workspaceId } = useWorkspace();
  const asked = askedOf(route.useSearch());
  return useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "audit-records", asked],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["AuditRecordList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["AuditRecordList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/audit-records", {
        path: { workspace_id: workspaceId },
        query: { ...asked, limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
  });
}

function Log(): ReactNode {
  const query = useRecords();
  return (
    <section className="card" aria-label="Records">
      <Filters />
      <Loaded query={query} what="the audit log">
        {({ pages }) => {
          const all = pages.flatMap(({ data }) => data);
          return (
            <>
              <Linked shown={all} />
              {all.length === 0 ? <None /> : <Days all={all} />}
              <Pager of={query} shown={all.length} noun="record" more="Show older ones" />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** The record that the address names, where it is not among those that are shown. */
function Linked({ shown }: { readonly shown: readonly Schemas["AuditRecord"][] }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { record = "" } = route.useSearch();
  const { nameOf } = useNamed();
  const isElsewhere = record !== "" && shown.every(({ id }) => id !== record);
  const query = useQuery({ ...auditRecordQuery(workspaceId, record), enabled: isElsewhere });
  if (!isElsewhere) return null;
  return (
    <>
      <h2 className="day">The record that the link names</h2>
      <Loaded
        query={query}
        what="the record"
        missing={{
          code: "audit_record_not_found",
          page: <Empty title="There is no such record in this workspace." />,
        }}
      >
        {(found) => (
          <ol className="log">
            <Record record={found} nameOf={nameOf} />
          </ol>
        )}
      </Loaded>
    </>
  );
}

function Days({ all }: { readonly all: readonly Schemas["AuditRecord"][] }): ReactNode {
  const { nameOf } = useNamed();
  const days = Map.groupBy(all, ({ at }) => dayOf(at));
  return [...days].map(([day, records]) => (
    <section key={day} aria-label={day}>
      <h2 className="day">{day}</h2>
      <ol className="log">
        {records.map((one) => (
          <Record key={one.id} record={one} nameOf={nameOf} />
        ))}
      </ol>
    </section>
  ));
}

function None(): ReactNode {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  if (!isFiltered(search)) return <Empty title="Nothing has been changed yet." />;
  return (
    <Empty title="No record matches.">
      <button type="button" className="btn s" onClick={() => void navigate({ search: {} })}>
        Clear filters
      </button>
    </Empty>
  );
}
