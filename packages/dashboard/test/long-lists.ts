/**
 * A workspace whose lists are as long as they get: 100,000 connections, records and events, 1,000 apps, 500 connectors,
 * 500 people. Its rows are copies of one row each, which differ in what lists show.
 */
import { newHandle } from "@grantry/server/lib/id";
import type { BootstrapInput } from "@grantry/server/service/bootstrap/bootstrap-schema";
import type { Store } from "@grantry/server/store/store";
import { copierOf } from "@grantry/testing/copied-rows";
import { sql } from "kysely";

export const longWorkspace = "ws_long";
/** The app, the connector and the connection with the most of everything. */
export const longIds = {
  app: "app_long",
  connector: "1011b2c3d4e5f6a1b2c3d4e5",
  oauthClient: "ocl_long",
  connection: "conn_long",
  operation: "op_long0",
} as const;

const day = 86_400;

/** How many there are of each. */
export interface Lengths {
  readonly connections: number;
  readonly records: number;
  readonly events: number;
  readonly apps: number;
  readonly connectors: number;
  readonly people: number;
  /** Keys, invitations, service tokens, OAuth clients, operations, revocations, workspaces: of each so many. */
  readonly others: number;
}

export const lengths: Lengths = {
  connections: 100_000,
  records: 100_000,
  events: 20_000,
  apps: 1_000,
  connectors: 500,
  people: 500,
  others: 300,
};

const long = "Salesforce of the customers in Europe, production org, read-only";
/** Names as people give them, also the awkward ones. */
const names = [
  "Calendar of the sales team",
  "Invoices",
  long,
  "日本語のカレンダーと請求書と顧客管理システム",
  "تقويم فريق المبيعات",
  "Party 🎉👩‍👩‍👧‍👦 planning",
  `Donaudampfschifffahrt${"sgesellschaft".repeat(4)}`,
  "x",
] as const;

const nameOf = (at: number) => `${names[at % names.length] ?? ""} ${at + 1}`;
const statuses = ["active", "active", "active", "disconnected", "active", "needs_reauth"] as const;
const statusOf = (at: number) => statuses[at % 6] ?? "active";
const spreadOf = (at: number) => (at * 7_919) % (90 * day);

/** Fills the workspace in, of which one app, one connector and one client are declared. */
export async function fillLong(store: Store, many: Lengths = lengths): Promise<void> {
  await fillSettings(store, many);
  await fillPeople(store, many);
  await fillKeys(store, many);
  await fillConnections(store, many);
  await fillHistory(store, many);
  await fillSingles(store, many);
  await fillRevocations(store, many);
  // PostgreSQL does it by itself before long; SQLite runs without statistics.
  if (store.database.engine === "postgres") await sql.raw("VACUUM ANALYZE").execute(store.db);
}

const hash = (at: number, of: string) => Buffer.from(`${of} ${at}`).toString("hex");
const appOf = (at: number) => (at === 0 ? longIds.app : `app_long${at}`);
const connectorOf = (at: number) =>
  at === 0 ? longIds.connector : `${String(1011 + at)}${longIds.connector.slice(4)}`;

async function fillSettings(store: Store, many: Lengths): Promise<void> {
  const { db } = store;
  const now = store.clock.nowSeconds();
  const fill = copierOf(store);
  const apps = db.selectFrom("apps").selectAll().where("app_id", "=", longIds.app);
  await fill("apps", apps, many.apps - 1, (at) => ({
    app_id: appOf(at + 1),
    name: nameOf(at),
    origins: JSON.stringify([`https://app-${at}.example.com`]),
    display_name: null,
    display_name_key: null,
  }));
  const connectors = db.selectFrom("connectors").selectAll();
  const connector = connectors.where("connector_id", "=", longIds.connector);
  await fill("connectors", connector, many.connectors - 1, (at) => ({
    connector_id: connectorOf(at + 1),
    name: nameOf(at),
    created_at: now - spreadOf(at),
    tested_at: at % 3 === 0 ? now - spreadOf(at) : null,
    test_failed_step: at % 9 === 0 ? "exchange" : null,
  }));
  await fill("connectors", connector, many.others, (at) => ({
    connector_id: `${String(5000 + at)}${longIds.connector.slice(4)}`,
    app_id: appOf(at),
    name: `shared ${at}`,
    made_by: "app",
  }));
}

