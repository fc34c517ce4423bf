/** Tokens of command lines (RFC 6749 sections 5 and 6, RFC 8628 section 3.4). Opaque, kept as hashes. */
import { newHandle, newUnguessable, secretPrefixes } from "../../../lib/id.ts";
import { Secret } from "../../../lib/secret.ts";
import {
  findCliToken,
  insertCliGrant,
  insertCliTokens,
  keepExchange,
  markRefreshTokenUsed,
  revokeCliGrant,
} from "../../../store/cli-tokens.ts";
import {
  type DeviceAuthorization,
  findByDeviceCode,
  notePoll,
  takeDeviceAuthorization,
} from "../../../store/device-authorizations.ts";
import { lockOperator } from "../../../store/operator-identities.ts";
import { findOperator } from "../../../store/operators.ts";
import { inTransaction, type Store } from "../../../store/store.ts";
import { serverActor } from "../actor.ts";
import type { AccountsContext } from "../context.ts";
import { recordForWorkspacesOf, recordOfPerson } from "../record-person.ts";
import { clientName } from "./clients.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";
import { pollSeconds } from "./request.ts";

const accessTokenSeconds = 3_600;
/** A command line that was not used for so long must sign in again: sixty days. */
const refreshTokenSeconds = 5_184_000;
/** In which a refresh token may come again: the answer was lost, or two calls refreshed at once. */
export const graceSeconds = 60;

export interface CliTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
  /** Space-separated. */
  readonly scope: string;
}

/** Exchanges a device code, once. Throws OAuthRefusal, also while the person has not decided. */
export async function exchangeDeviceCode(
  context: AccountsContext,
  input: {
    readonly deviceCode: Secret;
    readonly clientId: string;
    /** From where it asks. */
    readonly address: string | null;
  },
): Promise<CliTokens> {
  clientName(input.clientId);
  const found = await findByDeviceCode(context.store, input.deviceCode);
  if (found === undefined || found.clientId !== input.clientId) throw unknownGrant();
  if (found.expiresAt <= context.clock.nowSeconds()) {
    throw new OAuthRefusal("expired_token", "The code has expired: sign in again.");
  }
  if (found.status === "pending") return await refusePending(context, found);
  return await inTransaction(context.store, async (store) => {
    // A new password of the person ends what waits: either it finds the grant, or nothing is left to take.
    if (found.operatorId !== null) await lockOperator(store, found.operatorId);
    if (!(await takeDeviceAuthorization(store, found.deviceAuthorizationId))) throw unknownGrant();
    return await issueFirst(store, found, input.address);
  });
}

async function refusePending(
  { store, clock }: AccountsContext,
  { deviceAuthorizationId, lastPolledAt }: DeviceAuthorization,
): Promise<never> {
  // A second less than was said: a poll on time may come a little early.
  const tooSoon = lastPolledAt !== null && clock.nowSeconds() - lastPolledAt < pollSeconds - 1;
  await notePoll(store, deviceAuthorizationId);
  if (tooSoon) throw new OAuthRefusal("slow_down", "Ask less often.");
  throw new OAuthRefusal("authorization_pending", "The sign-in is not approved yet.");
}

async function issueFirst(
  store: Store,
  { status, operatorId, clientId, scopes }: DeviceAuthorization,
  address: string | null,
): Promise<CliTokens> {
  if (status !== "approved" || operatorId === null) {
    throw new OAuthRefusal("access_denied", "The sign-in was denied.");
  }
  const cliGrantId = newHandle("cliGrant");
  await insertCliGrant(store, { cliGrantId, operatorId, clientId, scopes, address });
  const account = await findOperator(store, operatorId);
  if (account !== undefined) {
    await recordOfPerson(store, account, {
      action: "command_line.signed_in",
      target: { kind: "command_line", id: cliGrantId },
      details: { client: clientId, scopes: scopes.join(" ") },
    });
  }
  return await issueTokens(store, { cliGrantId, scopes });
}

async function issueTokens(
  store: Store,
  { cliGrantId, scopes }: { readonly cliGrantId: string; readonly scopes: readonly string[] },
): Promise<CliTokens> {
  const now = store.clock.nowSeconds();
  const accessToken = secretPrefixes.cliAccessToken + newUnguessable();
  const refreshToken = secretPrefixes.cliRefreshToken + newUnguessable();
  const token = (kind: "access" | "refresh", value: string, seconds: number) => ({
    cliGrantId,
    kind,
    token: new Secret(value),
    expiresAt: now + seconds,
  });
  await insertCliTokens(store, [
    token("access", accessToken, accessTokenSeconds),
    token("refresh", refreshToken, refreshTokenSeconds),
  ]);
  return { accessToken, refreshToken, expiresIn: accessTokenSeconds, scope: scopes.join(" ") };
}

/**
 * A new pair for a refresh token. One that was exchanged before and comes again within a minute gets the
 * same pair: an answer was lost, or two calls crossed. Later, or once its successor was used, somebody has
 * a copy, and the grant ends with all its tokens. Throws OAuthRefusal.
 */
export async function refreshCliTokens(
  context: AccountsContext,
  input: { readonly refreshToken: Secret; readonly clientId: string },
): Promise<CliTokens> {
  clientName(input.clientId);
  const { refreshToken: token } = input;
  const refreshed = await inTransaction(context.store, async (store) => {
    const before = await findCliToken(store, "refresh", token);
    if (before === undefined || before.grant.clientId !== input.clientId) return null;
    if (await markRefreshTokenUsed(store, token)) {
      const issued = await issueTokens(store, before.grant);
      await keepExchange(store, token, new Secret(JSON.stringify(issued)));
      return issued;
    }
    const again = await sameAnswer(store, token);
    if (again !== null) return again;
    const { grant, operator } = before;
    await revokeCliGrant(store, grant.cliGrantId, operator.operatorId);
    await recordForWorkspacesOf(store, operator.operatorId, {
      actor: serverActor,
      action: "command_line.ended",
      target: { kind: "command_line", id: grant.cliGrantId },
      details: { why: "a refresh token was used again", of: operator.email },
    });
    context.log.warn({ cliGrantId: grant.cliGrantId }, "refresh token used again: grant ended");
    return null;
  });
  // Thrown outside: what the transaction ended must stay ended.
  if (refreshed === null) throw unknownGrant();
  return refreshed;
}

/** The pair that a token was exchanged for a moment ago and that nobody has used; null for a copy. */
async function sameAnswer(store: Store, token: Secret): Promise<CliTokens | null> {
  // Read anew: a call that crossed may have exchanged it just now.
  const { usedAt = null, exchangedFor = null } =
    (await findCliToken(store, "refresh", token)) ?? {};
  if (usedAt === null || exchangedFor === null) return null;
  const ageSeconds = store.clock.nowSeconds() - usedAt;
  if (ageSeconds > graceSeconds) return null;
  const pair: CliTokens = JSON.parse(exchangedFor.reveal());
  const successor = await findCliToken(store, "refresh", new Secret(pair.refreshToken));
  if (successor === undefined || successor.usedAt !== null) return null;
  return { ...pair, expiresIn: pair.expiresIn - ageSeconds };
}

function unknownGrant(): OAuthRefusal {
  return new OAuthRefusal("invalid_grant", "This sign-in is unknown or over: sign in again.");
}
