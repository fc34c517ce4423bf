/** Whether an OAuth client is known to work, by what other connections of it brought of late. */
import type { Connection } from "./connections.ts";
import { parseMap } from "./json-text.ts";
import type { Store } from "./store.ts";

export interface ClientNews {
  /** Whether another connection was refreshed since. */
  readonly refreshed: boolean;
  /** Whether another connection was made since. */
  readonly connected: boolean;
  /** Whether the refresh of another connection is being refused. */
  readonly refused: boolean;
}

const othersMax = 200;

/**
 * What became of the other connections of this one's OAuth client since a moment (epoch seconds), of
 * those with the same settings of these names: another host is another server.
 */
export async function readClientNews(
  store: Store,
  of: {
    readonly connection: Connection;
    readonly oauthClientId: string;
    readonly since: number;
    readonly settingNames: readonly string[];
  },
): Promise<ClientNews> {
  const { connection, oauthClientId, since, settingNames } = of;
  const rows = await store.db
    .selectFrom("connections")
    .innerJoin("connectors", "connectors.connector_id", "connections.connector_id")
    .select(["connection_config", "last_refreshed_at", "connected_at", "refused_since"])
    .where("connectors.oauth_client_id", "=", oauthClientId)
    .where("connections.connection_id", "<>", connection.connectionId)
    .where("connections.status", "=", "active")
    .where((eb) =>
      eb.or([
        eb("last_refreshed_at", ">=", since),
        eb("connected_at", ">=", since),
        eb("refused_since", "is not", null),
      ]),
    )
    .orderBy("last_refreshed_at", "desc")
    .limit(othersMax)
    .execute();
  const alike = rows.filter((row) => {
    const settings = parseMap(row.connection_config);
    return settingNames.every((name) => settings[name] === connection.connectionConfig[name]);
  });
  return {
    refreshed: alike.some((row) => (row.last_refreshed_at ?? 0) >= since),
    connected: alike.some((row) => (row.connected_at ?? 0) >= since),
    refused: alike.some((row) => row.refused_since !== null),
  };
}
