/** Who is connected, and who no longer is. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { appsQuery, connectorsQuery } from "../../api/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import { BulkDialog, SelectionBar } from "./bulk.tsx";
import { useSelection } from "./selection.ts";
import { ConnectionTable } from "./table.tsx";

const route = getRouteApi("/workspaces/$workspaceId/connections");
type Filters = {
  readonly [Name in "status" | "owner" | "app" | "connector"]?: ReturnType<
    typeof route.useSearch
  >[Name];
};

export function ConnectionsPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const [userId, setUserId] = useState("");
  const { dialog, ...filters } = route.useSearch();
  const query = useConnections(filters, userId);
  const selection = useSelection(filters, userId);
  const navigate = route.useNavigate();
  const clear = () => {
    setUserId("");
    void navigate({ search: {} });
  };
  const isFiltered = userId !== "" || Object.keys(filters).length > 0;
  return (
    <>
      <PageHead
        title="Connections"
        says="The accounts that people have connected to your apps, and those that apps share."
      >
        <Link className="btn" to="/workspaces/$workspaceId/operations" params={{ workspaceId }}>
          Operations
        </Link>
      </PageHead>
      <section className="card" aria-label="Connections">
        <Tools onUser={setUserId} />
        {selection.isEmpty ? null : (
          <SelectionBar count={selection.count} onAll={selection.all} onNone={selection.none} />
        )}
        <Loaded query={query} what="this list">
          {({ pages }) => {
            const all = pages.flatMap(({ data }) => data);
            if (all.length === 0) return <None isFiltered={isFiltered} onClear={clear} />;
            return (
              <>
                <ConnectionTable connections={all} selection={selection} />
                <div className="pager">
                  <span role="status">
                    {`${counted(all.length, "connection")}${query.hasNextPage ? ", and more" : ""}`}
                  </span>
                  {query.hasNextPage ? (
                    <button
                      type="button"
                      className="btn"
                      disabled={query.isFetchingNextPage}
                      onClick={() => void query.fetchNextPage()}
                    >
                      Show more
                    </button>
                  ) : null}
                </div>
              </>
            );
          }}
        </Loaded>
      </section>
      {dialog === undefined || selection.isEmpty ? null : (
        <BulkDialog kind={dialog} chosen={selection.chosen} onDone={selection.none} />
      )}
    </>
  );
}

/** By a search where a user is named: their id stands in no address. */
function useConnections(filters: Filters, userId: string) {
  const { id: workspaceId } = useWorkspace();
  const { app: app_id, connector: connector_id, status, owner } = filters;
  const asked = {
    ...(app_id === undefined ? {} : { app_id }),
    ...(connector_id === undefined ? {} : { connector_id }),
    ...(status === undefined ? {} : { status }),
    ...(owner === undefined ? {} : { owner }),
  };
  return useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "connections", "list", asked, userId],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["WorkspaceConnectionList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["WorkspaceConnectionList"]> => {
      const path = { workspace_id: workspaceId };
      const page = {
        ...asked,
        limit: 50,
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      if (userId === "") {
        return call("get", "/v1/workspaces/{workspace_id}/connections", {
          path,
          query: page,
          signal,
        });
      }
      return call("post", "/v1/workspaces/{workspace_id}/connections/search", {
        path,
        body: { ...page, user: { user_id: userId } },
        signal,
      });
    },
  });
}

function None({
  isFiltered,
  onClear,
}: {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}): ReactNode {
  if (isFiltered) {
    return (
      <Empty title="No connection matches.">
        <button type="button" className="btn s" onClick={onClear}>
          Clear filters
        </button>
      </Empty>
    );
  }
  return (
    <Empty title="Nobody has connected anything yet.">
      <p className="t2">
        Apps start connections by a connector’s ID: each connector’s page has the code for it.
      </p>
    </Empty>
  );
}

const words = {
  status: [
    ["active", "Active"],
    ["needs_reauth", "Needs reconnecting"],
    ["disconnected", "Disconnected"],
  ],
  owner: [
    ["user", "Of users"],
    ["app", "Shared by an app"],
  ],
} as const;

function Tools({ onUser }: { readonly onUser: (userId: string) => void }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: connectors = [] } = useQuery(connectorsQuery(workspaceId));
  const named = (all: readonly { id: string; name: string }[]) =>
    all.map(({ id, name }) => [id, name] as const);
  return (
    <div className="tools">
      <UserSearch onUser={onUser} />
      <div className="filters">
        <Filter name="status" label="State" all={words.status} />
        <Filter name="app" label="App" all={named(apps)} />
        <Filter name="connector" label="Connector" all={named(connectors)} />
        <Filter name="owner" label="Whose" all={words.owner} />
      </div>
    </div>
  );
}

function Filter({
  name,
  label,
  all,
}: {
  readonly name: keyof Filters;
  readonly label: string;
  readonly all: readonly (readonly [value: string, text: string])[];
}): ReactNode {
  const { [name]: chosen = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (value: string) =>
    void navigate({
      search: (before) => ({ ...before, [name]: value === "" ? undefined : value }) as Filters,
      resetScroll: false,
    });
  return (
    <select
      className={chosen === "" ? "chip" : "chip on"}
      aria-label={label}
      value={chosen}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{`${label}: all`}</option>
      {all.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}

function UserSearch({ onUser }: { readonly onUser: (userId: string) => void }): ReactNode {
  const [text, setText] = useState("");
  return (
    <search className="usersearch">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onUser(text.trim());
        }}
      >
        <input
          className="in"
          type="search"
          aria-label="User ID, as the app knows the user"
          placeholder="User ID, as the app knows them"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value === "") onUser("");
          }}
        />
        <button type="submit" className="btn">
          Search
        </button>
      </form>
    </search>
  );
}
