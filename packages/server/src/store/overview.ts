/** What the overview names: connectors with whose they are, secrets that end, people. */

import { providerEntry } from "./provider-entry.ts";
import { opensByPassword } from "./second-factors.ts";
import type { Store } from "./store.ts";
import type { Role } from "./tables/accounts.ts";

/** More connectors than these have no names here. */
const connectorsMax = 5_000;
const credentialsMax = 100;
const membersMax = 1_000;

export interface NamedConnector {
  readonly connectorId: string;
  readonly name: string;
  readonly integrationType: string;
  /** Null where every app of the workspace may use it. */
  readonly appId: string | null;
  readonly oauthClientId: string;
  readonly clientName: string;
  readonly serverId: string;
  readonly providerEntry: string | null;
  /** What the workspace allows of its type. */
  readonly enabled: { readonly app: boolean; readonly user: boolean };
}

export async function listNamedConnectors(
  store: Store,
  workspaceId: string,
): Promise<NamedConnector[]> {
  const rows = await store.db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .select([
      "connectors.connector_id",
      "connectors.name",
      "connectors.integration_type",
      "connectors.app_id",
      "connectors.builder_enabled",
      "connectors.per_user_enabled",
      "connectors.oauth_client_id",
      "oauth_clients.name as client_name",
      "oauth_clients.server_id",
      providerEntry,
    ])
    .where("connectors.workspace_id", "=", workspaceId)
    .orderBy("connectors.name")
    .orderBy("connectors.connector_id")
    .limit(connectorsMax)
    .execute();
  return rows.map((row) => ({
    connectorId: row.connector_id,
    name: row.name,
    integrationType: row.integration_type,
    appId: row.app_id,
    oauthClientId: row.oauth_client_id,
    clientName: row.client_name,
    serverId: row.server_id,
    providerEntry: row.provider_entry,
    enabled: { app: row.builder_enabled === 1, user: row.per_user_enabled === 1 },
  }));
}

export interface EndingCredential {
  readonly kind: "workspace_key" | "service_token";
  readonly id: string;
  readonly name: string;
  readonly appId: string | null;
  readonly endsAt: number;
  /** Null where it was not used, or nobody notes that. */
  readonly lastUsedAt: number | null;
}

/** Workspace keys and service tokens that end within so many seconds, the soonest first. */
export async function listEndingCredentials(
  store: Store,
  workspaceId: string,
  seconds: number,
): Promise<EndingCredential[]> {
  const now = store.clock.nowSeconds();
  const keys = await store.db
    .selectFrom("workspace_keys")
    .select(["workspace_key_id", "name", "expires_at", "last_used_at"])
    .where("workspace_id", "=", workspaceId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .where("expires_at", "<=", now + seconds)
    .limit(credentialsMax)
    .execute();
  const tokens = await store.db
    .selectFrom("service_tokens")
    .select(["service_token_id", "name", "app_id", "expires_at"])
    .where("workspace_id", "=", workspaceId)
    .where("revoked_at", "is", null)
    .where("for_functions", "=", 0)
    .where("expires_at", ">", now)
    .where("expires_at", "<=", now + seconds)
    .limit(credentialsMax)
    .execute();
  const found: EndingCredential[] = [
    ...keys.map((row) => ({
      kind: "workspace_key" as const,
      id: row.workspace_key_id,
      name: row.name,
      appId: null,
      endsAt: row.expires_at ?? 0,
      lastUsedAt: row.last_used_at,
    })),
    ...tokens.map((row) => ({
      kind: "service_token" as const,
      id: row.service_token_id,
      name: row.name,
      appId: row.app_id,
      endsAt: row.expires_at ?? 0,
      lastUsedAt: null,
    })),
  ];
  return found.sort((one, other) => one.endsAt - other.endsAt);
}

export interface MemberFactors {
  readonly operatorId: string;
  readonly role: Role;
  /** Whether they sign in by a password, and nothing is asked for besides. */
  readonly passwordOnly: boolean;
}

/** Owners and admins, and how they sign in. */
export async function listAdmins(store: Store, workspaceId: string): Promise<MemberFactors[]> {
  const rows = await store.db
    .selectFrom("memberships")
    .innerJoin("operators", "operators.operator_id", "memberships.operator_id")
    .select(["operators.operator_id", "memberships.role"])
    .select((eb) => eb.case().when(opensByPassword).then(1).else(0).end().as("password_only"))
    .where("memberships.workspace_id", "=", workspaceId)
    .where("memberships.role", "in", ["owner", "admin"])
    .limit(membersMax)
    .execute();
  return rows.map((row) => ({
    operatorId: row.operator_id,
    role: row.role,
    passwordOnly: row.password_only === 1,
  }));
}

/** Whether anything was ever connected in the workspace, and whether a backend has read a token. */
export async function readBeginnings(
  store: Store,
  workspaceId: string,
): Promise<{ readonly connected: boolean; readonly served: boolean }> {
  const connected = await store.db
    .selectFrom("connections")
    .select("connection_id")
    .where("workspace_id", "=", workspaceId)
    .where("connected_at", "is not", null)
    .limit(1)
    .execute();
  const served = await store.db
    .selectFrom("statistics")
    .select("detail")
    .where("workspace_id", "=", workspaceId)
    .where("metric", "=", "tokens_served")
    .where("span", "=", "day")
    .where("app_id", "=", "")
    .where("connector_id", "=", "")
    .limit(1)
    .execute();
  return { connected: connected.length > 0, served: served.length > 0 };
}
