/** Connections as a version left them that knew no issuers, in an app with several: nobody's until an operator says whose. */
import {
  openAccessToken,
  openRefreshToken,
  sealToken,
  toConnection,
} from "@grantry/server/store/connections";
import type { Store } from "@grantry/server/store/store";

/** Makes every connection of a user such a one. */
export async function makeUnassigned(store: Store): Promise<void> {
  const rows = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("owner_kind", "=", "user")
    .execute();
  for (const row of rows) {
    const connection = toConnection(row);
    const nobodys = {
      ...connection,
      owner: { kind: "unassigned", userId: row.user_id } as const,
    };
    const access = await openAccessToken(store, connection);
    const refresh = await openRefreshToken(store, connection);
    await store.db
      .updateTable("connections")
      .set({
        user_issuer: null,
        user_id_claim: "",
        access_token: access && sealToken(store, nobodys, "access_token", access),
        refresh_token: refresh && sealToken(store, nobodys, "refresh_token", refresh),
      })
      .where("connection_id", "=", row.connection_id)
      .execute();
  }
}
