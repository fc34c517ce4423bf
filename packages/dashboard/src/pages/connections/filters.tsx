/** Which connections are shown, and in which order: all of it stands in the address, but whom somebody looks for. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { appsQuery, connectorsQuery } from "../../api/queries.ts";
import { instantAt, now, startOfDay } from "../../outside.ts";
import { FilterOf } from "../../parts/filter-of.tsx";
import { FilterDay, FilterSelect } from "../../parts/filter-select.tsx";
import { UserSearch } from "../../parts/user-search.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { reasonTitles } from "../../words/connection.ts";
import type { Chosen } from "../operations/begin.ts";

export const route = getRouteApi("/workspaces/$workspaceId/connections");
type Search = ReturnType<typeof route.useSearch>;

/** What of the address picks connections. */
export type Filters = Pick<
  Search,
  "status" | "reason" | "app" | "connector" | "owner" | "ends" | "unused"
>;
export type Sort = NonNullable<Search["sort"]>;

/** The order where the address names none. */
export const usualSort = "-updated_at";

export const filtersOf = ({ dialog: _dialog, sort: _sort, ...filters }: Search): Filters => filters;

type Body = Schemas["SearchWorkspaceConnectionsRequest"];

const hour = 3_600_000;

/** So many days from now; the same for an hour, since pages of one list go by one filter. */
const endOf = (days: string): string =>
  instantAt(Math.ceil(now() / hour) * hour + Number(days) * 24 * hour);

/** The same as the API asks for them. */
export function askedOf(filters: Filters, text: string): Omit<Body, "limit" | "user"> {
  const { status, reason, app, connector, owner, ends, unused } = filters;
  const unusedSince = unused === undefined ? undefined : startOfDay(unused);
  return {
    ...stateOf(status),
    ...(reason === undefined ? {} : { reason }),
    ...(app === undefined ? {} : { app_id: app }),
    ...(connector === undefined ? {} : { connector_id: connector }),
    ...(owner === undefined ? {} : { owner }),
    ...(ends === undefined ? {} : { ends_to: endOf(ends) }),
    ...(unusedSince === undefined ? {} : { last_used_to: unusedSince }),
    ...(text === "" ? {} : { query: text }),
  };
}

/** States that are shown and not stored as one. */
function stateOf(status: Filters["status"]) {
  if (status === undefined) return {};
  if (status === "degraded") return { degraded: true };
  return status === "frozen" ? { frozen: true } : { status };
}

/** The same as an operation is told which connections it is about. */
export function chosenBy(filters: Filters, text: string): Chosen {
  const { status, ...asked } = askedOf(filters, text);
  // Nothing is left to be done to it, and without this filter all the others would be chosen.
  if (status === "disconnected") throw new Error("what is disconnected cannot be chosen");
  const filter: Chosen = { ...asked, ...(status === undefined ? {} : { status }) };
  return Object.keys(filter).length === 0 ? { all: true } : filter;
}

const words = {
  status: [
    ["active", "Active"],
    ["degraded", "Degraded"],
    ["frozen", "Frozen"],
    ["needs_reauth", "Needs reconnecting"],
    ["disconnected", "Disconnected"],
  ],
  owner: [
    ["user", "People"],
    ["app", "Shared by an app"],
  ],
  ends: [
    ["1", "A day"],
    ["7", "7 days"],
    ["30", "30 days"],
  ],
  sort: [
    ["updated_at", "Longest unchanged first"],
    ["-last_used_at", "Last used first"],
    ["last_used_at", "Longest unused first"],
    ["-created_at", "Newest first"],
    ["created_at", "Oldest first"],
    ["expires_at", "Token that ends first"],
    ["-expires_at", "Token that ends last"],
  ],
} as const;

export function Tools({
  isFiltered,
  onSearch,
  onClear,
}: {
  readonly isFiltered: boolean;
  readonly onSearch: (text: string) => void;
  readonly onClear: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: connectors = [] } = useQuery(connectorsQuery(workspaceId));
  const { app, connector, unused, sort } = route.useSearch();
  const choose = useChoose();
  return (
    <div className="tools">
      <UserSearch
        label="User or account: how an ID, an email or a name begins"
        hint="User, email or account"
        onSearch={onSearch}
      />
      <div className="filters">
        <Filter name="status" label="State" all={words.status} />
        <Filter name="reason" label="Reason" all={Object.entries(reasonTitles)} />
        <FilterOf
          label="App"
          chosen={app}
          groups={[{ label: "", all: apps }]}
          onChoose={(id) => choose("app", id)}
        />
        <FilterOf
          label="Connector"
          chosen={connector}
          groups={[{ label: "", all: connectors }]}
          onChoose={(id) => choose("connector", id)}
        />
        <Filter name="owner" label="Whose" all={words.owner} />
        <Filter name="ends" label="Ends within" none="any time" all={words.ends} />
        <FilterDay
          label="Not used since"
          chosen={unused}
          onChoose={(day) => choose("unused", day)}
        />
        <FilterSelect
          label="Order"
          none="recently changed first"
          chosen={sort}
          onChoose={(value) => choose("sort", value)}
          className="only-s"
        >
          <Options all={words.sort} />
        </FilterSelect>
        {isFiltered ? (
          <button type="button" className="btn s quiet" onClick={onClear}>
            Clear filters
          </button>
        ) : null}
      </div>
    </div>
  );
}

/** Another filter, or another order, in the address. */
export function useChoose(): (name: keyof Search, value: string | undefined) => void {
  const navigate = route.useNavigate();
  return (name, value) =>
    void navigate({
      search: (before) => ({ ...before, [name]: value }) as Search,
      resetScroll: false,
    });
}

type Choices = readonly (readonly [value: string, text: string])[];

function Filter({
  name,
  label,
  none,
  all,
}: {
  readonly name: keyof Filters;
  readonly label: string;
  readonly none?: string;
  readonly all: Choices;
}): ReactNode {
  const { [name]: chosen } = route.useSearch();
  const choose = useChoose();
  const isListed = chosen === undefined || all.some(([value]) => value === chosen);
  return (
    <FilterSelect
      label={label}
      chosen={chosen}
      onChoose={(value) => choose(name, value)}
      {...(none === undefined ? {} : { none })}
    >
      {/* Something that was deleted, or is not loaded yet. */}
      {isListed ? null : <option value={chosen}>{chosen}</option>}
      <Options all={all} />
    </FilterSelect>
  );
}

function Options({ all }: { readonly all: Choices }): ReactNode {
  return all.map(([value, text]) => (
    <option key={value} value={value}>
      {text}
    </option>
  ));
}
