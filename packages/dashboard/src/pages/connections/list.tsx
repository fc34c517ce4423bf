/** Who is connected, and who no longer is. */
import { type InfiniteData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { connectorsQuery } from "../../api/queries.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { Pager } from "../../parts/pager.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { ofGrantry } from "../connectors/code.ts";
import { BulkDialog, SelectionBar } from "./bulk.tsx";
import {
  askedOf,
  type Filters,
  filtersOf,
  route,
  type Sort,
  Tools,
  usualSort,
} from "./filters.tsx";
import { useSelection } from "./selection.ts";
import { ConnectionTable } from "./table.tsx";

export function ConnectionsPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const [text, setText] = useState("");
  // Cleared together with the filters: its field begins anew.
  const [cleared, setCleared] = useState(0);
  const search = route.useSearch();
  const { shown, open, close } = useDialog("/workspaces/$workspaceId/connections");
  const filters = filtersOf(search);
  const query = useConnections({ filters, text, sort: search.sort ?? usualSort });
  const total = useTotal(filters, text);
  const selection = useSelection(filters, text);
  const aboutNone = shown !== undefined && selection.isEmpty;
  // It would open at the first row that is chosen.
  useEffect(() => (aboutNone ? close() : undefined));
  const navigate = route.useNavigate();
  const clear = () => {
    setText("");
    setCleared(cleared + 1);
    void navigate({ search: ({ sort }) => (sort === undefined ? {} : { sort }) });
  };
  const isFiltered = text !== "" || Object.keys(filters).length > 0;
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
        <Tools key={cleared} isFiltered={isFiltered} onSearch={setText} onClear={clear} />
        {selection.isEmpty ? null : (
          <SelectionBar
            count={selection.count}
            onOpen={open}
            onAll={selection.all}
            onNone={selection.none}
          />
        )}
        <Loaded query={query} what="this list">
          {({ pages }) => {
            const all = pages.flatMap(({ data }) => data);
            if (all.length === 0 && !query.hasNextPage) {
              return <None isFiltered={isFiltered} onClear={clear} />;
            }
            return (
              <div
                className={query.isPlaceholderData ? "stale" : ""}
                aria-busy={query.isPlaceholderData}
              >
                <ConnectionTable connections={all} selection={selection} />
                <Pager of={query} shown={all.length} noun="connection" total={total} />
              </div>
            );
          }}
        </Loaded>
      </section>
      {shown === undefined || selection.isEmpty ? null : (
        <BulkDialog
          kind={shown}
          chosen={selection.chosen}
          onClose={close}
          onDone={selection.none}
        />
      )}
    </>
  );
}

type Page = Schemas["WorkspaceConnectionList"];

/** By a search where somebody is looked for: who that is stands in no address. */
function usePageOf(): (
  asked: Omit<Schemas["SearchWorkspaceConnectionsRequest"], "user">,
  signal: AbortSignal,
) => Promise<Page> {
  const path = { workspace_id: useWorkspace().id };
  return (asked, signal) => {
    if (asked.query !== undefined) {
      return call("post", "/v1/workspaces/{workspace_id}/connections/search", {
        path,
        body: asked,
        signal,
      });
    }
    const { query: _, count, degraded, frozen, ...rest } = asked;
    const query = {
      ...rest,
      ...(degraded === undefined ? {} : { degraded: yesOrNo(degraded) }),
      ...(frozen === undefined ? {} : { frozen: yesOrNo(frozen) }),
      ...(count === true ? { count: "true" as const } : {}),
    };
    return call("get", "/v1/workspaces/{workspace_id}/connections", { path, query, signal });
  };
}

/** In an address. */
const yesOrNo = (value: boolean) => (value ? ("true" as const) : ("false" as const));

interface Asked {
  readonly filters: Filters;
  readonly text: string;
  readonly sort: Sort;
}

function useConnections({ filters, text, sort }: Asked) {
  const { id: workspaceId } = useWorkspace();
  const pageOf = usePageOf();
  const asked = { ...askedOf(filters, text), sort, limit: 50 };
  return useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "connections", "list", asked],
    // The rows stay, and the focus in them, until others are there: of this workspace alone.
    placeholderData: (before: InfiniteData<Page, string | undefined> | undefined, query) =>
      query?.queryKey[1] === workspaceId ? before : undefined,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Page> =>
      pageOf({ ...asked, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal),
  });
}

/** How many there are in all. It comes after the rows, which do not wait for it. */
function useTotal(filters: Filters, text: string) {
  const { id: workspaceId } = useWorkspace();
  const pageOf = usePageOf();
  const asked = { ...askedOf(filters, text), count: true, limit: 1 };
  const { data } = useQuery({
    queryKey: ["workspaces", workspaceId, "connections", "total", asked],
    queryFn: ({ signal }) => pageOf(asked, signal),
  });
  return data?.total;
}

function None({
  isFiltered,
  onClear,
}: {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: connectors } = useQuery(connectorsQuery(workspaceId));
  if (isFiltered) {
    return (
      <Empty title="No connection matches.">
        <button type="button" className="btn s" onClick={onClear}>
          Clear filters
        </button>
      </Empty>
    );
  }
  const [connector] = connectors ?? [];
  return (
    <Empty title="Nobody has connected anything yet.">
      {connectors === undefined ? null : connector === undefined ? (
        <Link
          className="btn pri"
          to="/workspaces/$workspaceId/connectors/new"
          params={{ workspaceId }}
        >
          Add a connector
        </Link>
      ) : (
        <FirstCode connector={connector} />
      )}
    </Empty>
  );
}

/** What an app's page calls to connect somebody. */
function FirstCode({
  connector: { id: connectorId, name },
}: {
  readonly connector: { readonly id: string; readonly name: string };
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const [code] = ofGrantry(connectorId);
  return (
    <>
      <p className="t2">
        Apps start connections by a connector’s ID. This is the code for{" "}
        <Link
          to="/workspaces/$workspaceId/connectors/$connectorId"
          params={{ workspaceId, connectorId }}
        >
          <bdi>{name}</bdi>
        </Link>
        :
      </p>
      <code className="out">{code?.text}</code>
      <CopyButton text={code?.text ?? ""} what="" says="Copy the code" />
    </>
  );
}
