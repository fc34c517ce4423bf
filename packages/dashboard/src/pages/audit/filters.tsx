/** Which records are shown: by whom, what, on what, when. All of it stands in the address. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  appsQuery,
  connectionQuery,
  connectorsQuery,
  membersQuery,
  workspaceKeysQuery,
} from "../../api/queries.ts";
import { startOfDay } from "../../outside.ts";
import { useMay } from "../../parts/allowed.tsx";
import { FilterDay, FilterSelect } from "../../parts/filter-select.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { actionInWords, actions } from "../../words/audit.ts";
import { ownerOf } from "../../words/connection.ts";

export const route = getRouteApi("/workspaces/$workspaceId/audit");
export type Search = ReturnType<typeof route.useSearch>;

/** The same as the API asks for it. The day that it ends with is among them. */
export function askedOf({ actor, action, target, from, to }: Search) {
  const since = from === undefined ? undefined : startOfDay(from);
  const until = to === undefined ? undefined : startOfDay(to, 1);
  return {
    ...(actor === undefined ? {} : { actor_id: actor }),
    // One that nobody could have recorded is asked for as it is: the server says what is wrong with it.
    ...(action === undefined ? {} : { action }),
    ...(target === undefined ? {} : { target_id: target }),
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
  };
}

export const isFiltered = ({ record: _, ...filters }: Search): boolean =>
  Object.keys(filters).length > 0;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a record may name by its id, with its name. */
export function useNamed() {
  const { id: workspaceId } = useWorkspace();
  const mayWrite = useMay("workspace:write");
  const { data: members = [] } = useQuery(membersQuery(workspaceId));
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: connectors = [] } = useQuery(connectorsQuery(workspaceId));
  const { data: keys = [] } = useQuery({ ...workspaceKeysQuery(workspaceId), enabled: mayWrite });
  const names = new Map(
    [...members, ...apps, ...connectors, ...keys].map(({ id, name }) => [id, name]),
  );
  return { members, apps, connectors, keys, nameOf: (id: string) => names.get(id) };
}

export function Filters(): ReactNode {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { members, apps, connectors, keys, nameOf } = useNamed();
  const choose = (name: keyof Search) => (value: string | undefined) =>
    void navigate({
      search: ({ record: _, ...before }) => ({ ...before, [name]: value }),
      resetScroll: false,
    });
  const { actor, action, target, from, to } = search;
  return (
    <search className="tools" aria-label="Filters">
      <div className="filters">
        <FilterSelect label="Who" chosen={actor} onChoose={choose("actor")}>
          <Chosen id={actor} isListed={actor === "server" || isOf([members, keys], actor)} />
          <option value="server">The server</option>
          <Group label="People" all={members} />
          <Group label="Workspace keys" all={keys} />
        </FilterSelect>
        <FilterSelect label="Action" chosen={action} onChoose={choose("action")}>
          <Chosen id={action} isListed={action !== undefined && actions.includes(action)} />
          {actions.map((one) => (
            <option key={one} value={one}>
              {actionInWords(one)}
            </option>
          ))}
        </FilterSelect>
        <FilterSelect label="Object" chosen={target} onChoose={choose("target")}>
          <Chosen
            id={target}
            isListed={target !== undefined && nameOf(target) !== undefined}
            called={useConnectionName(target)}
          />
          <Group label="Apps" all={apps} />
          <Group label="Connectors" all={connectors} />
          <Group label="People" all={members} />
          <Group label="Workspace keys" all={keys} />
        </FilterSelect>
        <FilterDay label="From" chosen={from} onChoose={choose("from")} />
        <FilterDay label="To" chosen={to} onChoose={choose("to")} />
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

const isOf = (lists: readonly (readonly Named[])[], id: string | undefined) =>
  lists.some((all) => all.some((one) => one.id === id));

/** What is chosen and stands in no list: somebody who left, something that was deleted. */
function Chosen({
  id,
  isListed,
  called = id,
}: {
  readonly id: string | undefined;
  readonly isListed: boolean;
  readonly called?: string | undefined;
}): ReactNode {
  return id === undefined || isListed ? null : <option value={id}>{called}</option>;
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

function Group({
  label,
  all,
}: {
  readonly label: string;
  readonly all: readonly Named[];
}): ReactNode {
  if (all.length === 0) return null;
  return (
    <optgroup label={label}>
      {all.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}
