/** Looks at what a server needs, on its own machine, and says of each thing how it is. */
import { randomBytes } from "node:crypto";
import { authorizationServers } from "@grantry/catalogue/list";
import { requireExtraAuthorities } from "./certificate-file.ts";
import { type Config, readConfig } from "./config.ts";
import type { RootKey } from "./crypto/root-key.ts";
import { readEncryptionKeys } from "./encryption-key-file.ts";
import { systemClock } from "./lib/clock.ts";
import type { HeardDate } from "./lib/clock-watch.ts";
import { GrantryError, isGrantryError } from "./lib/error.ts";
import { createOutbound } from "./lib/outbound.ts";
import { openReach, privateOrigins, type ReachOf } from "./lib/reach.ts";
import { examinePublicUrl } from "./local-doctor-address.ts";
import { examineSinks, type Say } from "./local-doctor-audit.ts";
import { examineBackup } from "./local-doctor-backup.ts";
import { examineClock, examineClockBeside } from "./local-doctor-clock.ts";
import { examineListedHosts, heardEgress } from "./local-doctor-egress.ts";
import { examineMail } from "./local-doctor-mail.ts";
import { examineRestore } from "./local-doctor-restored.ts";
import { examineKeyAge, examineRoom } from "./local-doctor-room.ts";
import { examineTables } from "./local-doctor-tables.ts";
import { missingSettings } from "./provider/asked-settings.ts";
import { buildCatalogue } from "./provider/catalogue.ts";
import { forOperator, openKeyring } from "./root-keys.ts";
import { findEntry, probeClient, redirectUriOf } from "./service/providers/index.ts";
import { type ConnectorWithClient, listOnePerClient } from "./store/connectors.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { listRootKeys, proveEncryptionKeys } from "./store/encryption-keys.ts";
import type { Store } from "./store/store.ts";
import { listWorkspaces } from "./store/workspaces.ts";

/** `unknown`: it cannot be told from here. */
export interface Finding {
  readonly about: string;
  readonly verdict: "good" | "bad" | "unknown";
  readonly text: string;
}

const totalTimeoutMs = 10_000;

/** What stands in the way of looking further ends the list. Nothing is changed. */
export async function examine(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const say: Say = (about, verdict, text) => findings.push({ about, verdict, text });
  try {
    const read = readConfig(environment);
    const heard = heardEgress(read.egress);
    const config = { ...read, egress: heard.egress };
    await requireExtraAuthorities(config);
    say("configuration", "good", "every setting can be used");
    const allowedPrivateOrigins = new Set([new URL(config.publicUrl).origin]);
    const outbound = createOutbound({
      allowedPrivateOrigins,
      totalTimeoutMs,
      // Its own address is called here, and by no server.
      egress: { ...config.egress, hosts: null },
    });
    const database = openDatabase(config.databaseUrl, { poolSize: 2 });
    try {
      await examinePublicUrl(config, outbound, say);
      await examineMail(config, say);
      await examineInside({ config, database }, say);
      heard.examine(say);
    } finally {
      await database.close();
      await outbound.close();
    }
  } catch (thrown) {
    const told = forOperator(thrown);
    if (!(told instanceof GrantryError)) throw thrown;
    say(aboutOf(told), "bad", told.detail);
  }
  return findings;
}

function aboutOf({ code }: GrantryError): string {
  const ofKeys = ["encryption_key_invalid", "key_service_unavailable", "sealed_value_unreadable"];
  if (ofKeys.includes(code)) return "key";
  return code === "database_unavailable" ? "database" : "configuration";
}

interface Inside {
  readonly config: Config;
  readonly database: Database;
}

