/** Connectors that belong to one app each: those of accounts that an app shares. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { appConnectorsQuery } from "../../api/connectors.ts";
import { catalogueQuery } from "../../api/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { LongList } from "../../parts/long-list.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { ConnectionCounts, HealthChip } from "./health.tsx";

type Connector = Schemas["Connector"];

export function SharedTab(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const connectors = useQuery(appConnectorsQuery(workspaceId));
  const { data: types = [] } = useQuery(catalogueQuery(workspaceId));
  const nameOf = new Map(types.map(({ type, name }) => [type, name]));
  return (
    <Loaded query={connectors} what="this list">
      {(all) => (
        <section className="card" aria-label="Connectors of single apps">
          {all.length === 0 ? (
            <None />
          ) : (
            <LongList
              all={all}
              noun="connector"
              search="Service, app or connector ID"
              textsOf={({ id, type, app }) => [nameOf.get(type) ?? type, app?.name ?? "", id]}
            >
              {(shown) => (
                <Table
                  label="Connectors of single apps"
                  columns={[
                    { title: "Service", width: 30 },
                    { title: "App", width: 28 },
                    { title: "Health", width: 22 },
                    { title: "Connections" },
                  ]}
                >
                  {shown.map((one) => (
                    <SharedRow
                      key={one.id}
                      connector={one}
                      service={nameOf.get(one.type) ?? one.type}
                    />
                  ))}
                </Table>
              )}
            </LongList>
          )}
        </section>
      )}
    </Loaded>
  );
}

function None(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  return (
    <Empty title="No app shares an account yet.">
      <p className="t2">Open an app and connect an account on its Integrations page.</p>
      <Link to="/workspaces/$workspaceId/apps" params={{ workspaceId }} className="btn">
        Show the apps
      </Link>
    </Empty>
  );
}

function SharedRow({
  connector,
  service,
}: {
  readonly connector: Connector;
  readonly service: string;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { app } = connector;
  return (
    <Row>
      <Cell className="full">
        <div className="who">
          <ProviderLogo type={connector.type} name={service} />
          <div>
            <Name>{service}</Name>
            <span className="sub ell mono t2">{connector.id}</span>
          </div>
        </div>
      </Cell>
      <Cell>
        {app === null ? null : (
          <Link
            to="/workspaces/$workspaceId/apps/$appId/integrations"
            params={{ workspaceId, appId: app.id }}
            className="rowlink ell"
          >
            <Name>{app.name}</Name>
          </Link>
        )}
      </Cell>
      <Cell>
        <HealthChip of={connector} />
      </Cell>
      <Cell>
        <ConnectionCounts of={connector} />
      </Cell>
    </Row>
  );
}
