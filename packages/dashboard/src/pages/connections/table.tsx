/** Connections as rows. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import { appsQuery } from "../../api/queries.ts";
import { Name } from "../../parts/name.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { accountOf, type Connection, outdatedOf, ownerOf } from "../../words/connection.ts";
import { route, useChoose } from "./filters.tsx";
import type { Selection } from "./selection.ts";
import { StateChip } from "./state.tsx";

export function ConnectionTable({
  connections,
  selection,
}: {
  readonly connections: readonly Connection[];
  readonly selection: Selection;
}): ReactNode {
  const part = useRef<HTMLDivElement>(null);
  useRowKeys(part);
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { sort } = route.useSearch();
  const choose = useChoose();
  /** The newest first, then the oldest first, then the usual order again. */
  const sorted = (by: "created_at" | "last_used_at") => {
    const way = sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none";
    const next = { none: `-${by}`, descending: by, ascending: undefined }[way];
    return { sort: { way, onSort: () => choose("sort", next) } } as const;
  };
  const nameOf = new Map(apps.map(({ id, name }) => [id, name]));
  return (
    <div ref={part}>
      <Table
        label="Connections"
        columns={[
          {
            title: "Select",
            width: 4,
            head: (
              <input
                type="checkbox"
                aria-label="Select all that are shown"
                checked={connections.every(({ id }) => selection.has(id))}
                onChange={() => selection.toggleAll(connections.map(({ id }) => id))}
              />
            ),
          },
          { title: "Whose", width: 24 },
          { title: "Connector", width: 20 },
          { title: "App", width: 13, from: "m" },
          { title: "State", width: 19 },
          { title: "Last used", width: 10, from: "s", ...sorted("last_used_at") },
          { title: "First connected", from: "m", ...sorted("created_at") },
        ]}
      >
        {connections.map((one) => (
          <Row key={one.id}>
            <Cell className="pick">
              <input
                type="checkbox"
                aria-label={`Select ${ownerOf(one)}, ${one.connector.name}`}
                checked={selection.has(one.id)}
                disabled={selection.isFull && !selection.has(one.id)}
                onChange={() => selection.toggle(one.id)}
              />
            </Cell>
            <Cell className="full">
              <Link
                to="/workspaces/$workspaceId/connections/$connectionId"
                params={{ workspaceId, connectionId: one.id }}
                className="rowlink ell"
              >
                <Name>{ownerOf(one)}</Name>
              </Link>
              <span className="sub ell">
                <Name>{accountOf(one)}</Name>
              </span>
            </Cell>
            <Cell>
              <span className="who">
                <ProviderLogo type={one.connector.type} name={one.connector.name} size="s" />
                <Name>{one.connector.name}</Name>
              </span>
            </Cell>
            <Cell from="m">
              <Name>{nameOf.get(one.app_id) ?? one.app_id}</Name>
            </Cell>
            <Cell className="full">
              <div className="stack xs">
                <StateChip of={one} />
                <span className="sub">
                  <Time at={one.status_since} />
                </span>
                {outdatedOf(one).map(({ tag }) => (
                  <div key={tag}>
                    <span className="tag">{tag}</span>
                  </div>
                ))}
              </div>
            </Cell>
            <Cell from="s">
              {one.last_used_at === null ? "Never" : <Time at={one.last_used_at} />}
            </Cell>
            <Cell from="m">
              <Time at={one.created_at} />
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}
