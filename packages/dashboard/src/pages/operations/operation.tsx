/** How far an operation on many connections is, and what became of each. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { allOf, call, type Schemas } from "../../api/client.ts";
import { wordsOf } from "../../api/failures.ts";
import { appsQuery, catalogueQuery } from "../../api/queries.ts";
import { save } from "../../outside.ts";
import { useAction } from "../../parts/action.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import {
  csvOf,
  type Operation,
  operationState,
  receiptName,
  resultOf,
} from "../../words/operation.ts";
import { barOf, goesOn, progressOf, titleOf } from "../../words/operation-progress.ts";
import { counted } from "../../words/plural.ts";

import { FinishDeletion } from "./finish-deletion.tsx";

const route = getRouteApi("/workspaces/$workspaceId/operations/$operationId");
/** How often one that goes on is looked at, in milliseconds. */
const everyMs = 1_000;

export function OperationPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { operationId } = route.useParams();
  const query = useQuery({
    queryKey: ["workspaces", workspaceId, "operations", operationId],
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/operations/{operation_id}", {
        path: { workspace_id: workspaceId, operation_id: operationId },
        signal,
      }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && goesOn(data) ? everyMs : false,
  });
  return (
    <>
      <Crumbs
        above={[
          {
            text: "Operations",
            link: { to: "/workspaces/$workspaceId/operations", params: { workspaceId } },
          },
        ]}
      />
      <Loaded
        query={query}
        what="the operation"
        missing={{
          code: "operation_not_found",
          page: (
            <NotFound what="There is no operation of this ID in this workspace, or it ended more than thirty days ago." />
          ),
        }}
      >
        {(operation) => <One operation={operation} />}
      </Loaded>
    </>
  );
}

function One({ operation }: { readonly operation: Operation }): ReactNode {
  const { word, tone, icon } = operationState(operation);
  return (
    <>
      <PageHead
        title={titleOf(operation)}
        says={
          <>
            Begun by <bdi>{operation.created_by.label}</bdi> on{" "}
            <Time at={operation.created_at} on />
          </>
        }
      >
        <span className={`st ${tone}`}>
          <Icon name={icon} />
          {word}
        </span>
      </PageHead>
      <div className="stack l">
        <Progress operation={operation} />
        {operation.kind === "rotate_encryption_key" ? null : <Receipts operation={operation} />}
      </div>
    </>
  );
}

function Progress({ operation }: { readonly operation: Operation }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { operationId } = route.useParams();
  const stop = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/operations/{operation_id}/cancel", {
        path: { workspace_id: workspaceId, operation_id: operationId },
      }),
    says: () => "Stopped. What was done stays done.",
  });
  const { done, failed, total, at_least: atLeast } = operation.progress;
  const isRunning = goesOn(operation);
  const bar = barOf(operation);
  return (
    <section className={`say ${operationState(operation).tone}`} aria-label="Progress">
      <p className="lead" role="status">
        {progressOf(operation)}
        {failed === 0 ? "" : `, ${counted(failed, "failure")}`}
      </p>
      {bar === null ? null : <progress max={bar.max} value={bar.value} aria-label="Progress" />}
      <p>
        {isRunning && operation.kind === "delete_workspace" && done >= total && !atLeast
          ? "All connections are erased. The workspace is deleted with these receipts a week after it began: download them before."
          : isRunning
            ? "It continues in the background, even if you close this page."
            : !atLeast &&
                done < total &&
                operation.status === "succeeded" &&
                operation.kind !== "rotate_encryption_key"
              ? `${counted(total - done, "connection")} had ended by themselves before.`
              : operation.status === "canceled"
                ? "It was stopped: what was done stays done."
                : "All of it is done."}
      </p>
      <FormFailure error={stop.error} />
      {isRunning ? (
        <div className="acts">
          <AllowedButton
            needs="connections:revoke"
            disabled={stop.isPending}
            onClick={() => stop.mutate(undefined)}
          >
            Stop
          </AllowedButton>
          {operation.kind === "delete_workspace" ? <FinishDeletion /> : null}
        </div>
      ) : null}
    </section>
  );
}

function Receipts({ operation }: { readonly operation: Operation }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { operationId } = route.useParams();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: types = [] } = useQuery(catalogueQuery(workspaceId));
  const nameOf = new Map(apps.map(({ id, name }) => [id, name]));
  const serviceOf = new Map(types.map(({ type, name }) => [type, name]));
  const query = useInfiniteQuery({
    queryKey: [
      "workspaces",
      workspaceId,
      "operations",
      operationId,
      "receipts",
      // Read anew where more is done.
      operation.progress.done,
      operation.status,
    ],
    placeholderData: (
      before:
        | { pages: Schemas["OperationReceiptList"][]; pageParams: (string | undefined)[] }
        | undefined,
    ) => before,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["OperationReceiptList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["OperationReceiptList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/operations/{operation_id}/receipts", {
        path: { workspace_id: workspaceId, operation_id: operationId },
        query: { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
  });
  return (
    <section className="card" aria-label="What became of each">
      <header>
        <h2>What became of each</h2>
        <CsvButton />
      </header>
      <Loaded query={query} what="the receipts">
        {({ pages }) => {
          const all = pages.flatMap(({ data }) => data);
          if (all.length === 0) return <Empty title="Nothing is done yet." />;
          return (
            <>
              <Table
                label="Receipts"
                columns={[
                  { title: "Connection", width: 40 },
                  { title: "App", width: 20, from: "s" },
                  { title: "What became of it" },
                ]}
              >
                {all.map((one) => (
                  <Row key={one.connection_id}>
                    <Cell className="full">
                      <Link
                        className="rowlink ell"
                        to="/workspaces/$workspaceId/connections/$connectionId"
                        params={{ workspaceId, connectionId: one.connection_id }}
                      >
                        <Name>{receiptName(one, serviceOf.get(one.type) ?? one.type)}</Name>
                      </Link>
                      <code className="sub block anywhere">{one.connection_id}</code>
                    </Cell>
                    <Cell from="s">
                      <Name>{nameOf.get(one.app_id) ?? one.app_id}</Name>
                    </Cell>
                    <Cell className="full">
                      {resultOf(one)}
                      {one.next_try_at === null ? null : (
                        <>
                          {" "}
                          <Time at={one.next_try_at} />
                        </>
                      )}
                      {one.failure === null ? null : (
                        <code className="sub block">{one.failure}</code>
                      )}
                    </Cell>
                  </Row>
                ))}
              </Table>
              <Pager of={query} shown={all.length} noun="receipt" />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** So many receipts are made a file of: it is put together in the page. */
const fileMax = 1_000_000;

/** All receipts as a file. */
function CsvButton(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { operationId } = route.useParams();
  const [state, setState] = useState<"" | "busy" | Error>("");
  const load = async () => {
    setState("busy");
    const receipts = await allOf(
      (query) =>
        call("get", "/v1/workspaces/{workspace_id}/operations/{operation_id}/receipts", {
          path: { workspace_id: workspaceId, operation_id: operationId },
          query,
        }),
      fileMax,
    );
    save(csvOf(receipts), { name: `${operationId}.csv`, type: "text/csv" });
    setState("");
  };
  return (
    <>
      <button
        type="button"
        className="btn s"
        disabled={state === "busy"}
        onClick={() => void load().catch(setState)}
      >
        Download as CSV
      </button>
      <span role="status" className={state instanceof Error ? "small t2" : "vh"}>
        {state instanceof Error ? `It could not be loaded. ${wordsOf(state)}` : ""}
      </span>
    </>
  );
}
