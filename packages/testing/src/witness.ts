/** Sees whether anything changed: what the server keeps, and what the provider was asked. */
import type { World } from "./harness.ts";

/**
 * Every row that a caller could cause or change, and how much the provider has heard, once the regular work
 * that the clock has begun is through.
 */
export async function stateOf({ app, sandbox }: Pick<World, "app" | "sandbox">) {
  await app.context.flights.landed();
  const { db } = app.context.store;
  const connections = await db
    .selectFrom("connections")
    .selectAll()
    .orderBy("connection_id")
    .execute();
  return {
    // That a token was read before is written down later, whoever calls meanwhile.
    connections: connections.map((row) => ({ ...row, last_used_at: null })),
    connectors: await db.selectFrom("connectors").selectAll().orderBy("connector_id").execute(),
    authorizations: await db
      .selectFrom("authorizations")
      .selectAll()
      .orderBy("authorization_id")
      .execute(),
    providers: await db
      .selectFrom("providers")
      .selectAll()
      .orderBy("workspace_id")
      .orderBy("provider_id")
      .execute(),
    managed: await managed(db),
    heard: sandbox.ledger.entries.length,
    liveGrants: sandbox.ledger.liveGrants(),
  };
}

/** What operators manage; the time at which a key or a token was last used is no change. */
async function managed(db: World["app"]["context"]["store"]["db"]) {
  const tables = [
    "oauth_clients",
    "connectors",
    "connector_governance",
    "apps",
    "memberships",
    "entry_links",
  ] as const;
  const rows = tables.map(async (table) => [
    table,
    await db.selectFrom(table).selectAll().execute(),
  ]);
  // That somebody was refused is on record: that is no change.
  const auditRecords = db
    .selectFrom("audit_records")
    .selectAll()
    .where("action", "<>", "access.refused");
  const serviceTokens = await db
    .selectFrom("service_tokens")
    .selectAll()
    .orderBy("service_token_id")
    .execute();
  const workspaceKeys = db.selectFrom("workspace_keys").select(["workspace_key_id", "revoked_at"]);
  const personalKeys = db.selectFrom("personal_keys").select(["personal_key_id", "revoked_at"]);
  return {
    ...Object.fromEntries(await Promise.all(rows)),
    auditRecords: await auditRecords.orderBy("audit_record_id").execute(),
    serviceTokens: serviceTokens.map((row) => ({ ...row, last_used_at: null })),
    workspaceKeys: await workspaceKeys.orderBy("workspace_key_id").execute(),
    personalKeys: await personalKeys.orderBy("personal_key_id").execute(),
  };
}
