/** Checked by the compiler only: empty registries take any integration type, connector ID and scope. */
import {
  type ConnectorId,
  type ConnectorIntegrationType,
  type ConnectorScope,
  createClient,
  type GrantryClient,
} from "@grantry/sdk";

const client: GrantryClient = createClient({ appId: "app_1", serverUrl: "https://example.com" });

export const anyType: ConnectorIntegrationType = "whatever_comes";
export const token: Promise<string> =
  client.asServiceRole.connectors.getAccessToken("whatever_comes");
export const anyId: ConnectorId = "whatever_comes";
export const anyScope: ConnectorScope<"whatever_comes"> = "whatever_comes";
// @ts-expect-error -- an integration type is a string all the same
export const noType: ConnectorIntegrationType = 7;
// @ts-expect-error -- a client is of one app
createClient({ serverUrl: "https://example.com" });
const { connectors } = client.asServiceRole;
export const fetches: (typeof fetch)[] = [
  connectors.fetchFor({ integrationType: "whatever_comes" }),
  connectors.fetchFor({ connectorId: "c1", owner: "app" }),
  connectors.fetchFor({ connectorId: "c1", owner: "current_user" }, { minTtl: 60 }),
  connectors.fetchFor({ connectorId: "c1", owner: { userId: "u1" } }),
];
// @ts-expect-error -- whose connection is meant must be said
connectors.fetchFor({ connectorId: "c1" });

const computed: string = ["c", 1].join("");
const options = { scopes: [computed] };
connectors.getConnection(computed, options);
connectors.getConnection("slack", options);
connectors.getWorkspaceConnection(computed, options);
connectors.fetchFor({ integrationType: computed }, options);
connectors.fetchFor({ connectorId: computed, owner: "app" }, options);
client.connectors.connect(computed);
// @ts-expect-error -- a scope is a string all the same
connectors.getConnection("slack", { scopes: [7] });
