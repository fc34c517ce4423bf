/** Checked by the compiler only: filled registries make a wrong type, connector ID or scope an error. */
import { type ConnectorId, type ConnectorIntegrationType, createClient } from "@grantry/sdk";

declare module "@grantry/sdk" {
  interface ConnectorIntegrationTypeRegistry {
    googlecalendar: true;
    slack: true;
  }
  interface ConnectorIdRegistry {
    id_of_calendar: "googlecalendar";
    id_of_slack: "slack";
  }
  interface ConnectorScopeRegistry {
    googlecalendar: never;
    slack: "chat:write" | "channels:read";
  }
}

const client = createClient({ appId: "app_1", serverUrl: "/" });
const { connectors } = client.asServiceRole;

export const known: ConnectorIntegrationType = "googlecalendar";
export const connection: Promise<{ accessToken: string; expiresAt: string | null }> =
  connectors.getConnection("slack");
// @ts-expect-error -- misspelt
export const misspelt: ConnectorIntegrationType = "googlecalender";
// @ts-expect-error -- misspelt
export const wrong: Promise<unknown> = connectors.getConnection("slak");
export const shared: (url: string) => Promise<Response> = connectors.fetchFor({
  integrationType: "slack",
});
// @ts-expect-error -- misspelt
connectors.fetchFor({ integrationType: "slak" });

export const id: ConnectorId = "id_of_slack";
// @ts-expect-error -- no such connector
export const wrongId: ConnectorId = "id_of_slak";
for (const method of [
  connectors.getWorkspaceConnection,
  connectors.getCurrentAppUserConnection,
  connectors.getCurrentAppUserAccessToken,
  client.connectors.connect,
  client.connectors.connectAppUser,
  client.connectors.disconnect,
  client.connectors.disconnectAppUser,
  client.connectors.getConnectionStatus,
]) {
  method("id_of_slack");
  // @ts-expect-error -- no such connector
  method("id_of_slak");
}
connectors.getAppUserConnection("any user", "id_of_slack");
// @ts-expect-error -- no such connector
connectors.getAppUserConnection("any user", "id_of_slak");
connectors.fetchFor({ connectorId: "id_of_slack", owner: { userId: "any user" } });
// @ts-expect-error -- no such connector
connectors.fetchFor({ connectorId: "id_of_slak", owner: "app" });

// What the server answered is taken again.
client.connectors.listConnections().then(([first]) => {
  if (first !== undefined) client.connectors.disconnect(first.connectorId);
});
const returned = client.connectors.connectResult();
if (returned !== null) client.connectors.getConnectionStatus(returned.connectorId);

const rightScope = { scopes: ["chat:write"], minTtl: 60 } as const;
const wrongScope = { scopes: ["chat:wrote"] } as const;
connectors.getConnection("slack", rightScope);
connectors.getAccessToken("slack", { scopes: ["channels:read", "chat:write"] });
connectors.getWorkspaceConnection("id_of_slack", rightScope);
connectors.getCurrentAppUserConnection("id_of_slack", rightScope);
connectors.getCurrentAppUserAccessToken("id_of_slack", rightScope);
connectors.getAppUserConnection("any user", "id_of_slack", rightScope);
connectors.fetchFor({ integrationType: "slack" }, rightScope);
connectors.fetchFor({ connectorId: "id_of_slack", owner: "current_user" }, rightScope);
// @ts-expect-error -- no such scope
connectors.getConnection("slack", wrongScope);
// @ts-expect-error -- no such scope
connectors.getConnection("slack", { scopes: ["chat:wrote"] });
// @ts-expect-error -- no such scope
connectors.getAccessToken("slack", wrongScope);
// @ts-expect-error -- no such scope
connectors.getWorkspaceConnection("id_of_slack", wrongScope);
// @ts-expect-error -- no such scope
connectors.getCurrentAppUserConnection("id_of_slack", wrongScope);
// @ts-expect-error -- no such scope
connectors.getCurrentAppUserAccessToken("id_of_slack", wrongScope);
// @ts-expect-error -- no such scope
connectors.getAppUserConnection("any user", "id_of_slack", wrongScope);
// @ts-expect-error -- no such scope
connectors.fetchFor({ integrationType: "slack" }, wrongScope);
// @ts-expect-error -- no such scope
connectors.fetchFor({ connectorId: "id_of_slack", owner: "current_user" }, wrongScope);
// Of a type without scopes any is taken.
connectors.getConnection("googlecalendar", { scopes: ["whatever"] });
connectors.getWorkspaceConnection("id_of_calendar", { scopes: ["whatever"] });
