/** Events, the newest first, each a sentence that opens in place. Filters, and which one is open, stand in the address. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { appsQuery, catalogueQuery, connectorsQuery } from "../../api/queries.ts";
import { FilterOf } from "../../parts/filter-of.tsx";
import { FilterSelect } from "../../parts/filter-select.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty } from "../../parts/page.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Unfolding } from "../../parts/unfolding.tsx";
import { eventTypes } from "../../search.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import { type ConnectionEvent, eventInWords, eventTitles, whyOf } from "../../words/event.ts";
import { dayOf } from "../../words/time.ts";

const route = getRouteApi("/workspaces/$workspaceId/events");

function useEvents() {
  const { id: workspaceId } = useWorkspace();
  const { type, app, connector } = route.useSearch();
  const asked = {
    ...(type === undefined ? {} : { type }),
    ...(app === undefined ? {} : { app_id: app }),
    ...(connector === undefined ? {} : { connector_id: connector }),
  };
  return useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "events", asked],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["EventList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["EventList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/events", {
        path: { workspace_id: workspaceId },
        query: {
          ...asked,
          sort: "-created_at",
          limit: 50,
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
  });
}

export function Events(): ReactNode {
  const query = useEvents();
  return (
    <section className="card" aria-label="Events">
      <Filters />
      <Loaded query={query} what="the events">
        {({ pages }) => {
          const all = pages.flatMap(({ data }) => data);
          return (
            <>
              {all.length === 0 ? <None isEnd={!query.hasNextPage} /> : <Days all={all} />}
              <Pager of={query} shown={all.length} noun="event" more="Show older ones" />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Filters(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: connectors = [] } = useQuery(connectorsQuery(workspaceId));
  const choose = (name: "type" | "app" | "connector") => (value: string | undefined) =>
    void navigate({
      search: ({ event: _, ...before }) => ({ ...before, [name]: value }),
      resetScroll: false,
    });
  const { type, app, connector } = search;
  return (
    <search className="tools" aria-label="Filters">
      <div className="filters">
        <FilterSelect label="What" chosen={type} onChoose={choose("type")}>
          {eventTypes.map((one) => (
            <option key={one} value={one}>
              {eventTitles[one]}
            </option>
          ))}
        </FilterSelect>
        <FilterOf
          label="App"
          chosen={app}
          groups={[{ label: "", all: apps }]}
          onChoose={choose("app")}
        />
        <FilterOf
          label="Connector"
          chosen={connector}
          groups={[{ label: "", all: connectors }]}
          onChoose={choose("connector")}
        />
        {isFiltered(search) ? <Clear /> : null}
      </div>
    </search>
  );
}

const isFiltered = ({ type, app, connector }: ReturnType<typeof route.useSearch>) =>
  type !== undefined || app !== undefined || connector !== undefined;

function Clear(): ReactNode {
  const navigate = route.useNavigate();
  return (
    <button type="button" className="btn s quiet" onClick={() => void navigate({ search: {} })}>
      Clear filters
    </button>
  );
}

/** A page looks at so many events: older ones may match. */
function None({ isEnd }: { readonly isEnd: boolean }): ReactNode {
  if (isFiltered(route.useSearch())) {
    return <Empty title={isEnd ? "No event matches." : "None of the newest events match."} />;
  }
  return (
    <Empty title="Nothing has happened yet.">
      <p className="t2">
        Events appear here a few seconds after somebody connects an account, or has to reconnect
        one.
      </p>
    </Empty>
  );
}

function Days({ all }: { readonly all: readonly ConnectionEvent[] }): ReactNode {
  const days = Map.groupBy(all, ({ created_at: at }) => dayOf(at));
  return [...days].map(([day, events]) => (
    <section key={day} aria-label={day}>
      <h2 className="day">{day}</h2>
      <ol className="log">
        {events.map((one) => (
          <One key={one.id} event={one} />
        ))}
      </ol>
    </section>
  ));
}

function One({ event }: { readonly event: ConnectionEvent }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const isOpen = route.useSearch().event === event.id;
  const navigate = route.useNavigate();
  const app = apps.find(({ id }) => id === event.app_id)?.name ?? event.app_id;
  const turn = () =>
    void navigate({
      search: ({ event: _, ...before }) => (isOpen ? before : { ...before, event: event.id }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Unfolding
      isOpen={isOpen}
      onTurn={turn}
      at={event.created_at}
      line={<bdi className="grow">{eventInWords(event, app)}</bdi>}
    >
      <Details event={event} app={app} />
    </Unfolding>
  );
}

function Details({
  event,
  app,
}: {
  readonly event: ConnectionEvent;
  readonly app: string;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: catalogue = [] } = useQuery(catalogueQuery(workspaceId));
  const type = catalogue.find((one) => one.type === event.connector?.type);
  const why = whyOf(event, type?.provider.name ?? "The service");
  const facts: readonly (readonly [string, string])[] = [
    ["Event", event.type],
    ["App", app],
    ["Connection", event.connection_id],
    ["Time", event.created_at],
    ["ID", event.id],
    ...Object.entries(event.data),
  ];
  return (
    <div className="det stack s">
      {why === "" ? null : <p>{why}</p>}
      <dl className="kv">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {event.connector === null ? null : (
        <div className="acts">
          <Link
            to="/workspaces/$workspaceId/connections/$connectionId"
            params={{ workspaceId, connectionId: event.connection_id }}
            className="btn s"
          >
            Show the connection
          </Link>
        </div>
      )}
    </div>
  );
}
