/** What a backend writes, compiled without the DOM library and in every way that resolves packages. */
import {
  createClient,
  createClientFromRequest,
  type GrantryClient,
  type GrantryError,
  isGrantryError,
} from "@grantry/sdk";

declare module "@grantry/sdk" {
  interface ConnectorIntegrationTypeRegistry {
    slack: true;
  }
}

export async function read(client: GrantryClient): Promise<string | null> {
  const { connectors } = client.asServiceRole;
  const fetchSlack = connectors.fetchFor(
    { integrationType: "slack" },
    { refusesToken: async ({ status, text }) => status === 200 && (await text()) === "expired" },
  );
  await fetchSlack("https://slack.com/api/auth.test");
  // @ts-expect-error: the app has no such type.
  connectors.getAccessToken("unknown").catch(() => {});
  try {
    return (await connectors.getConnection("slack")).accessToken;
  } catch (thrown) {
    if (isGrantryError(thrown, "not_connected")) return null;
    throw thrown;
  }
}

export const reasonOf = ({ reason, refusal }: GrantryError): unknown => [reason, refusal?.status];
export const ofUser = createClient({
  serverUrl: "https://x.example",
  appId: "a",
  token: () => null,
});
export const ofEvent = createClientFromRequest(
  { headers: { Authorization: "Bearer token" } },
  { serverUrl: "https://x.example", appId: "a", serviceToken: "service" },
);
