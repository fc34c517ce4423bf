/** A provider's answer to a refresh as it is kept: sealed before anything else happens to it. */
import { type TokenSet, tokenColumns } from "./connection-writes.ts";
import { type Connection, sealToken } from "./connections.ts";
import { parseScopes, writeScopes } from "./json-text.ts";
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
  readonly wasReported: boolean;
  readonly columns: ReturnType<typeof answerColumns>;
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
    wasReported,
    columns: answerColumns(store, connection, refreshed),
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
    wasReported: read.was_reported === true,
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