async function examineInside({ config, database }: Inside, say: Say): Promise<void> {
  await examineRoom(config, say);
  await database.ping();
  if (!(await examineTables(database, say))) return;
  const encryptionKeys = await readEncryptionKeys(config);
  const { vault, egress } = config;
  const opened = await openKeyring(encryptionKeys, { clock: systemClock, vault, egress });
  const store: Store = { database, db: database.db, keyring: opened.keyring, clock: systemClock };
  try {
    const states = new Map((await listRootKeys(store)).map(({ keyId, state }) => [keyId, state]));
    for (const key of opened.inServices) {
      if (!["deprecated", "retired"].includes(states.get(key.id) ?? ""))
        await examineRootKey(key, say);
    }
    const known = await proveEncryptionKeys(store);
    const fits =
      known.length === 0 ? "nothing is sealed yet" : `opens what was sealed (${known.join(", ")})`;
    say("key", "good", fits);
  } finally {
    await opened.close();
  }
  await examineKeyAge(store, say);
  await examineBackup(store, config, say);
  await examineClock(database, say);
  if (!(await examineRestore(store, say))) return;
  await examineSinks(config, store, say);
  await examineListedHosts(database, egress, say);
  const clients = await listOnePerClient(store);
  if (clients.length === 0) say("connectors", "unknown", "none is registered yet");
  const workspaceIds = (await listWorkspaces(store)).map(({ workspaceId }) => workspaceId);
  const originsOf = privateOrigins(config.allowedPrivateOrigins, workspaceIds);
  const { sandboxProviders: sandbox } = config;
  const heard: (HeardDate & { readonly nowMs: number })[] = [];
  const heardDate = (date: HeardDate) => heard.push({ ...date, nowMs: systemClock.nowMs() });
  const { reach, close } = openReach(originsOf, { sandbox, totalTimeoutMs, egress, heardDate });
  try {
    for (const one of clients) await examineClient({ config, reach }, one, say);
  } finally {
    await close();
  }
  if (clients.length > 0) examineClockBeside(heard, say);
}

/** Of one that only opens what is older, and may be allowed no more, the proof of what was sealed says enough. */
async function examineRootKey(key: RootKey, say: Say): Promise<void> {
  const about = `root key ${key.id}`;
  const context = "examination by grantry doctor";
  try {
    const wrapped = await key.wrap(randomBytes(32), context);
    await key.unwrap(wrapped, context);
    say(about, "good", "its key service encrypts and decrypts with it");
  } catch (thrown) {
    const told = forOperator(thrown);
    if (!(told instanceof GrantryError)) throw thrown;
    say(about, "bad", told.detail);
  }
}

async function examineClient(
  { config, reach }: { readonly config: Config; readonly reach: ReachOf },
  registered: ConnectorWithClient,
  say: Say,
): Promise<void> {
  const { client, connector, providerEntry } = registered;
  const { oauthClientId, serverId } = client;
  const redirectUri = redirectUriOf(config, client);
  const registration = "must be registered at the provider as it stands";
  say(`redirect URI of ${oauthClientId}`, "unknown", `${redirectUri} ${registration}`);
  const about = `credentials of ${oauthClientId} (${serverId})`;
  const { integrationType, settings } = connector;
  const catalogue = buildCatalogue(authorizationServers);
  const entry = findEntry(catalogue, { integrationType, serverId, providerEntry });
  if (entry === undefined) return say(about, "bad", `there is no type "${integrationType}"`);
  const { clientId, clientSecrets } = client;
  const { allowedPrivateOrigins, send } = reach(client.workspaceId);
  const allowInsecure = allowedPrivateOrigins.size > 0;
  const missing = missingSettings(entry, settings).map(({ display_name: label }) => label);
  if (missing.length > 0) {
    const names = missing.join(" and ");
    return say(
      about,
      "unknown",
      `people enter ${names} when they connect: the credentials cannot be tried before`,
    );
  }
  const probe = await probeClient(
    { connector: entry, clientId, clientSecrets, settings, redirectUri, allowInsecure },
    send,
  ).catch(refusalToSend);
  if ("detail" in probe) return say(about, "bad", `they cannot be tried: ${probe.detail}`);
  if (probe.verdict === "accepted") return say(about, "good", "the provider accepts them");
  if (probe.verdict === "refused") {
    return say(about, "bad", `the provider refuses them: correct id or secret (${probe.why})`);
  }
  say(about, "unknown", `the provider does not tell (${probe.why})`);
}

/** An address that is not called, whatever the client is: the others are looked at all the same. */
function refusalToSend(thrown: unknown): { readonly detail: string } {
  if (!isGrantryError(thrown, "connection_config_invalid")) throw thrown;
  const { detail } = thrown;
  return {
    detail: `${detail} One that is http, or on a private address, must stand in GRANTRY_ALLOWED_PRIVATE_ORIGINS, with the workspace.`,
  };
}
