/** Carries a call out once, however often it comes (draft-ietf-httpapi-idempotency-key-header). */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Keyring } from "../../crypto/keyring.ts";
import { GrantryError } from "../../lib/error.ts";
import { openSealed } from "../../store/data-keys.ts";
import {
  dropKey,
  enterKey,
  type IdempotencyKey,
  keepKeysAnswer,
} from "../../store/idempotency-keys.ts";
import { holdSealingKey } from "../../store/sealing.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { IdempotencyContext } from "./context.ts";

/** How long a call is remembered: a day. */
const keptSeconds = 86_400;

export interface KeyedCall {
  /** Who calls, and what: the operation and its address. A key is good within that. */
  readonly scope: readonly string[];
  /** As the caller chose it. */
  readonly key: string;
  /** What is asked, as it was read. */
  readonly body: unknown;
  /** How long its answer is good; a day where it is left out. */
  readonly answerSeconds?: number | undefined;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  /** Cookies that belong to it, as values of `Set-Cookie`: what was created may be good for nothing without. */
  readonly cookies: readonly string[];
}

/** What the first call was answered. What has changed nothing need not be kept. */
export interface FirstAnswer extends Answered {
  readonly isKept: boolean;
}

/**
 * The answer of `work`, or, where the call has come before, of the first time. The record of the call stands
 * in the transaction of what the call does, `work` in it: either both are there or neither, whatever
 * happens to the process. So a call that failed, or whose process died, has left nothing and may come again
 * with its key. Who comes while the first is under way waits for it, for a second. Nothing in `work` may call out: a
 * transaction is open all the while.
 *
 * Throws idempotency_key_reused where the same key comes with something else, idempotency_in_progress where the
 * first is still under way, and whatever `work` throws.
 */
export async function answerOnce(
  { store, clock }: IdempotencyContext,
  { scope, key, body, answerSeconds = keptSeconds }: KeyedCall,
  work: (store: Store) => Promise<FirstAnswer>,
): Promise<Answered & { readonly replayed: boolean }> {
  const scopeHash = createHash("sha256")
    .update(JSON.stringify([...scope, key]))
    .digest();
  const { keyring } = store;
  return await inTransaction(store, async (trx) => {
    const known = await enterKey(trx, {
      scopeHash,
      fingerprint: fingerprintOf(keyring, keyring.derivingKeyId, body),
      expiresAt: clock.nowSeconds() + answerSeconds,
    });
    if (known !== undefined) return { ...(await replay(trx, known, body)), replayed: true };
    const { isKept, ...answered } = await work(trx);
    if (!isKept) {
      await dropKey(trx, scopeHash);
      return { ...answered, replayed: false };
    }
    const { status, body: answer = null, cookies } = answered;
    await holdSealingKey(trx, "");
    const sealedAnswer = keyring.seal(JSON.stringify({ answer, cookies }), sealedPlace(scopeHash));
    await keepKeysAnswer(trx, { scopeHash, status, sealedAnswer });
    return { ...answered, replayed: false };
  });
}

async function replay(store: Store, known: IdempotencyKey, body: unknown): Promise<Answered> {
  const { keyring } = store;
  const [keyId = ""] = known.fingerprint.split(":");
  if (!keyring.canDerive(keyId) || !isSame(keyring, known.fingerprint, body)) {
    throw new GrantryError("idempotency_key_reused");
  }
  const { status, sealedAnswer, scopeHash } = known;
  if (status === null || sealedAnswer === null) throw new GrantryError("internal");
  const { answer, cookies } = JSON.parse(
    await openSealed(store, sealedAnswer, sealedPlace(scopeHash)),
  );
  return { status, body: answer, cookies };
}

function isSame(keyring: Keyring, fingerprint: string, body: unknown): boolean {
  const [keyId = ""] = fingerprint.split(":");
  const [one, other] = [fingerprint, fingerprintOf(keyring, keyId, body)].map((text) =>
    Buffer.from(text),
  ) as [Buffer, Buffer];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Keyed, since a body may hold a secret that could be guessed. */
function fingerprintOf(keyring: Keyring, keyId: string, body: unknown): string {
  const key = keyring.derive(keyId, "fingerprints of calls");
  const mac = createHmac("sha256", key)
    .update(JSON.stringify(body ?? null))
    .digest("base64url");
  return `${keyId}:${mac}`;
}

function sealedPlace(scopeHash: Uint8Array) {
  const row = Buffer.from(scopeHash).toString("hex");
  return { workspace: "", table: "idempotency_keys", row, column: "sealed_answer" };
}
