/**
 * The read behind every token: service token, app, connector and connection in one statement, so
 * that a fresh token costs one trip and is never older than the database.
 */
import { sql } from "kysely";
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import type { Owner } from "./authorizations.ts";
import { isLive } from "./bearer-secrets.ts";
import { type Connection, toConnection } from "./connections.ts";
import type { ConnectorAddress } from "./connectors.ts";
import type { OwnerKind } from "./schema.ts";
import type { Store } from "./store.ts";

export interface TokenReadQuery {
  readonly appId: string;
  readonly serviceToken: Secret;
  readonly address: ConnectorAddress;
  readonly owner: Owner;
}

export interface TokenRead {
  /** The app's settings for signing in users changed when this did. */
  readonly authVersion: number;
  readonly integrationType: string | null;
  /** Undefined where the owner never connected; also where there is no such connector. */
  readonly connection: Connection | undefined;
}

/** Undefined where the service token is not a live one of this app. */
export async function readForToken(
  store: Store,
  query: TokenReadQuery,
): Promise<TokenRead | undefined> {
  const { rows } = await store.db.executeQuery(statementFor(store, query));
  const [row] = rows;
  if (row === undefined) return undefined;
  const token = { expires_at: row.service_expires_at, revoked_at: row.service_revoked_at };
  if (!isLive(token, store.clock.nowSeconds())) return undefined;
  const { connection_id: connectionId } = row;
  return {
    authVersion: row.auth_version,
    integrationType: row.integration_type,
    // The columns of an outer join are all there as soon as the key is.
    connection:
      connectionId === null ? undefined : toConnection(row as Parameters<typeof toConnection>[0]),
  };
}

/** What stands in the compiled statement where a call's own values go. */
const slots = {
  appId: "slot:app",
  tokenHash: "slot:token",
  connector: "slot:connector",
  ownerKind: "slot:owner kind",
  userId: "slot:user",
} as const;

type AddressKind = ConnectorAddress["kind"];

/** Building and compiling the statement costs several times what running it does: once is enough. */
const compiled = new Map<string, ReturnType<typeof compile>>();

/** The statement for this call. */
function statementFor(store: Store, query: TokenReadQuery): ReturnType<typeof compile> {
  const { address, owner } = query;
  const key = `${store.database.engine} ${address.kind}`;
  const statement = compiled.get(key) ?? compile(store, address.kind);
  compiled.set(key, statement);
  const values = new Map<unknown, unknown>([
    [slots.appId, query.appId],
    [slots.tokenHash, hashSecret(query.serviceToken.reveal())],
    [slots.connector, address.kind === "type" ? address.integrationType : address.connectorId],
    [slots.ownerKind, owner.kind],
    [slots.userId, owner.kind === "user" ? owner.userId : ""],
  ]);
  return { ...statement, parameters: statement.parameters.map((slot) => values.get(slot)) };
}

function compile(store: Store, kind: AddressKind) {
  return store.db
    .selectFrom("service_tokens")
    .innerJoin("apps", "apps.app_id", "service_tokens.app_id")
    .leftJoin("connectors", (join) => {
      const inWorkspace = join.onRef("connectors.workspace_id", "=", "apps.workspace_id");
      if (kind === "type") {
        return inWorkspace
          .onRef("connectors.app_id", "=", "apps.app_id")
          .on("connectors.integration_type", "=", slots.connector);
      }
      return inWorkspace
        .on("connectors.connector_id", "=", slots.connector)
        .on((eb) =>
          eb.or([
            eb("connectors.app_id", "is", null),
            eb("connectors.app_id", "=", eb.ref("apps.app_id")),
          ]),
        );
    })
    .leftJoin("connections", (join) =>
      join
        .onRef("connections.connector_id", "=", "connectors.connector_id")
        .onRef("connections.app_id", "=", "apps.app_id")
        .on("connections.owner_kind", "=", sql<OwnerKind>`${slots.ownerKind}`)
        .on("connections.user_id", "=", slots.userId),
    )
    .selectAll("connections")
    .select([
      "service_tokens.expires_at as service_expires_at",
      "service_tokens.revoked_at as service_revoked_at",
      "apps.auth_version",
      "connectors.integration_type",
    ])
    .where("service_tokens.token_hash", "=", sql<Uint8Array>`${slots.tokenHash}`)
    .where("service_tokens.app_id", "=", slots.appId)
    .compile();
}
