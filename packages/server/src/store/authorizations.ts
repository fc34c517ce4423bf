/** Table authorizations: consents under way, and for a day what became of them. */
import type { Selectable } from "kysely";
import { hashSecret } from "../crypto/hash.ts";
import { type Owner, ownerColumns, toOwner } from "./owner.ts";
import type { AuthorizationProof, AuthorizationRow, AuthorizationStatus } from "./schema.ts";
import { parseMap, parseScopes, type Store, writeScopes } from "./store.ts";

/** The operator who authorizes a shared connection. */
export interface Author {
  /** Stable, and never another operator's: its kind and its id, as in `key:key_ops`. */
  readonly id: string;
  /** How people know them. */
  readonly label: string;
  /** Null where they have none. */
  readonly email: string | null;
}

/** An error in the words of the provider, cleaned: they are data of a stranger. */
export interface ProviderWords {
  readonly code: string;
  readonly description: string | null;
}

/** Why an authorization ended without a connection. */
export interface Failure {
  readonly error: string;
  readonly detail?: string | null;
  readonly providerError?: ProviderWords | null;
}

export interface Authorization {
  readonly authorizationId: string;
  readonly workspaceId: string;
  readonly appId: string;
  readonly connectorId: string;
  readonly owner: Owner;
  readonly userLabel: string;
  readonly status: AuthorizationStatus;
  readonly error: string | null;
  /** What the person was told of the failure; null where the error's title says all. */
  readonly errorDetail: string | null;
  readonly providerError: ProviderWords | null;
  /** Whether the provider's answer came back. */
  readonly isAnswered: boolean;
  readonly proof: AuthorizationProof;
  readonly browserHash: Uint8Array | null;
  readonly codeVerifier: Uint8Array | null;
  /** Of the nonce that was sent; null where none was, or a version that did not keep it sent it. */
  readonly nonceHash: Uint8Array | null;
  readonly redirectUri: string;
  readonly returnUrl: string | null;
  readonly requestedScopes: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly expiresAt: number;
  /** Null where the owner is a user. */
  readonly author: Author | null;
  /** Whether another account may take the place of the one that is connected. */
  readonly replacesAccount: boolean;
  /** Only where an author may ask for the connect link again. */
  readonly sealedLink: Uint8Array | null;
  /** Only while the person is to choose: choices.ts. */
  readonly sealedChoice: Uint8Array | null;
}

/** Maps a row of the table. */
export function toAuthorization(row: Selectable<AuthorizationRow>): Authorization {
  return {
    authorizationId: row.authorization_id,
    workspaceId: row.workspace_id,
    appId: row.app_id,
    connectorId: row.connector_id,
    owner: toOwner(row),
    userLabel: row.user_label,
    status: row.status,
    error: row.error,
    errorDetail: row.error_detail,
    providerError:
      row.provider_error === null
        ? null
        : { code: row.provider_error, description: row.provider_error_description },
    isAnswered: row.answered_state_hash !== null,
    proof: row.proof,
    browserHash: row.browser_hash,
    codeVerifier: row.code_verifier,
    nonceHash: row.nonce_hash,
    redirectUri: row.redirect_uri,
    returnUrl: row.return_url,
    requestedScopes: parseScopes(row.requested_scopes),
    settings: parseMap(row.settings),
    expiresAt: row.expires_at,
    author:
      row.author_id === null
        ? null
        : { id: row.author_id, label: row.user_label, email: row.author_email },
    replacesAccount: row.replaces_account === 1,
    sealedLink: row.sealed_link,
    sealedChoice: row.sealed_choice,
  };
}

type FurtherMembers =
  | "status"
  | "error"
  | "errorDetail"
  | "providerError"
  | "isAnswered"
  | "browserHash"
  | "codeVerifier"
  | "nonceHash"
  | "author"
  | "replacesAccount"
  | "sealedLink"
  | "sealedChoice";

export interface NewAuthorization extends Omit<Authorization, FurtherMembers> {
  readonly author?: Author | null;
  readonly replacesAccount?: boolean;
  /** The secret in the connect link. Of an author it is kept, sealed: they may ask for it again. */
  readonly link: string;
  /** The cookie value of the browser that must finish, where it is known already. */
  readonly browser: string | null;
}

/** Remembers a consent that is about to be asked for. */
export async function insertAuthorization(store: Store, input: NewAuthorization): Promise<void> {
  const { author = null } = input;
  await store.db
    .insertInto("authorizations")
    .values({
      authorization_id: input.authorizationId,
      workspace_id: input.workspaceId,
      app_id: input.appId,
      connector_id: input.connectorId,
      ...ownerColumns(input.owner),
      user_label: input.userLabel,
      status: "pending",
      error: null,
      proof: input.proof,
      link_hash: hashSecret(input.link),
      state_hash: null,
      browser_hash: input.browser === null ? null : hashSecret(input.browser),
      code_verifier: null,
      nonce_hash: null,
      completion_challenge: null,
      completion_code_hash: null,
      redirect_uri: input.redirectUri,
      return_url: input.returnUrl,
      used_link_hash: null,
      answered_state_hash: null,
      error_detail: null,
      provider_error: null,
      provider_error_description: null,
      requested_scopes: writeScopes(input.requestedScopes),
      settings: JSON.stringify(input.settings),
      expires_at: input.expiresAt,
      created_at: store.clock.nowSeconds(),
      finished_at: null,
      author_id: author?.id ?? null,
      author_email: author?.email ?? null,
      replaces_account: input.replacesAccount === true ? 1 : 0,
      sealed_link: author === null ? null : store.keyring.seal(input.link, linkPlace(input)),
    })
    .execute();
}

