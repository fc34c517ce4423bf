/** What a bootstrap file can declare, as it stands in the database: to be compared, not to be shown. */
import { sql } from "kysely";
import { hashSecret } from "../crypto/hash.ts";
import { openOAuthClient } from "./oauth-clients.ts";
import { findSignInProvider } from "./sign-in-providers.ts";
import type { Store } from "./store.ts";

/** One thing that was declared. Values whose name ends with `secret` are hashes. */
export interface DeclaredThing {
  /** Id of its workspace. */
  readonly workspace: string;
  /** `OAuth client`, `app`, … */
  readonly kind: string;
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Any number that no other application takes as its advisory lock. */
const advisoryLock = 4_172_616_775;

/** Lets one process after the other apply a file, until the transaction ends. */
export async function lockDeclarations({ database, db }: Store): Promise<void> {
  // On SQLite the transaction itself does.
  if (database.engine !== "postgres") return;
  await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(db);
}

/** Everything of these workspaces that a bootstrap file can declare. */
export async function readDeclared(
  store: Store,
  workspaceIds: readonly string[],
): Promise<DeclaredThing[]> {
  const things: DeclaredThing[] = [];
  for (const workspaceId of await existing(store, workspaceIds)) {
    const found = [
      ...(await readWorkspace(store, workspaceId)),
      ...(await readSignInProvider(store, workspaceId)),
      ...(await readMembers(store, workspaceId)),
      ...(await readClients(store, workspaceId)),
      ...(await readConnectors(store, workspaceId)),
      ...(await readBearers(store, workspaceId)),
    ];
    things.push(...found.map((one) => ({ ...one, workspace: workspaceId })));
  }
  return things;
}

/** Those of them that there are, in the same order: nothing is declared without its workspace. */
async function existing({ db }: Store, workspaceIds: readonly string[]): Promise<string[]> {
  if (workspaceIds.length === 0) return [];
  const rows = await db
    .selectFrom("workspaces")
    .select("workspace_id")
    .where("workspace_id", "in", workspaceIds)
    .execute();
  const found = new Set(rows.map(({ workspace_id }) => workspace_id));
  return workspaceIds.filter((id) => found.has(id));
}

type Thing = Omit<DeclaredThing, "workspace">;

async function readSignInProvider(store: Store, workspaceId: string): Promise<Thing[]> {
  const provider = await findSignInProvider(store, workspaceId);
  if (provider === undefined) return [];
  const { issuer, clientId, clientSecret, domains, defaultRole } = provider;
  return [
    thing("sign-in provider", workspaceId, {
      issuer,
      client_id: clientId,
      client_secret: hash(hashSecret(clientSecret.reveal())),
      domains: JSON.stringify(domains.map(({ domain }) => domain)),
      ...(defaultRole === null ? {} : { default_role: defaultRole }),
    }),
  ];
}

async function readWorkspace({ db }: Store, workspaceId: string): Promise<Thing[]> {
  const workspaces = await db
    .selectFrom("workspaces")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  const apps = await db
    .selectFrom("apps")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  const providers = await db
    .selectFrom("providers")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  return [
    ...workspaces.map((row) => thing("workspace", row.workspace_id, columns(row, "workspace_id"))),
    ...providers.map((row) => thing("provider", row.provider_id, fieldsOf(JSON.parse(row.entry)))),
    ...apps.map((row) => thing("app", row.app_id, columns(row, "app_id"))),
  ];
}

async function readMembers({ db }: Store, workspaceId: string): Promise<Thing[]> {
  const rows = await db
    .selectFrom("memberships")
    .innerJoin("operators", "operators.operator_id", "memberships.operator_id")
    .select(["operators.email", "memberships.role"])
    .where("memberships.workspace_id", "=", workspaceId)
    .execute();
  return rows.map(({ email, role }) => thing("member", email, { role }));
}

async function readClients(store: Store, workspaceId: string): Promise<Thing[]> {
  const rows = await store.db
    .selectFrom("oauth_clients")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  const clients = rows.map(async (row) => {
    const { clientSecrets } = await openOAuthClient(store, row);
    const [secret, previous] = clientSecrets.map((one) => hash(hashSecret(one.reveal())));
    return thing("OAuth client", row.oauth_client_id, {
      name: row.name,
      provider: row.server_id,
      "client id": row.client_id,
      "redirect path": row.redirect_path,
      "used by other servers": row.used_by_other_servers === 1 ? "yes" : "no",
      preferred: row.preferred === 1 ? "yes" : "no",
      secret: secret ?? "",
      ...(previous === undefined ? {} : { "previous secret": previous }),
    });
  });
  return await Promise.all(clients);
}

async function readConnectors({ db }: Store, workspaceId: string): Promise<Thing[]> {
  const rows = await db
    .selectFrom("connectors")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  return rows.map((row) => thing("connector", row.connector_id, columns(row, "connector_id")));
}

async function readBearers({ db }: Store, workspaceId: string): Promise<Thing[]> {
  const keys = await db
    .selectFrom("workspace_keys")
    .select(["workspace_key_id", "name", "key_hash"])
    .where("workspace_id", "=", workspaceId)
    .execute();
  const tokens = await db
    .selectFrom("service_tokens")
    .select(["service_token_id", "name", "app_id", "token_hash"])
    .where("workspace_id", "=", workspaceId)
    .where("for_functions", "=", 0)
    .execute();
  return [
    ...keys.map(({ workspace_key_id, name, key_hash }) =>
      thing("API key", workspace_key_id, { name, secret: hash(key_hash) }),
    ),
    ...tokens.map(({ service_token_id, name, app_id: app, token_hash }) =>
      thing("service token", service_token_id, { name, app, secret: hash(token_hash) }),
    ),
  ];
}

/** What the server keeps for itself. */
const own = [
  "workspace_id",
  "created_at",
  "updated_at",
  "auth_version",
  "made_by",
  "user_issuer",
  "user_id_claim",
  // The workspace's rules for the type, which no file declares.
  "builder_enabled",
  "per_user_enabled",
];
/** Columns that a file calls otherwise. */
const keys: Readonly<Record<string, string>> = {
  settings: "connection_config",
  oauth_client_id: "oauth_client",
  app_id: "app",
};

/** Every other column of a row without secrets that has a value, also one that comes later. */
function columns(row: object, idColumn: string): Record<string, string> {
  const shown = Object.entries(row).filter(
    ([name, value]) => value !== null && name !== idColumn && !own.includes(name),
  );
  return Object.fromEntries(shown.map(([name, value]) => [keys[name] ?? name, String(value)]));
}

/**
 * The fields of an entry: `metadata.token_endpoint`, `connectors.0.display_name`; a list of anything but objects
 * is one value.
 */
function fieldsOf(value: unknown, at = ""): Record<string, string> {
  if (typeof value !== "object" || value === null || isPlainList(value)) {
    return { [at]: typeof value === "string" ? value : JSON.stringify(value) };
  }
  const parts = Object.entries(value).map(([name, part]) =>
    fieldsOf(part, at === "" ? name : `${at}.${name}`),
  );
  return Object.assign({}, ...parts) as Record<string, string>;
}

function isPlainList(value: object): boolean {
  if (!Array.isArray(value)) return false;
  return value.length === 0 || value.some((one) => typeof one !== "object" || one === null);
}

function thing(kind: string, id: string, values: Record<string, string>): Thing {
  return { kind, id, values };
}

function hash(value: Uint8Array): string {
  return Buffer.from(value).toString("hex");
}
