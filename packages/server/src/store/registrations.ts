/** What is registered in all workspaces that has the server call somebody, without the secrets for it. */

import type { IdentityProvider } from "./apps.ts";
import type { Database } from "./database.ts";
import { providerEntry } from "./provider-entry.ts";
import { apps } from "./tables/apps.ts";
import { connectors } from "./tables/connectors.ts";

type Db = Pick<Database, "db">;

const ofConnector = connectors.pick("connectorId", "integrationType", "settings");

/** Every connector, with what its OAuth client is registered at. */
export async function listRegistered({ db }: Db) {
  const rows = await db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .select(ofConnector.of("connectors"))
    .select(["oauth_clients.oauth_client_id", "oauth_clients.server_id"])
    .select(providerEntry)
    .orderBy("connectors.connector_id")
    .execute();
  return rows.map((row) => ({
    ...ofConnector.read(row),
    oauthClientId: row.oauth_client_id,
    serverId: row.server_id,
    providerEntry: row.provider_entry,
  }));
}

export interface CalledAddress {
  readonly url: string;
  readonly what: string;
}

const ofApp = apps.pick("appId", "identityProviders", "functionsUrl");

/** Addresses of apps, of companies' sign-in and of signals. */
export async function listCalledAddresses({ db }: Db): Promise<CalledAddress[]> {
  const ofApps = await db.selectFrom("apps").select(ofApp.of("apps")).orderBy("app_id").execute();
  const companies = await db
    .selectFrom("sign_in_providers")
    .select(["workspace_id", "issuer"])
    .orderBy("workspace_id")
    .execute();
  const streams = await db
    .selectFrom("signal_streams")
    .select(["workspace_id", "jwks_uri"])
    .orderBy("workspace_id")
    .execute();
  return [
    ...ofApps.map((row) => ofApp.read(row)).flatMap(addressesOf),
    ...companies.map((row) => ({
      url: row.issuer,
      what: `company sign-in of ${row.workspace_id}, and what its metadata names`,
    })),
    ...streams.map((row) => ({ url: row.jwks_uri, what: `signals to ${row.workspace_id}` })),
  ];
}

function addressesOf({
  appId,
  identityProviders,
  functionsUrl,
}: {
  readonly appId: string;
  readonly identityProviders: readonly IdentityProvider[];
  readonly functionsUrl: string | null;
}): CalledAddress[] {
  const keySets = identityProviders.map(({ issuer, jwks_uri: url }) =>
    url === undefined
      ? { url: issuer, what: `key set of ${appId}, and what its metadata names` }
      : { url, what: `key set of ${appId}` },
  );
  return functionsUrl === null
    ? keySets
    : [...keySets, { url: functionsUrl, what: `functions of ${appId}` }];
}
