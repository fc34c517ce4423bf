/** The OAuth clients of a workspace: what is registered where, and what uses it. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { catalogueQuery, oauthClientsQuery } from "../../api/queries.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { LongList } from "../../parts/long-list.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty } from "../../parts/page.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";

type Client = Schemas["OAuthClient"];

export function ClientsTab(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const clients = useQuery(oauthClientsQuery(workspaceId));
  const { data: types = [] } = useQuery(catalogueQuery(workspaceId));
  const nameOf = new Map(types.map(({ provider }) => [provider.id, provider.name]));
  return (
    <Loaded query={clients} what="this list">
      {(all) => (
        <section className="card" aria-label="OAuth clients">
          {all.length === 0 ? (
            <Empty title="No OAuth client yet.">
              <p className="t2">One comes with the first connector that is added.</p>
            </Empty>
          ) : (
            <LongList
              all={all}
              noun="OAuth client"
              search="Name, provider or client ID"
              textsOf={({ id, name, client_id: clientId, provider_id: provider }) => [
                name,
                nameOf.get(provider) ?? provider,
                clientId,
                id,
              ]}
            >
              {(shown) => (
                <Table
                  label="OAuth clients"
                  columns={[
                    { title: "OAuth client", width: 38 },
                    { title: "Provider", width: 18 },
                    { title: "Used by", width: 20 },
                    { title: "Secret", from: "m" },
                  ]}
                >
                  {shown.map((one) => (
                    <ClientRow
                      key={one.id}
                      client={one}
                      provider={nameOf.get(one.provider_id) ?? one.provider_id}
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

function ClientRow({
  client,
  provider,
}: {
  readonly client: Client;
  readonly provider: string;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id, name, client_id: clientId, connectors, secret_replaced_at: replaced } = client;
  return (
    <Row>
      <Cell className="full">
        <Link
          to="/workspaces/$workspaceId/oauth-clients/$oauthClientId"
          params={{ workspaceId, oauthClientId: id }}
          className="rowlink ell"
        >
          <Name>{name}</Name>
        </Link>
        <span className="sub ell mono t2" title={clientId}>
          <bdi>{clientId}</bdi>
        </span>
      </Cell>
      <Cell>
        <bdi>{provider}</bdi>
      </Cell>
      <Cell>
        {connectors.length === 0 ? "Nothing" : counted(connectors.length, "connector")}
        {client.previous_secret ? <span className="sub ell">Old secret still tried</span> : null}
      </Cell>
      <Cell from="m">
        {replaced === null ? (
          "Never replaced"
        ) : (
          <>
            Replaced <Time at={replaced} />
          </>
        )}
      </Cell>
    </Row>
  );
}
