/** How many connections are in which state, as they were counted last. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { statisticsQuery } from "../../api/overview.ts";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, Empty } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { numberOf, type Statistics } from "../../words/figures.ts";

const states = [
  { name: "active", word: "Active", tone: "ok", icon: "works" },
  { name: "needs_reauth", word: "Needs reconnecting", tone: "user", icon: "person" },
  { name: "disconnected", word: "Disconnected", tone: "off", icon: "struck" },
] as const;

/** The last count of each state, and when it was; null where nobody has counted yet. */
export function lastCounts({ series, times }: Statistics) {
  const ofActive = series.find(({ name }) => name === "active")?.values ?? [];
  const at = ofActive.findLastIndex((value) => value !== null);
  if (at < 0) return null;
  const counts = states.map((state) => ({
    ...state,
    count: series.find(({ name }) => name === state.name)?.values[at] ?? 0,
  }));
  return { at: times[at] ?? "", counts };
}

export function StatesCard(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const query = useQuery(statisticsQuery(workspaceId, "connections", "24h"));
  return (
    <Card
      title="Connections by state"
      side={
        <Link className="small" to="/workspaces/$workspaceId/connections" params={{ workspaceId }}>
          Show all
        </Link>
      }
    >
      <Loaded query={query} what="the states of connections">
        {(statistics) => {
          const last = lastCounts(statistics);
          if (last === null)
            return (
              <Empty title="Not counted yet.">
                <p className="t2">Connections are counted once an hour.</p>
              </Empty>
            );
          return (
            <div className="stack">
              <p className="t2 small">
                As counted in the hour from <Time at={last.at} on />. They are counted once an hour.
              </p>
              <Meter counts={last.counts.map(({ count, tone }) => ({ count, tone }))} />
              <ul className="legend">
                {last.counts.map(({ name, word, tone, icon, count }) => (
                  <li key={name}>
                    <span className={`c-${tone}`}>
                      <Icon name={icon} />
                    </span>
                    <Link
                      to="/workspaces/$workspaceId/connections"
                      params={{ workspaceId }}
                      search={{ status: name }}
                    >
                      {word}
                    </Link>
                    <span>{numberOf(count)}</span>
                  </li>
                ))}
              </ul>
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}

/** What there is of is seen, however little: less than 0.7% is drawn as 0.7%. */
const leastShare = 0.007;

function Meter({
  counts,
}: {
  readonly counts: readonly { readonly count: number; readonly tone: string }[];
}): ReactNode {
  const total = counts.reduce((all, { count }) => all + count, 0);
  let x = 0;
  return (
    <svg className="meter" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      {counts
        .filter(({ count }) => count > 0)
        .map(({ count, tone }) => {
          const wide = Math.max(leastShare, count / total) * 1_000;
          const from = x;
          x += wide;
          return (
            <rect
              key={tone}
              className={`m-${tone}`}
              x={from}
              width={Math.max(0, wide - 4)}
              height="10"
            />
          );
        })}
    </svg>
  );
}
