/** Table revocations: grants that are being taken back, and the receipts of those that were. */
import { sql } from "kysely";
import { newHandle } from "../lib/id.ts";
import { Secret } from "../lib/secret.ts";
import { openSealed } from "./data-keys.ts";
import { whileSealing } from "./sealing.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { revocations } from "./tables/revocations.ts";

/** What is needed to take a grant back, whatever becomes of its connection and connector. */
export interface SealedGrant {
  readonly accessToken: Secret | null;
  readonly refreshToken: Secret | null;
  readonly clientId: string;
  readonly clientSecrets: readonly Secret[];
  readonly redirectUri: string;
}

/** One that is queued or done. */
export type Revocation = RecordOf<typeof revocations>;

export const toRevocation = revocations.read;

export interface NewRevocation
  extends Pick<
    Revocation,
    | "workspaceId"
    | "appId"
    | "connectionId"
    | "cause"
    | "integrationType"
    | "serverId"
    | "oauthClientId"
    | "providerKey"
    | "providerEntry"
    | "connectionConfig"
    | "grantParty"
    | "accountId"
    | "expiresAt"
    | "outcomeUnknown"
  > {
  readonly grant: SealedGrant;
}

type Place = Pick<Revocation, "workspaceId" | "revocationId" | "appId">;

/** Where a grant stands that is being taken back. */
export function placeOfGrant({ workspaceId: workspace, revocationId: row, appId }: Place) {
  return { workspace, table: "revocations", row, column: "sealed_grant", owner: [appId] };
}

/** Call it whileSealing. */
function sealGrant(store: Store, revocation: Place, grant: SealedGrant): Buffer {
  const text = JSON.stringify({
    access_token: grant.accessToken?.reveal() ?? null,
    refresh_token: grant.refreshToken?.reveal() ?? null,
    client_id: grant.clientId,
    client_secrets: grant.clientSecrets.map((secret) => secret.reveal()),
    redirect_uri: grant.redirectUri,
  });
  return store.keyring.seal(text, placeOfGrant(revocation));
}

/** What is sealed in a revocation; null where it is done. */
export async function openGrant(store: Store, revocation: Revocation): Promise<SealedGrant | null> {
  if (revocation.sealedGrant === null) return null;
  const opened = JSON.parse(
    await openSealed(store, revocation.sealedGrant, placeOfGrant(revocation)),
  );
  const secret = (text: string | null) => (text === null ? null : new Secret(text));
  return {
    accessToken: secret(opened.access_token),
    refreshToken: secret(opened.refresh_token),
    clientId: opened.client_id,
    clientSecrets: opened.client_secrets.map((text: string) => new Secret(text)),
    redirectUri: opened.redirect_uri,
  };
}

/**
 * Queues a grant to be taken back. For `holdSeconds` it is left to who queues it; then it is anybody's,
 * should that one have died.
 */
export async function insertRevocation(
  store: Store,
  revocation: NewRevocation,
  holdSeconds: number,
): Promise<Revocation> {
  return await whileSealing(store, revocation.workspaceId, async (trx) => {
    const now = store.clock.nowSeconds();
    const revocationId = newHandle("revocation");
    const { grant, ...members } = revocation;
    const { workspaceId, appId } = revocation;
    const sealedGrant = sealGrant(trx, { workspaceId, revocationId, appId }, grant);
    const row = await trx.db
      .insertInto("revocations")
      .values(
        revocations.write({
          ...members,
          revocationId,
          sealedGrant,
          tokens: {},
          tries: 0,
          nextTryAt: now + holdSeconds,
          claimNumber: 0,
          createdAt: now,
        }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
    return toRevocation(row);
  });
}

/** How many providers are looked at in one go. */
const providersMax = 500;

/** The providers for which something is due, in an order that differs from call to call. */
export async function listDueRevocationProviders(store: Store): Promise<string[]> {
  const rows = await store.db
    .selectFrom(
      store.db
        .selectFrom("revocations")
        .select("provider_key")
        .distinct()
        .where("next_try_at", "<=", store.clock.nowSeconds())
        .as("due"),
    )
    .select("provider_key")
    .orderBy(sql`random()`)
    .limit(providersMax)
    .execute();
  return rows.map((row) => row.provider_key);
}

/** Takes up to `limit` due revocations of a provider, the longest due first; no other process gets them. */
export async function claimDueRevocations(
  store: Store,
  providerKey: string,
  claim: { readonly limit: number; readonly holdSeconds: number },
): Promise<Revocation[]> {
  const now = store.clock.nowSeconds();
  const rows = await store.db
    .with(
      (name) => name("due").materialized(),
      (db) => {
        const due = db
          .selectFrom("revocations")
          .select("revocation_id")
          .where("provider_key", "=", providerKey)
          .where("next_try_at", "<=", now)
          .orderBy("next_try_at")
          .limit(claim.limit);
        return store.database.engine === "postgres" ? due.forUpdate().skipLocked() : due;
      },
    )
    .updateTable("revocations")
    .set((eb) => ({
      next_try_at: now + claim.holdSeconds,
      claim_number: eb("claim_number", "+", 1),
    }))
    .where("revocation_id", "in", (eb) => eb.selectFrom("due").select("revocation_id"))
    .returningAll()
    .execute();
  return rows.map(toRevocation);
}

function whereClaimed(store: Store, revocation: Revocation) {
  return store.db
    .updateTable("revocations")
    .where("revocation_id", "=", revocation.revocationId)
    .where("claim_number", "=", revocation.claimNumber)
    .where("result", "is", null);
}

/** Keeps tokens that were had in order to revoke them; false where somebody else tries by now. */
export async function storeRefreshedGrant(
  store: Store,
  revocation: Revocation,
  refreshed: { readonly grant: SealedGrant; readonly expiresAt: number | null },
): Promise<boolean> {
  return await whileSealing(store, revocation.workspaceId, async (trx) => {
    const sealed_grant = sealGrant(trx, revocation, refreshed.grant);
    const { numUpdatedRows } = await whereClaimed(trx, revocation)
      .set({
        sealed_grant,
        expires_at: refreshed.expiresAt,
      })
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

export interface RevocationFailure {
  readonly code: string;
  readonly nextTryAt: number;
  /** Whether tokens may have been issued that nobody has seen. */
  readonly outcomeUnknown: boolean;
}

/** Queues it again after a try that failed. */
export async function postponeRevocation(
  store: Store,
  revocation: Revocation,
  failure: RevocationFailure,
): Promise<void> {
  await whereClaimed(store, revocation)
    .set((eb) => ({
      tries: eb("tries", "+", 1),
      failure_code: failure.code,
      next_try_at: failure.nextTryAt,
      ...(failure.outcomeUnknown ? { outcome_unknown: 1 } : {}),
    }))
    .execute();
}

/** Ends it: the receipt stays, and every credential and the account go. */
export async function endRevocation(
  store: Store,
  revocation: Revocation,
  end: {
    readonly result: string;
    readonly tokens: Readonly<Record<string, string>>;
    readonly failureCode: string | null;
  },
): Promise<void> {
  await whereClaimed(store, revocation)
    .set((eb) => ({
      result: end.result,
      tokens: JSON.stringify(end.tokens),
      failure_code: end.failureCode,
      tries: eb("tries", "+", 1),
      sealed_grant: null,
      next_try_at: null,
      account_id: null,
      connection_config: "{}",
      provider_entry: null,
      ended_at: store.clock.nowSeconds(),
    }))
    .execute();
}
