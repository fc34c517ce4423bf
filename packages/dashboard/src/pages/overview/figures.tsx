/** How much happened over time: a figure, bars, and the same as a table. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Period, statisticsQuery } from "../../api/overview.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import {
  type Figure,
  newConnections,
  numberOf,
  readerWait,
  refreshes,
  type Statistics,
  tokensServed,
} from "../../words/figures.ts";
import { onDay } from "../../words/time.ts";
import { Bars } from "./plot.tsx";

const shown = [
  ["tokens_served", tokensServed],
  ["refreshes", refreshes],
  ["reconnects", newConnections],
  ["reader_wait", readerWait],
] as const;

export const periods = {
  "24h": "The last 24 hours",
  "7d": "The last 7 days",
  "30d": "The last 30 days",
} as const satisfies Record<Period, string>;

/** Of the workspace, or of one of its connectors. */
export function Figures({
  period,
  connectorId,
}: {
  readonly period: Period;
  readonly connectorId?: string;
}): ReactNode {
  return (
    <section aria-labelledby="figures">
      <h2 id="figures" className="vh">
        {periods[period]}
      </h2>
      <div className="four">
        {shown.map(([metric, read]) => (
          <OneFigure
            key={metric}
            metric={metric}
            read={read}
            period={period}
            connectorId={connectorId}
          />
        ))}
      </div>
    </section>
  );
}

function OneFigure({
  metric,
  read,
  period,
  connectorId,
}: {
  readonly metric: (typeof shown)[number][0];
  readonly read: (statistics: Statistics) => Figure;
  readonly period: Period;
  readonly connectorId: string | undefined;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const query = useQuery(statisticsQuery(workspaceId, metric, period, connectorId));
  return (
    <div className="card fig">
      <Loaded query={query} what="this figure">
        {(statistics) => {
          const figure = read(statistics);
          return (
            <>
              <h3>{figure.title}</h3>
              <p className="v">{figure.figure}</p>
              <p className="t2 small">{figure.says}</p>
              <Bars {...figure} />
              <AsTable figure={figure} times={statistics.times} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

/** The latest first; hours and days without anything are left out. */
function AsTable({
  figure: { title, columns },
  times,
}: {
  readonly figure: Figure;
  readonly times: readonly string[];
}): ReactNode {
  const rows = times
    .map((time, at) => ({ time, values: columns.map(([, values]) => values[at] ?? 0) }))
    .filter(({ values }) => values.some((value) => value > 0))
    .toReversed();
  return (
    <details className="astable">
      <summary>
        Show as table<span className="vh">{`: ${title}`}</span>
      </summary>
      {rows.length === 0 ? (
        <p className="t2 small">Nothing in this time.</p>
      ) : (
        <section className="tablebox" aria-label={`${title}, as a table`}>
          <Table
            label={title}
            columns={[{ title: "From" }, ...columns.map(([name]) => ({ title: name }))]}
          >
            {rows.map(({ time, values }) => (
              <Row key={time}>
                <Cell className="full">{onDay(time)}</Cell>
                {columns.map(([name], at) => (
                  <Cell key={name} label={name}>
                    {numberOf(values[at] ?? 0)}
                  </Cell>
                ))}
              </Row>
            ))}
          </Table>
        </section>
      )}
    </details>
  );
}
