/** The custom providers of a workspace. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { providersQuery } from "../../api/connectors.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { LongList } from "../../parts/long-list.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";

type Provider = Schemas["Provider"];

export function ProvidersTab(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const providers = useQuery(providersQuery(workspaceId));
  return (
    <Loaded query={providers} what="this list">
      {(all) => (
        <section className="card" aria-label="Custom providers">
          {all.length === 0 ? (
            <Empty title="No custom provider yet.">
              <p className="t2">
                A service that speaks OAuth 2.0 needs its issuer address, or an entry that describes
                it.
              </p>
              <OwnLink />
            </Empty>
          ) : (
            <>
              <div className="tools">
                <OwnLink />
                <span className="small t2">{counted(all.length, "custom provider")}</span>
              </div>
              <LongList
                all={all}
                noun="custom provider"
                search="Name, type or ID"
                textsOf={({ id, name, types }) => [name, id, ...types]}
              >
                {(shown) => (
                  <Table
                    label="Custom providers"
                    columns={[
                      { title: "Provider", width: 44 },
                      { title: "Connector types", width: 34 },
                      { title: "Changed", from: "s" },
                    ]}
                  >
                    {shown.map((one) => (
                      <ProviderRow key={one.id} provider={one} />
                    ))}
                  </Table>
                )}
              </LongList>
            </>
          )}
        </section>
      )}
    </Loaded>
  );
}

/** The way to describe a service of one's own. */
export function OwnLink(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const needs = useNeeds("workspace:write");
  if (needs !== null) return <p className="hint">Adding one: {needs}</p>;
  return (
    <Link to="/workspaces/$workspaceId/connectors/own" params={{ workspaceId }} className="btn">
      Add your own service
    </Link>
  );
}

function ProviderRow({ provider }: { readonly provider: Provider }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id, name, types, updated_at: updatedAt } = provider;
  return (
    <Row>
      <Cell className="full">
        <div className="who">
          <ProviderLogo type={types[0] ?? id} name={name} />
          <div>
            <Link
              to="/workspaces/$workspaceId/providers/$providerId"
              params={{ workspaceId, providerId: id }}
              className="rowlink ell"
            >
              <Name>{name}</Name>
            </Link>
            <span className="sub ell mono t2">{id}</span>
          </div>
        </div>
      </Cell>
      <Cell>
        <span className="ell mono">{types.join(", ")}</span>
      </Cell>
      <Cell from="s">
        <Time at={updatedAt} />
      </Cell>
    </Row>
  );
}
