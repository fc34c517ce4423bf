/** Checked by the compiler only: an empty registry takes any integration type. */
import { type ConnectorIntegrationType, createClient, type GrantryClient } from "@grantry/sdk";

const client: GrantryClient = createClient({ appId: "app_1", serverUrl: "https://example.com" });

export const anyType: ConnectorIntegrationType = "whatever_comes";
export const token: Promise<string> =
  client.asServiceRole.connectors.getAccessToken("whatever_comes");
// @ts-expect-error -- an integration type is a string all the same
export const noType: ConnectorIntegrationType = 7;
// @ts-expect-error -- a client is of one app
createClient({ serverUrl: "https://example.com" });
