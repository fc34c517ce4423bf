/** A provider's answer to a refresh as it is kept: sealed before anything else happens to it. */
import { isDeepStrictEqual } from "node:util";
import { Secret } from "../lib/secret.ts";
import { type TokenSet, tokenColumns } from "./connection-writes.ts";
import { type Connection, getConnection, sealToken, tokenPlace } from "./connections.ts";
import { openSealed, prepareSealing } from "./data-keys.ts";
import { parseScopes, writeScopes } from "./json-text.ts";
import { type OwnerColumns, ownerColumns, toOwner } from "./owner.ts";
import { holdKeysOf, holdSealingKey } from "./sealing.ts";
import type { Store } from "./store.ts";

/** What a refresh brings. */
export interface RefreshedValues {
  readonly tokens: TokenSet;
  /** Null where the answer did not report them: what was granted before stands. */
  readonly grantedScopes: readonly string[] | null;
  /** Values that the answer brought anew, such as the host of the API. */
  readonly keptValues: Readonly<Record<string, string>>;
  /** Whether it was asked for because an API had refused the token. */
  readonly wasReported?: boolean;
}

/** The columns that a refresh writes; its tokens can be read with the encryption key only. */
export interface SealedAnswer {
  readonly connectionId: string;
  /** The version that was refreshed: the answer belongs to no other. */
  readonly version: number;
  /** Whose the connection was: the tokens are sealed for them. Null in a file of before: they are bound to nobody. */
  readonly owner: OwnerOfAnswer | null;
  readonly wasReported: boolean;
  readonly columns: ReturnType<typeof answerColumns>;
  /** Seals it anew, with the key of by then; null where only what is sealed is left of it. */
  readonly anew: ((store: Store) => SealedAnswer) | null;
}

/** The columns of a connection that say whose it is. */
export interface OwnerOfAnswer extends Omit<OwnerColumns, "user_issuer"> {
  readonly app_id: string;
  readonly user_issuer: string | null;
}

function ownerOf({ appId, owner }: Connection): OwnerOfAnswer {
  if (owner.kind !== "unassigned") return { app_id: appId, ...ownerColumns(owner) };
  const nobody = { user_issuer: null, user_id_claim: "" };
  return { app_id: appId, owner_kind: "user", user_id: owner.userId, ...nobody };
}

/** Whether the connection is still whose it was. */
export function isStillTheirs(answer: SealedAnswer, connection: Connection): boolean {
  return answer.owner === null || isDeepStrictEqual(answer.owner, ownerOf(connection));
}

/** The same answer, sealed for whose the connection is by now. Throws sealed_value_unreadable. */
export async function resealAnswer(
  store: Store,
  answer: SealedAnswer,
  connection: Connection,
): Promise<SealedAnswer> {
  const { owner, columns } = answer;
  if (owner === null) return answer;
  await prepareSealing(store, connection.workspaceId);
  const before = { ...connection, appId: owner.app_id, owner: toOwner(owner) };
  const reseal = async (column: "access_token" | "refresh_token", sealed: Buffer) => {
    const token = await openSealed(store, sealed, tokenPlace(before, column));
    return sealToken(store, connection, column, new Secret(token));
  };
  const { refresh_token } = columns;
  return {
    ...answer,
    anew: null,
    owner: ownerOf(connection),
    columns: {
      ...columns,
      access_token: await reseal("access_token", columns.access_token),
      ...(refresh_token && { refresh_token: await reseal("refresh_token", refresh_token) }),
    },
  };
}

/**
 * The answer, sealed with a key that goes on sealing until the transaction's end: anew where its own does not, since the
 * process stood still or the answer lay in a file. Call it in a transaction. Throws sealed_value_unreadable.
 */
export async function holdAnswer(trx: Store, answer: SealedAnswer): Promise<SealedAnswer> {
  const isHeld = await holdKeysOf(trx, [answer.columns.access_token]);
  if (isHeld(answer.columns.access_token)) return answer;
  const connection = await getConnection(trx, answer.connectionId);
  // Nothing is stored then.
  if (connection === undefined) return answer;
  await holdSealingKey(trx, connection.workspaceId);
  return answer.anew?.(trx) ?? (await resealAnswer(trx, answer, connection));
}

/** Seals an answer for the row of its connection. Needs no database. */
export function sealAnswer(
  store: Store,
  connection: Connection,
  refreshed: RefreshedValues,
): SealedAnswer {
  const { connectionId, version } = connection;
  const { wasReported = false } = refreshed;
  return {
    connectionId,
    version,
    owner: ownerOf(connection),
    wasReported,
    columns: answerColumns(store, connection, refreshed),
    anew: (later) => sealAnswer(later, connection, refreshed),
  };
}

function answerColumns(store: Store, connection: Connection, refreshed: RefreshedValues) {
  const { tokens, grantedScopes, keptValues } = refreshed;
  const { refreshToken } = tokens;
  return {
    ...tokenColumns(store, connection, tokens),
    ...(refreshToken === null
      ? {}
      : {
          refresh_token: sealToken(store, connection, "refresh_token", refreshToken),
          refresh_token_expires_at: tokens.refreshTokenExpiresAt,
        }),
    ...(grantedScopes === null ? {} : { granted_scopes: writeScopes(grantedScopes) }),
    ...(Object.keys(keptValues).length === 0
      ? {}
      : { connection_config: JSON.stringify({ ...connection.connectionConfig, ...keptValues }) }),
    last_refreshed_at: store.clock.nowSeconds(),
  };
}

/** The answer as a text that may lie in a file. */
export function writeAnswer(answer: SealedAnswer): string {
  const { access_token, refresh_token, ...columns } = answer.columns;
  return JSON.stringify({
    connection_id: answer.connectionId,
    version: answer.version,
    owner: answer.owner,
    was_reported: answer.wasReported,
    access_token: access_token.toString("base64"),
    refresh_token: refresh_token?.toString("base64") ?? null,
    columns,
  });
}

/** Reads what writeAnswer wrote. Throws a SyntaxError where the text is none. */
export function readAnswer(text: string): SealedAnswer {
  const read = JSON.parse(text);
  const { connection_id, version, access_token, refresh_token, columns } = read;
  if (typeof connection_id !== "string" || typeof version !== "number") {
    throw new SyntaxError("not an answer to a refresh");
  }
  return {
    connectionId: connection_id,
    version,
    owner: read.owner ?? null,
    wasReported: read.was_reported === true,
    anew: null,
    columns: {
      ...columns,
      // A file of an earlier version may hold more than is kept today.
      ...(typeof columns.granted_scopes === "string"
        ? { granted_scopes: writeScopes(parseScopes(columns.granted_scopes)) }
        : {}),
      access_token: Buffer.from(access_token, "base64"),
      ...(refresh_token === null ? {} : { refresh_token: Buffer.from(refresh_token, "base64") }),
    },
  };
}
