/** Table authorizations: consents under way, and for a day what became of them. */
import { hashSecret } from "../crypto/hash.ts";
import { openSealed } from "./data-keys.ts";
import { ownerColumns, sealedOwner } from "./owner.ts";
import { whileSealing } from "./sealing.ts";
import { inTransaction, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import {
  type AuthorizingOperator,
  authorizations,
  type ProviderWords,
} from "./tables/authorizations.ts";
import { enterTimelineAt } from "./timeline-entries.ts";

export type {
  AuthorizingOperator,
  ProviderWords,
  TestStep,
  TestStepName,
} from "./tables/authorizations.ts";

/** Why an authorization ended without a connection. */
export interface Failure {
  readonly error: string;
  readonly detail?: string | null;
  readonly providerError?: ProviderWords | null;
}

/** The error of an attempt that the app has canceled: it is none, and in no table. */
export const canceled = "canceled";

export type Authorization = RecordOf<typeof authorizations>;

/** Maps a row of the table. */
export const toAuthorization = authorizations.read;

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
  | "isDeparted"
  | "purpose"
  | "steps"
  | "sealedChoice"
  | "reconnectLinkId"
  | "grantsRest"
  | "createdAt"
  | "completionChallenge"
  | "completionCodeHash"
  | "sealedResponse"
  | "redeemedAt";

export interface NewAuthorization extends Omit<Authorization, FurtherMembers> {
  readonly author?: AuthorizingOperator | null;
  /** To connect, unless it is said. */
  readonly purpose?: Authorization["purpose"];
  readonly replacesAccount?: boolean;
  readonly reconnectLinkId?: string | null;
  readonly grantsRest?: boolean;
  /** S256 of the verifier (RFC 7636) by which the app completes; null where it does not. */
  readonly completionChallenge?: string | null;
  /**
   * The secret in the connect link. Of an author, and of who began by an operator's link, it is kept, sealed:
   * they may ask for it again.
   */
  readonly link: string;
  /** The cookie value of the browser that must finish, where it is known already. */
  readonly browser: string | null;
}

/** Remembers a consent that is about to be asked for. */
export async function insertAuthorization(store: Store, input: NewAuthorization): Promise<void> {
  const { author = null, reconnectLinkId = null } = input;
  const isKept = author !== null || reconnectLinkId !== null;
  if (!isKept) return await insert(store, input, null);
  const place = placeInAuthorization(input, "sealed_link");
  await whileSealing(store, input.workspaceId, (trx) =>
    insert(trx, input, trx.keyring.seal(input.link, place)),
  );
}

async function insert(
  store: Store,
  input: NewAuthorization,
  sealedLink: Buffer | null,
): Promise<void> {
  const { author = null, reconnectLinkId = null } = input;
  await store.db
    .insertInto("authorizations")
    .values({
      ...authorizations.write({
        authorizationId: input.authorizationId,
        workspaceId: input.workspaceId,
        appId: input.appId,
        purpose: input.purpose ?? "connect",
        connectorId: input.connectorId,
        userLabel: input.userLabel,
        status: "pending",
        proof: input.proof,
        redirectUri: input.redirectUri,
        returnUrl: input.returnUrl,
        locale: input.locale,
        restartUntil: input.restartUntil,
        requestedScopes: input.requestedScopes,
        settings: input.settings,
        expiresAt: input.expiresAt,
        replacesAccount: input.replacesAccount === true,
        reconnectLinkId,
        grantsRest: input.grantsRest === true,
        completionChallenge: input.completionChallenge ?? null,
        sealedLink,
        browserHash: input.browser === null ? null : hashSecret(input.browser),
      }),
      ...ownerColumns(input.owner),
      link_hash: hashSecret(input.link),
      created_at: store.clock.nowSeconds(),
      author_id: author?.id ?? null,
      author_email: author?.email ?? null,
    })
    .execute();
}

/** Where a sealed value of an authorization stands, and who is to be connected. */
export function placeInAuthorization(
  of: Pick<Authorization, "workspaceId" | "authorizationId" | "appId" | "owner">,
  column: "code_verifier" | "sealed_link" | "sealed_choice" | "sealed_response",
) {
  return {
    workspace: of.workspaceId,
    table: "authorizations",
    row: of.authorizationId,
    column,
    owner: sealedOwner(of.appId, of.owner),
  };
}

/** The secret in the connect link of an attempt that was not opened yet; null where it is not kept. */
export async function openLink(store: Store, authorization: Authorization): Promise<string | null> {
  const { sealedLink: sealed } = authorization;
  if (sealed === null) return null;
  return await openSealed(store, sealed, placeInAuthorization(authorization, "sealed_link"));
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

/** Uses up the connect link and remembers what the answer must match; false if it was used before. */
export async function takeLink(
  store: Store,
  authorization: Authorization,
  departure: Departure,
): Promise<boolean> {
  return await whileSealing(store, authorization.workspaceId, async ({ db, keyring }) => {
    const { codeVerifier, nonce } = departure;
    const place = placeInAuthorization(authorization, "code_verifier");
    const sealed = codeVerifier === null ? null : keyring.seal(codeVerifier, place);
    const { numUpdatedRows } = await db
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
  });
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
export async function openCodeVerifier(
  store: Store,
  authorization: Authorization,
): Promise<string | null> {
  const { codeVerifier: sealed } = authorization;
  if (sealed === null) return null;
  return await openSealed(store, sealed, placeInAuthorization(authorization, "code_verifier"));
}

/**
 * Ends a pending authorization and forgets its secrets, but for the hashes by which its own browser
 * finds how it ended; false if it had ended before. `failure` null: it is completed. A failure stands in the
 * timeline of the connection that was to be authorized anew.
 */
export async function finishAuthorization(
  store: Store,
  authorizationId: string,
  failure: Failure | null,
): Promise<boolean> {
  return await inTransaction(store, async (trx) => {
    const finished = await finish(trx, authorizationId, failure);
    if (finished === undefined) return false;
    // An attempt that another one took the place of is no failure, nor is one that the app gave up.
    if (failure === null || ["connect_link_invalid", canceled].includes(failure.error)) return true;
    await enterTimelineAt(trx, finished, {
      kind: "consent_failed",
      code: failure.error,
      details: wordsOfAuthor(finished),
    });
    return true;
  });
}

/** Who authorized, as a timeline names them. */
export function wordsOfAuthor({ author }: Authorization): Readonly<Record<string, string>> {
  return author === null ? {} : { by: author.label };
}

async function finish(
  store: Store,
  authorizationId: string,
  failure: Failure | null,
): Promise<Authorization | undefined> {
  const row = await store.db
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
      sealed_response: null,
      nonce_hash: null,
      finished_at: store.clock.nowSeconds(),
    })
    .where("authorization_id", "=", authorizationId)
    .where("status", "=", "pending")
    .returningAll()
    .executeTakeFirst();
  return row && toAuthorization(row);
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
