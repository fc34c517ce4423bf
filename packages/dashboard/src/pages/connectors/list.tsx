/** The connectors of a workspace, and what they stand on: a tab each. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { catalogueQuery, connectorsQuery } from "../../api/queries.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { LongList } from "../../parts/long-list.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import { ClientsTab } from "./clients-tab.tsx";
import { ConnectionCounts, HealthChip } from "./health.tsx";
import { ProvidersTab } from "./providers-tab.tsx";
import { SharedTab } from "./shared-tab.tsx";

type Connector = Schemas["Connector"];

const route = getRouteApi("/workspaces/$workspaceId/connectors");

const tabs = [
  {
    tab: undefined,
    text: "App users",
    says: "A connector is a service that people can connect, with the OAuth client that you registered there. Every app of the workspace can use it.",
  },
  {
    tab: "shared",
    text: "Shared by apps",
    says: "Accounts that one app uses for everyone have connectors of their own. They are added when an account is connected on the app’s Integrations page.",
  },
  {
    tab: "providers",
    text: "Custom providers",
    says: "Services that are not in the catalogue, described by you. They belong to this workspace alone.",
  },
  {
    tab: "oauth-clients",
    text: "OAuth clients",
    says: "Your registrations with the services. One client can serve several connectors.",
  },
] as const;

export function ConnectorsPage(): ReactNode {
  const { tab } = route.useSearch();
  const { says } = tabs.find((one) => one.tab === tab) ?? tabs[0];
  return (
    <>
      <PageHead title="Connectors" says={says}>
        <AddLink />
      </PageHead>
      <div className="stack l">
        <Tabs label="Kinds of connectors" small>
          {tabs.map((one) => (
            <Link
              key={one.text}
              from={route.id}
              to="."
              search={one.tab === undefined ? {} : { tab: one.tab }}
              resetScroll={false}
              activeOptions={{ exact: true }}
              aria-current={one.tab === tab ? "page" : undefined}
            >
              {one.text}
            </Link>
          ))}
        </Tabs>
        {tab === "shared" ? <SharedTab /> : null}
        {tab === "providers" ? <ProvidersTab /> : null}
        {tab === "oauth-clients" ? <ClientsTab /> : null}
        {tab === undefined ? <UsersTab /> : null}
      </div>
    </>
  );
}

function UsersTab(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const connectors = useQuery(connectorsQuery(workspaceId));
  return (
    <Loaded query={connectors} what="this list">
      {(all) => (all.length === 0 ? <None /> : <Listed all={all} />)}
    </Loaded>
  );
}

/** `again`: below the one of the heading, which is the page's first. */
function AddLink({ again = false }: { readonly again?: boolean }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const needs = useNeeds("workspace:write");
  if (needs !== null) return <p className="hint">Adding one: {needs}</p>;
  return (
    <Link
      to="/workspaces/$workspaceId/connectors/new"
      params={{ workspaceId }}
      className={again ? "btn" : "btn pri"}
    >
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
        <AddLink again />
      </Empty>
    </section>
  );
}

function Listed({ all }: { readonly all: readonly Connector[] }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: types = [] } = useQuery(catalogueQuery(workspaceId));
  const nameOf = new Map(types.map(({ type, name }) => [type, name]));
  return (
    <section className="card" aria-label="Connectors">
      <LongList
        all={all}
        noun="connector"
        search="Name, service or connector ID"
        textsOf={({ id, name, type }) => [name, type, nameOf.get(type) ?? "", id]}
        always
      >
        {(shown) => (
          <Table
            label="Connectors"
            columns={[
              { title: "Connector", width: 36 },
              { title: "Service", width: 18, from: "s" },
              { title: "Health", width: 19 },
              { title: "Connections", width: 17 },
              { title: "Changed", from: "m" },
            ]}
          >
            {shown.map((one) => (
              <ConnectorRow
                key={one.id}
                connector={one}
                service={nameOf.get(one.type) ?? one.type}
              />
            ))}
          </Table>
        )}
      </LongList>
    </section>
  );
}

function ConnectorRow({
  connector,
  service,
}: {
  readonly connector: Connector;
  readonly service: string;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id, name, type, unlisted_scopes: unlisted, updated_at: updatedAt } = connector;
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
      <Cell from="s">
        {service}
        {unlisted.length === 0 ? null : (
          <span className="sub ell">
            {counted(unlisted.length, "scope is", "scopes are")} not in our list
          </span>
        )}
      </Cell>
      <Cell>
        <HealthChip of={connector} />
      </Cell>
      <Cell>
        <ConnectionCounts of={connector} />
      </Cell>
      <Cell from="m">
        <Time at={updatedAt} />
      </Cell>
    </Row>
  );
}
