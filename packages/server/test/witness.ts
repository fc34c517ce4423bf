/** Sees whether anything changed: what the server keeps, and what the provider was asked. */
import type { World } from "./harness.ts";

/** Every row that a caller could cause or change, and how much the provider has heard. */
export async function stateOf({ app, sandbox }: Pick<World, "app" | "sandbox">) {
  const { db } = app.context.store;
  return {
    connections: await db.selectFrom("connections").selectAll().orderBy("connection_id").execute(),
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
    heard: sandbox.ledger.entries.length,
    liveGrants: sandbox.ledger.liveGrants(),
  };
}
