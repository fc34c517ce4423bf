/** Checked by the compiler only: a filled registry makes a wrong integration type an error. */
import { type ConnectorIntegrationType, createClient } from "@grantry/sdk";

declare module "@grantry/sdk" {
  interface ConnectorIntegrationTypeRegistry {
    googlecalendar: true;
    slack: true;
  }
}

const { connectors } = createClient({ appId: "app_1", serverUrl: "/" }).asServiceRole;

export const known: ConnectorIntegrationType = "googlecalendar";
export const connection: Promise<{ accessToken: string; expiresAt: number | null }> =
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