function linkPlace(authorization: { workspaceId: string; authorizationId: string }) {
  return { ...verifierPlace(authorization), column: "sealed_link" };
}

/** The secret in the connect link of an attempt that was not opened yet; null where it is not kept. */
export function openLink(store: Store, authorization: Authorization): string | null {
  if (authorization.sealedLink === null) return null;
  return store.keyring.open(authorization.sealedLink, linkPlace(authorization));
}

/** The pending authorization that a connect link belongs to, while the link is unused. */
export async function findByLink(store: Store, link: string): Promise<Authorization | undefined> {
  const row = await store.db
    .selectFrom("authorizations")
    .selectAll()
    .where("link_hash", "=", hashSecret(link))
    .where("status", "=", "pending")
    .where("expires_at", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return row && toAuthorization(row);
}

export interface Departure {
  readonly link: string;
  readonly state: string;
  readonly browser: string;
  readonly codeVerifier: string | null;
  /** Null where none is sent. */
  readonly nonce: string | null;
  /** Those of the start, with what the person was asked for. */
  readonly settings: Readonly<Record<string, string>>;
}

function verifierPlace(authorization: { workspaceId: string; authorizationId: string }) {
  return {
    workspace: authorization.workspaceId,
    table: "authorizations",
    row: authorization.authorizationId,
    column: "code_verifier",
  };
}

/** Uses up the connect link and remembers what the answer must match; false if it was used before. */
export async function takeLink(
  store: Store,
  authorization: Authorization,
  departure: Departure,
): Promise<boolean> {
  const { codeVerifier, nonce } = departure;
  const sealed =
    codeVerifier === null ? null : store.keyring.seal(codeVerifier, verifierPlace(authorization));
  const { numUpdatedRows } = await store.db
    .updateTable("authorizations")
    .set({
      link_hash: null,
      sealed_link: null,
      used_link_hash: hashSecret(departure.link),
      state_hash: hashSecret(departure.state),
      browser_hash: hashSecret(departure.browser),
      code_verifier: sealed,
      nonce_hash: nonce === null ? null : hashSecret(nonce),
      settings: JSON.stringify(departure.settings),
    })
    .where("authorization_id", "=", authorization.authorizationId)
    .where("link_hash", "=", hashSecret(departure.link))
    .where("status", "=", "pending")
    .where("expires_at", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Uses up a `state`: the pending authorization it belongs to, once; undefined ever after. */
export async function takeByState(store: Store, state: string): Promise<Authorization | undefined> {
  const row = await store.db
    .updateTable("authorizations")
    .set({ state_hash: null, answered_state_hash: hashSecret(state) })
    .where("state_hash", "=", hashSecret(state))
    .where("status", "=", "pending")
    .where("expires_at", ">", store.clock.nowSeconds())
    .returningAll()
    .executeTakeFirst();
  return row && toAuthorization(row);
}

/** The PKCE code_verifier of a pending authorization; null where none was sent. */
export function openCodeVerifier(store: Store, authorization: Authorization): string | null {
  if (authorization.codeVerifier === null) return null;
  return store.keyring.open(authorization.codeVerifier, verifierPlace(authorization));
}

/**
 * Ends a pending authorization and forgets its secrets, but for the hashes by which its own browser
 * finds how it ended; false if it had ended before. `failure` null: it is completed.
 */
export async function finishAuthorization(
  store: Store,
  authorizationId: string,
  failure: Failure | null,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("authorizations")
    .set({
      status: failure === null ? "completed" : "failed",
      error: failure?.error ?? null,
      error_detail: failure?.detail ?? null,
      provider_error: failure?.providerError?.code ?? null,
      provider_error_description: failure?.providerError?.description ?? null,
      link_hash: null,
      sealed_link: null,
      state_hash: null,
      code_verifier: null,
      sealed_choice: null,
      nonce_hash: null,
      finished_at: store.clock.nowSeconds(),
    })
    .where("authorization_id", "=", authorizationId)
    .where("status", "=", "pending")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** An authorization of this app, ended or not; or undefined. */
export async function getAuthorization(
  store: Store,
  appId: string,
  authorizationId: string,
): Promise<Authorization | undefined> {
  const row = await store.db
    .selectFrom("authorizations")
    .selectAll()
    .where("authorization_id", "=", authorizationId)
    .where("app_id", "=", appId)
    .executeTakeFirst();
  return row && toAuthorization(row);
}

/** Deletes authorizations that began before this moment (epoch seconds). */
export async function deleteAuthorizationsBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("authorizations").where("created_at", "<", before).execute();
}