async function fillPeople(store: Store, many: Lengths): Promise<void> {
  const { db } = store;
  const fill = copierOf(store);
  const people = db.selectFrom("operators").selectAll().where("email", "=", "viewer@example.com");
  await fill("operators", people, many.people, (at) => ({
    operator_id: `op_long${at}`,
    email: at % 7 === 2 ? `${"long-address-".repeat(4)}${at}@example.com` : `p${at}@example.com`,
    name: nameOf(at),
  }));
  const belongs = db.selectFrom("memberships").selectAll().limit(1);
  await fill("memberships", belongs, many.people, (at) => ({
    workspace_id: longWorkspace,
    operator_id: `op_long${at}`,
    role: at % 5 === 0 ? "admin" : "member",
  }));
  const [owner] = await db
    .selectFrom("operators")
    .select("operator_id")
    .where("email", "=", "owner@example.com")
    .execute();
  const workspaces = db.selectFrom("workspaces").selectAll();
  await fill(
    "workspaces",
    workspaces.where("workspace_id", "=", longWorkspace),
    many.others,
    (at) => ({
      workspace_id: `${longWorkspace}${at}`,
      name: nameOf(at),
    }),
  );
  await fill("memberships", belongs, many.others, (at) => ({
    workspace_id: `${longWorkspace}${at}`,
    operator_id: owner?.operator_id ?? "",
    role: "member",
  }));
  await db
    .insertInto("entry_links")
    .values(
      Array.from({ length: many.others }, (_, at) => ({
        entry_link_id: `inv_long${at}`,
        kind: "invitation" as const,
        token_hash: Buffer.from(`invitation ${at}`),
        workspace_id: longWorkspace,
        role: "member" as const,
        email: `invited-${at}@example.com`,
        invited_by: owner?.operator_id ?? null,
        operator_id: null,
        made_by: null,
        created_at: store.clock.nowSeconds() - at,
        expires_at: store.clock.nowSeconds() + 6 * day,
        used_at: null,
      })),
    )
    .execute();
}

async function fillKeys(store: Store, many: Lengths): Promise<void> {
  const { db } = store;
  const now = store.clock.nowSeconds();
  const fill = copierOf(store);
  const keys = db.selectFrom("workspace_keys").selectAll().limit(1);
  await fill("workspace_keys", keys, many.others, (at) => ({
    workspace_id: longWorkspace,
    workspace_key_id: `key_long${at}`,
    name: nameOf(at),
    key_hash: hash(at, "key"),
    prefix: `grantry_wk_${String(at).padStart(4, "0")}`,
    last_used_at: at % 3 === 0 ? null : now - spreadOf(at),
    expires_at: at % 4 === 0 ? now + 365 * day : null,
  }));
  const tokens = db.selectFrom("service_tokens").selectAll().limit(1);
  await fill("service_tokens", tokens, many.others, (at) => ({
    workspace_id: longWorkspace,
    app_id: longIds.app,
    service_token_id: `stk_long${at}`,
    name: nameOf(at),
    token_hash: hash(at, "token"),
  }));
}

/** Their users' app is the first in half of the cases, and so is their connector. */
async function fillConnections(store: Store, many: Lengths): Promise<void> {
  const { db } = store;
  const now = store.clock.nowSeconds();
  const fill = copierOf(store);
  const one = db
    .selectFrom("connections")
    .selectAll()
    .where("status", "=", "active")
    .where("owner_kind", "=", "user")
    .limit(1);
  const common = { workspace_id: longWorkspace };
  await fill("connections", one, many.connections, (at) => {
    const status = statusOf(at);
    return {
      ...common,
      connection_id: at === 0 ? longIds.connection : newHandle("connection"),
      app_id: appOf(at % 4 === 0 ? 0 : at % many.apps),
      connector_id: connectorOf(at % 2 === 0 ? 0 : at % many.connectors),
      user_id: at % 11 === 2 ? `${names[3]}-${at}` : `user-${at}`,
      status,
      reason: status === "needs_reauth" ? (at % 4 === 1 ? "revoked" : "invalid_grant") : null,
      account_id: `account-${at}`,
      account_email: `person-${at}@example.com`,
      account_name: nameOf(at),
      failure_code: at % 5_000 === 1 ? "provider_unavailable" : null,
      next_refresh_at: null,
      created_at: now - spreadOf(at),
      updated_at: now - Math.floor(spreadOf(at) / 3),
      status_since: now - Math.floor(spreadOf(at) / 3),
      last_used_at: at % 4 === 0 ? null : now - Math.floor(spreadOf(at) / 2),
      expires_at: now + day + spreadOf(at),
      refresh_token_expires_at: at % 3 === 0 ? null : now + 60 + spreadOf(at),
    };
  });
  const user = db.selectFrom("app_users").selectAll().limit(1);
  await fill("app_users", user, many.connections / 5, (at) => ({
    app_user_id: newHandle("appUser"),
    app_id: appOf(at % 4 === 0 ? 0 : at % many.apps),
    user_id: at % 11 === 2 ? `${names[3]}-${at}` : `user-${at}`,
    email: at % 3 === 0 ? null : `user-${at}@example.com`,
    name: at % 3 === 0 ? null : nameOf(at),
  }));
}

