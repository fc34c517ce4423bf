/** How often calls for an app may come, and what of them was refused. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { appLimitsQuery } from "../../api/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Card } from "../../parts/page.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { numberOf } from "../../words/figures.ts";
import { inOrder, limitOf, whatOf } from "../../words/limits.ts";
import { useApp } from "./current-app.ts";

export function AppLimits(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const query = useQuery(appLimitsQuery(workspaceId, appId));
  return (
    <Card title="Limits">
      <div className="stack">
        <p className="t2">
          Calls that come more often are refused (429) until there is room again. Each process of
          the server counts by itself. Whoever runs the server sets these limits.
        </p>
        <Loaded query={query} what="the limits">
          {(limits) => (
            <Table
              label="Limits"
              columns={[
                { title: "Calls", width: 44 },
                { title: "Limit", width: 32 },
                { title: "Refused in the last day" },
              ]}
            >
              {inOrder(limits).map((limit) => (
                <Row key={limit.policy}>
                  <Cell>{whatOf(limit)}</Cell>
                  <Cell label="Limit">{limitOf(limit)}</Cell>
                  <Cell label="Refused in the last day">{numberOf(limit.refused_last_day)}</Cell>
                </Row>
              ))}
            </Table>
          )}
        </Loaded>
      </div>
    </Card>
  );
}
