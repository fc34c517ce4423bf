/** The hosts that a server needs to call, by its database and environment; nobody is called for it. */
import { authorizationServers } from "@grantry/catalogue/list";
import { type Config, readConfig } from "./config.ts";
import { readEncryptionKeys } from "./encryption-key-file.ts";
import { calledHosts, serviceKeyEntries } from "./key-service/index.ts";
import { requireUpToDate } from "./local-store.ts";
import { buildCatalogue } from "./provider/catalogue.ts";
import { neededHosts } from "./provider/needed-hosts.ts";
import { findEntry } from "./service/providers/index.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { asDatabaseError } from "./store/database-errors.ts";
import { listCalledAddresses, listRegistered } from "./store/registrations.ts";

export interface NeededHost {
  /** As GRANTRY_OUTBOUND_HOSTS takes it; null: any host that a setting or an answer of the provider names. */
  readonly host: string | null;
  readonly what: string;
}

/** In the order of the hosts. Throws GrantryError as the server does at its start. */
export async function listNeededHosts(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<NeededHost[]> {
  const config = readConfig(environment);
  const database = openDatabase(config.databaseUrl, { poolSize: 1 });
  try {
    await requireUpToDate(database);
    const found = [
      ...(await ofClients(database)).flatMap(({ needs }) => needs),
      ...(await listCalledAddresses(database)).flatMap(({ url, what }) => at(url, what)),
      ...ofSettings(config, await readEncryptionKeys(config)),
    ];
    return inOrder(found);
  } catch (thrown) {
    throw asDatabaseError(thrown);
  } finally {
    await database.close();
  }
}

export interface ClientNeeds {
  readonly oauthClientId: string;
  readonly serverId: string;
  readonly needs: readonly NeededHost[];
}

/** What each OAuth client's connectors need. */
export async function ofClients(database: Pick<Database, "db">): Promise<ClientNeeds[]> {
  const catalogue = buildCatalogue(authorizationServers);
  const byClient = new Map<string, ClientNeeds & { readonly needs: NeededHost[] }>();
  for (const one of await listRegistered(database)) {
    const { oauthClientId, serverId, integrationType, settings } = one;
    const client = byClient.get(oauthClientId) ?? { oauthClientId, serverId, needs: [] };
    byClient.set(oauthClientId, client);
    const entry = findEntry(catalogue, one);
    if (entry === undefined) continue;
    const { hosts, anyOf } = neededHosts(entry, settings);
    const what = `${integrationType} (${oauthClientId})`;
    client.needs.push(...hosts.map((host) => ({ host, what })));
    client.needs.push(
      ...anyOf.map((name) => ({ host: null, what: `${what}: whatever "${name}" says` })),
    );
  }
  return [...byClient.values()].map((one) => ({ ...one, needs: inOrder(one.needs) }));
}

function ofSettings(
  { auditSinks: { otlp, webhook }, mail, telemetry }: Config,
  encryptionKeys: string,
): NeededHost[] {
  return [
    ...(otlp === null ? [] : at(otlp.url, "audit records, by GRANTRY_AUDIT_OTLP_URL")),
    ...(webhook === null ? [] : at(webhook.url, "audit records, by GRANTRY_AUDIT_WEBHOOK_URL")),
    ...[...(telemetry?.endpoints ?? [])].flatMap(([setting, url]) =>
      at(url, `telemetry, by ${setting}`),
    ),
    ...(mail === null
      ? []
      : [
          {
            host: `${bracketed(mail.server.host)}:${mail.server.port}`,
            what: "mail, by GRANTRY_SMTP_URL",
          },
        ]),
    ...serviceKeyEntries(encryptionKeys).flatMap(({ id, location }) =>
      calledHosts(location).map((host) => ({ host, what: `root key ${id}` })),
    ),
  ];
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function at(url: string, what: string): NeededHost[] {
  return URL.canParse(url) ? [{ host: new URL(url).host, what }] : [];
}

/** Each once. */
function inOrder(found: readonly NeededHost[]): NeededHost[] {
  const byKey = new Map(found.map((one) => [`${one.host ?? "\uffff"} ${one.what}`, one]));
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, need]) => need);
}
