/** What a bootstrap file can declare, as it stands in the database: to be compared, not to be shown. */
import { hashSecret } from "../crypto/hash.ts";
import { openOAuthClient } from "./oauth-clients.ts";
import type { Store } from "./store.ts";

/** One thing that was declared. `secret` and `previous secret` hold hashes. */
export interface DeclaredThing {
  /** `OAuth client`, `app`, … */
  readonly kind: string;
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Everything of these workspaces that a bootstrap file can declare. */
export async function readDeclared(
  store: Store,
  workspaceIds: readonly string[],
): Promise<DeclaredThing[]> {
  const things = [];
  for (const workspaceId of workspaceIds) {
    things.push(
      ...(await readWorkspace(store, workspaceId)),
      ...(await readMembers(store, workspaceId)),
      ...(await readClients(store, workspaceId)),
      ...(await readConnectors(store, workspaceId)),
      ...(await readBearers(store, workspaceId)),
    );
  }
  return things;
}

async function readWorkspace({ db }: Store, workspaceId: string): Promise<DeclaredThing[]> {
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
    ...providers.map((row) => thing("provider", row.provider_id, columns(row, "provider_id"))),
    ...apps.map((row) => thing("app", row.app_id, columns(row, "app_id"))),
  ];
}

async function readMembers({ db }: Store, workspaceId: string): Promise<DeclaredThing[]> {
  const rows = await db
    .selectFrom("memberships")
    .innerJoin("operators", "operators.operator_id", "memberships.operator_id")
    .select(["operators.email", "memberships.role"])
    .where("memberships.workspace_id", "=", workspaceId)
    .execute();
  return rows.map(({ email, role }) => thing("member", email, { role }));
}

async function readClients({ db, keyring }: Store, workspaceId: string): Promise<DeclaredThing[]> {
  const rows = await db
    .selectFrom("oauth_clients")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  return rows.map((row) => {
    const { clientSecrets } = openOAuthClient(keyring, row);
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
}

async function readConnectors({ db }: Store, workspaceId: string): Promise<DeclaredThing[]> {
  const rows = await db
    .selectFrom("connectors")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  return rows.map((row) => thing("connector", row.connector_id, columns(row, "connector_id")));
}

async function readBearers({ db }: Store, workspaceId: string): Promise<DeclaredThing[]> {
  const keys = await db
    .selectFrom("workspace_keys")
    .select(["workspace_key_id", "name", "key_hash"])
    .where("workspace_id", "=", workspaceId)
    .execute();
  const tokens = await db
    .selectFrom("service_tokens")
    .select(["service_token_id", "name", "app_id", "token_hash"])
    .where("workspace_id", "=", workspaceId)
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
];

/** Every other column of a row without secrets that has a value, also one that comes later. */
function columns(row: object, idColumn: string): Record<string, string> {
  const shown = Object.entries(row).filter(
    ([name, value]) => value !== null && name !== idColumn && !own.includes(name),
  );
  return Object.fromEntries(shown.map(([name, value]) => [name, String(value)]));
}

function thing(kind: string, id: string, values: Record<string, string>): DeclaredThing {
  return { kind, id, values };
}

function hash(value: Uint8Array): string {
  return Buffer.from(value).toString("hex");
}
