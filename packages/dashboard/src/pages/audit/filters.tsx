/** Which records are shown: by whom, what, on what, when. All of it stands in the address. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  appsQuery,
  catalogueQuery,
  connectionQuery,
  connectorsQuery,
  membersQuery,
  workspaceKeysQuery,
} from "../../api/queries.ts";
import { startOfDay } from "../../outside.ts";
import { useMay } from "../../parts/allowed.tsx";
import { FilterOf } from "../../parts/filter-of.tsx";
import { FilterDay, FilterSelect } from "../../parts/filter-select.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { actionInWords, actions } from "../../words/audit.ts";
import { ownerOf } from "../../words/connection.ts";

export const route = getRouteApi("/workspaces/$workspaceId/audit");
export type Search = ReturnType<typeof route.useSearch>;

/** The same as the API asks for it. The day that it ends with is among them. */
export function askedOf({ actor, action, target, from, to, reads }: Search) {
  const since = from === undefined ? undefined : startOfDay(from);
  const until = to === undefined ? undefined : startOfDay(to, 1);
  return {
    ...(actor === undefined ? {} : { actor_id: actor }),
    // One that nobody could have recorded is asked for as it is: the server says what is wrong with it.
    ...(action === undefined ? {} : { action }),
    ...(target === undefined ? {} : { target_id: target }),
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
    ...(reads === undefined ? {} : { token_reads: reads }),
  };
}

/** Whether reads of tokens are left out: they are many, and shown to who asks for them. */
export const hidesReads = ({ action, reads }: Search): boolean =>
  reads === undefined && action !== "token.read";

export const isFiltered = ({ record: _, ...filters }: Search): boolean =>
  Object.keys(filters).length > 0;

const deeds = actions.map((action) => ({ id: action, name: actionInWords(action) }));

const theServer = { id: "server", name: "The server" } as const;

/** What a record may name by its id, with its name. */
export function useNamed() {
  const { id: workspaceId } = useWorkspace();
  const mayWrite = useMay("workspace:write");
  const { data: members = [] } = useQuery(membersQuery(workspaceId));
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: connectors = [] } = useQuery(connectorsQuery(workspaceId));
  const { data: keys = [] } = useQuery({ ...workspaceKeysQuery(workspaceId), enabled: mayWrite });
  const { data: types = [] } = useQuery(catalogueQuery(workspaceId));
  const names = new Map([
    ...types.map(({ type, name }) => [type, name] as const),
    ...[...members, ...apps, ...connectors, ...keys].map(({ id, name }) => [id, name] as const),
  ]);
  return { members, apps, connectors, keys, nameOf: (id: string) => names.get(id) };
}

export function Filters(): ReactNode {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { members, apps, connectors, keys } = useNamed();
  const choose = (name: keyof Search) => (value: string | undefined) =>
    void navigate({
      search: ({ record: _, ...before }) => ({ ...before, [name]: value }),
      resetScroll: false,
    });
  const { actor, action, target, from, to, reads } = search;
  return (
    <search className="tools" aria-label="Filters">
      <div className="filters">
        <FilterOf
          label="Who"
          chosen={actor}
          groups={[
            { label: "", all: [theServer] },
            { label: "People", all: members },
            { label: "Workspace keys", all: keys },
          ]}
          onChoose={choose("actor")}
        />
        <FilterOf
          label="Action"
          chosen={action}
          groups={[{ label: "", all: deeds }]}
          onChoose={choose("action")}
        />
        <FilterOf
          label="Object"
          chosen={target}
          called={useConnectionName(target)}
          groups={[
            { label: "Apps", all: apps },
            { label: "Connectors", all: connectors },
            { label: "People", all: members },
            { label: "Workspace keys", all: keys },
          ]}
          onChoose={choose("target")}
        />
        <FilterDay label="From" chosen={from} onChoose={choose("from")} />
        <FilterDay label="To" chosen={to} onChoose={choose("to")} />
        <FilterSelect
          label="Reads of tokens"
          chosen={reads}
          none="hidden"
          onChoose={choose("reads")}
        >
          <option value="with">Reads of tokens: shown</option>
          <option value="only">Reads of tokens: nothing else</option>
        </FilterSelect>
        {isFiltered(search) ? (
          <button
            type="button"
            className="btn s quiet"
            onClick={() => void navigate({ search: {} })}
          >
            Clear filters
          </button>
        ) : null}
      </div>
    </search>
  );
}

/** What a connection is called, where it is one and is still there. */
function useConnectionName(id = ""): string | undefined {
  const { id: workspaceId } = useWorkspace();
  const { data } = useQuery({
    ...connectionQuery(workspaceId, id),
    enabled: id.startsWith("conn_"),
  });
  return data === undefined ? undefined : `${data.connector.name} (${ownerOf(data)})`;
}
