/** What was done to many connections at once, the newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { doerOf } from "../../words/audit.ts";
import { operationState } from "../../words/operation.ts";
import { progressOf, titleOf } from "../../words/operation-progress.ts";
import { Freezes } from "./freezes.tsx";

export function OperationsPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const query = useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "operations"],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["OperationList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["OperationList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/operations", {
        path: { workspace_id: workspaceId },
        query: { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
  });
  return (
    <>
      <Crumbs
        above={[
          {
            text: "Connections",
            link: { to: "/workspaces/$workspaceId/connections", params: { workspaceId } },
          },
        ]}
      />
      <PageHead
        title="Operations"
        says="Changes that were made to many connections at once, kept for thirty days."
      />
      <Freezes />
      <section className="card" aria-label="Operations">
        <Loaded query={query} what="this list">
          {({ pages }) => {
            const all = pages.flatMap(({ data }) => data);
            if (all.length === 0) {
              return (
                <Empty title="No operations yet.">
                  <p className="t2">To begin one, select connections in their list.</p>
                </Empty>
              );
            }
            return (
              <>
                <Table
                  label="Operations"
                  columns={[
                    { title: "What", width: 36 },
                    { title: "Progress", width: 18 },
                    { title: "By", width: 26, from: "s" },
                    { title: "State" },
                  ]}
                >
                  {all.map((one) => {
                    const { word, tone, icon } = operationState(one);
                    return (
                      <Row key={one.id}>
                        <Cell className="full">
                          <Link
                            className="rowlink"
                            to="/workspaces/$workspaceId/operations/$operationId"
                            params={{ workspaceId, operationId: one.id ?? "" }}
                          >
                            {titleOf(one)}
                          </Link>
                          <span className="sub">
                            <Time at={one.created_at} />
                          </span>
                        </Cell>
                        <Cell>{progressOf(one)}</Cell>
                        <Cell from="s">
                          <bdi>{doerOf(one.created_by)}</bdi>
                        </Cell>
                        <Cell className="full">
                          <span className={`st ${tone}`}>
                            <Icon name={icon} />
                            {word}
                          </span>
                        </Cell>
                      </Row>
                    );
                  })}
                </Table>
                <Pager of={query} shown={all.length} noun="operation" more="Show older ones" />
              </>
            );
          }}
        </Loaded>
      </section>
    </>
  );
}
