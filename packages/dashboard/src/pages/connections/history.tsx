/** What happened to a connection, by day, the newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { MoreButton } from "../../parts/pager.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { ownerOf } from "../../words/connection.ts";
import { counted } from "../../words/plural.ts";
import { dayOf, timeOfDay } from "../../words/time.ts";
import { type Names, shownKinds, type TimelineEntry, toldOf } from "../../words/timeline.ts";
import type { Shown } from "./shown.ts";

const route = getRouteApi("/workspaces/$workspaceId/connections/$connectionId");

export function History({ connection, app, provider }: Shown): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const id = useId();
  const query = useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "connections", "one", connection.id, "timeline"],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["TimelineEntryList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["TimelineEntryList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/connections/{connection_id}/timeline", {
        path: { workspace_id: workspaceId, connection_id: connection.id },
        query: { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
  });
  const names: Names = {
    who: connection.owner.kind === "app" ? "An operator" : ownerOf(connection),
    app,
    provider,
    connector: connection.connector.name,
  };
  return (
    <section className="card tl" aria-labelledby={id}>
      <header>
        <h2 id={id}>History</h2>
        <Which />
      </header>
      <Loaded query={query} what="the history">
        {({ pages }) => (
          <>
            <Days entries={pages.flatMap(({ data }) => data)} names={names} />
            <div className="pager">
              <span className="small">
                Refreshes are kept for 30 days, operators’ changes as long as the audit log, and
                everything else for 400 days.
              </span>
              <MoreButton of={query} says="Show older" small />
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}

function Which(): ReactNode {
  const { workspaceId, connectionId } = route.useParams();
  const { show } = route.useSearch();
  const ways = [
    [undefined, "All"],
    ["problems", "Problems"],
    ["changes", "Changes"],
  ] as const;
  return (
    <Tabs label="Show" small>
      {ways.map(([way, says]) => (
        <Link
          key={says}
          to="/workspaces/$workspaceId/connections/$connectionId"
          params={{ workspaceId, connectionId }}
          search={way === undefined ? {} : { show: way }}
          activeOptions={{ exact: true }}
          aria-current={way === show ? "true" : undefined}
          activeProps={{}}
          replace
        >
          {says}
        </Link>
      ))}
    </Tabs>
  );
}

function Days({
  entries,
  names,
}: {
  readonly entries: readonly TimelineEntry[];
  readonly names: Names;
}): ReactNode {
  const { show } = route.useSearch();
  const shown = entries.filter(({ kind }) => show === undefined || shownKinds[show].has(kind));
  if (shown.length === 0) {
    return (
      <p className="body t2" role="status">
        {show === "problems" ? "No problems are known." : "Nothing earlier is known."}
      </p>
    );
  }
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of shown) {
    const day = dayOf(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <div key={day}>
          <h3>{day}</h3>
          <ol>
            {ofDay.map((entry) => (
              <Entry key={entry.id} entry={entry} names={names} />
            ))}
          </ol>
        </div>
      ))}
    </>
  );
}

function Entry({
  entry,
  names,
}: {
  readonly entry: TimelineEntry;
  readonly names: Names;
}): ReactNode {
  const { text, more, icon, tone } = toldOf(entry, names);
  return (
    <li>
      <span className={`c-${tone}`}>
        <Icon name={icon} />
      </span>
      <div>
        <p>
          <bdi>{text}</bdi>
        </p>
        {more === undefined || more === "" ? null : (
          <p className="more">
            <bdi>{more}</bdi>
          </p>
        )}
      </div>
      <When entry={entry} />
    </li>
  );
}

/** When; of several, from the first to the last. */
function When({ entry: { at, count, first_at: first } }: { readonly entry: TimelineEntry }) {
  const [from, to] = [timeOfDay(first), timeOfDay(at)];
  return (
    <time dateTime={at} title={count === 1 ? at : `${counted(count, "time")}: ${first} to ${at}`}>
      {from === to ? to : `${from} to ${to}`}
    </time>
  );
}
