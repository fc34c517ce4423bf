/** The connectors of a workspace: which services can be connected, and by which ID. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { catalogueQuery, connectorsQuery } from "../../api/queries.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";

type Connector = Schemas["Connector"];

export function ConnectorsPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const connectors = useQuery(connectorsQuery(workspaceId));
  return (
    <>
      <PageHead
        title="Connectors"
        says="A connector is a service that people can connect, with the OAuth client that you registered there. Every app of the workspace can use it."
      >
        <AddLink />
      </PageHead>
      <Loaded query={connectors} what="this list">
        {(all) => (all.length === 0 ? <None /> : <Listed all={all} />)}
      </Loaded>
    </>
  );
}

function AddLink(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const needs = useNeeds("workspace:write");
  if (needs !== null) return <p className="hint">Adding one: {needs}</p>;
  return (
    <Link to="/workspaces/$workspaceId/connectors/new" params={{ workspaceId }} className="btn pri">
      <Icon name="plus" />
      Add a connector
    </Link>
  );
}

function None(): ReactNode {
  return (
    <section className="card" aria-label="Connectors">
      <Empty title="No connector yet.">
        <p className="t2">
          Choose a service, register an OAuth client there, and your apps can ask people to connect
          it.
        </p>
        <AddLink />
      </Empty>
    </section>
  );
}

function Listed({ all }: { readonly all: readonly Connector[] }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const [wanted, setWanted] = useState("");
  const { data: types = [] } = useQuery(catalogueQuery(workspaceId));
  const nameOf = new Map(types.map(({ type, name }) => [type, name]));
  const words = wanted.trim().toLowerCase();
  const shown = all.filter(({ id, name, type }) =>
    [id, name, type, nameOf.get(type) ?? ""].some((one) => one.toLowerCase().includes(words)),
  );
  return (
    <section className="card" aria-label="Connectors">
      <div className="tools">
        <SearchField label="Name, service or connector ID" value={wanted} onChange={setWanted} />
        <span className="small t2" role="status">
          {counted(shown.length, "connector")}
        </span>
      </div>
      {shown.length === 0 ? (
        <Empty title="No connector matches.">
          <button type="button" className="btn s" onClick={() => setWanted("")}>
            Clear the search
          </button>
        </Empty>
      ) : (
        <Table
          label="Connectors"
          columns={[
            { title: "Connector", width: 40 },
            { title: "Service", width: 22, from: "s" },
            { title: "Scopes", width: 18 },
            { title: "Changed", from: "m" },
          ]}
        >
          {shown.map((one) => (
            <ConnectorRow key={one.id} connector={one} service={nameOf.get(one.type) ?? one.type} />
          ))}
        </Table>
      )}
    </section>
  );
}

function ConnectorRow({
  connector: { id, name, type, scopes, unlisted_scopes: unlisted, updated_at: updatedAt },
  service,
}: {
  readonly connector: Connector;
  readonly service: string;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  return (
    <Row>
      <Cell className="full">
        <div className="who">
          <ProviderLogo type={type} name={service} />
          <div>
            <Link
              to="/workspaces/$workspaceId/connectors/$connectorId"
              params={{ workspaceId, connectorId: id }}
              className="rowlink ell"
            >
              <Name>{name}</Name>
            </Link>
            <span className="sub ell mono t2">{id}</span>
          </div>
        </div>
      </Cell>
      <Cell from="s">{service}</Cell>
      <Cell>
        {counted(scopes.length, "scope")}
        {unlisted.length === 0 ? null : (
          <span className="sub ell">{counted(unlisted.length, "is", "are")} not in our list</span>
        )}
      </Cell>
      <Cell from="m">
        <Time at={updatedAt} />
      </Cell>
    </Row>
  );
}