async function fillHistory(store: Store, many: Lengths): Promise<void> {
  const { db } = store;
  const now = store.clock.nowSeconds();
  const fill = copierOf(store);
  const record = db.selectFrom("audit_records").selectAll().where("action", "=", "app.created");
  const connections = await db
    .selectFrom("connections")
    .select(["connection_id", "app_id"])
    .where("workspace_id", "=", longWorkspace)
    .execute();
  await fill("audit_records", record.limit(1), many.records, (at) => ({
    audit_record_id: 1_000_000 + at,
    workspace_id: longWorkspace,
    recorded_at: now - spreadOf(many.records - at),
    actor_id: `op_long${at % many.people}`,
    actor_kind: "operator",
    actor_label: nameOf(at),
    target_kind: "app",
    target_id: appOf(at % many.apps),
    details: JSON.stringify({ name: nameOf(at) }),
  }));
  const event = db.selectFrom("events").selectAll().limit(1);
  const types = ["connected", "needs_reauth", "resumed", "ends_soon", "disconnected"];
  await fill("events", event, many.events, (at) => ({
    event_id: newHandle("event"),
    workspace_id: longWorkspace,
    connection_id: connections[at % connections.length]?.connection_id ?? "",
    app_id: connections[at % connections.length]?.app_id ?? "",
    type: `connection.${types[at % types.length]}`,
    occasion: at,
    created_at: now - spreadOf(at),
  }));
}

/** Of one connection, and of one operation: also what is read of a single thing is long. */
async function fillSingles(store: Store, many: Lengths): Promise<void> {
  const { db } = store;
  const now = store.clock.nowSeconds();
  const fill = copierOf(store);
  const operation = db.selectFrom("operations").selectAll().limit(1);
  await fill("operations", operation, many.others, (at) => ({
    operation_id: `op_long${at}`,
    workspace_id: longWorkspace,
    status: at % 3 === 0 ? "canceled" : "succeeded",
    total: 100_000 - at,
    done: at % 3 === 0 ? 812 : 100_000 - at,
    failed: at % 5 === 0 ? 96 : 0,
    next_step_at: null,
    created_at: now - at * 3_600,
    finished_at: now - at * 3_600 + 900,
  }));
  await db
    .insertInto("operation_receipts")
    .values(
      Array.from({ length: many.others }, (_, at) => ({
        operation_id: longIds.operation,
        connection_id: newHandle("connection"),
        app_id: appOf(at),
        integration_type: "sandboxcalendar",
        result: at % 5 === 0 ? ("failed" as const) : ("refreshed" as const),
        revocation_id: null,
        failure_code: at % 5 === 0 ? "provider_unavailable" : null,
        done_at: now - at,
      })),
    )
    .execute();
  const entry = db.selectFrom("timeline_entries").selectAll().limit(1);
  await fill("timeline_entries", entry, many.others, (at) => ({
    connection_id: longIds.connection,
    kind: at % 4 === 0 ? "refresh_failed" : "refreshed",
    code: at % 4 === 0 ? "provider_unavailable" : "",
    day: Math.floor(now / day) - at,
    count: 1 + (at % 30),
    first_at: now - at * day - 60,
    last_at: now - at * day,
    details: "{}",
  }));
}

/** Grants that are given back: there is none to copy. */
async function fillRevocations({ db, clock }: Store, many: Lengths): Promise<void> {
  const now = clock.nowSeconds();
  const rows = Array.from({ length: many.others }, (_, at) => ({
    revocation_id: newHandle("revocation"),
    workspace_id: longWorkspace,
    app_id: appOf(at),
    connection_id: null,
    cause: "disconnected" as const,
    integration_type: "sandboxcalendar",
    server_id: "sandbox",
    oauth_client_id: longIds.oauthClient,
    provider_key: "sandbox",
    provider_entry: null,
    connection_config: "{}",
    grant_party: null,
    account_id: null,
    sealed_grant: null,
    expires_at: null,
    outcome_unknown: 0,
    result: at % 4 === 0 ? "failed" : "revoked",
    tokens: "{}",
    tries: 1 + (at % 9),
    failure_code: at % 4 === 0 ? "provider_unavailable" : null,
    next_try_at: null,
    held_until: null,
    claim_number: 0,
    created_at: now - at * 600,
    ended_at: now - at * 600,
  }));
  for (let first = 0; first < rows.length; first += 50) {
    await db
      .insertInto("revocations")
      .values(rows.slice(first, first + 50))
      .execute();
  }
}

/** Declares the workspace, with what is copied, and with OAuth clients: their secrets are sealed one by one. */
export function declareLong({ workspaces }: BootstrapInput, many: Lengths = lengths): void {
  const [like] = workspaces;
  const [client] = like?.oauth_clients ?? [];
  const [connector] = like?.connectors ?? [];
  const [owner] = like?.members ?? [];
  if (client === undefined || connector === undefined || owner === undefined) return;
  const others = Array.from({ length: many.others }, (_, at) => ({
    ...client,
    id: `${longIds.oauthClient}${at}`,
    name: nameOf(at),
  }));
  workspaces.push({
    id: longWorkspace,
    name: `Where all is ${long}`,
    environment: "development",
    members: [owner],
    oauth_clients: [{ ...client, id: longIds.oauthClient, name: long }, ...others],
    connectors: [
      { ...connector, id: longIds.connector, name: long, oauth_client: longIds.oauthClient },
    ],
    apps: [{ id: longIds.app, name: long, origins: ["https://long.example.com"] }],
  });
}
