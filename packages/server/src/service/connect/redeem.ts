/** Completes a consent for the app that began it: the proof first, then the exchange, then all in one transaction. */
import { equalHashes, hashSecret } from "../../crypto/hash.ts";
import { GrantryError } from "../../lib/error.ts";
import {
  type Authorization as AuthorizationRecord,
  finishAuthorization,
  getAuthorization,
} from "../../store/authorizations.ts";
import { takeAwaiting } from "../../store/completions.ts";
import { findConnection } from "../../store/connections.ts";
import { type Owner, sameOwner } from "../../store/owner.ts";
import { type AppUser, type Backend, requireServiceConnector } from "../app-users/index.ts";
import { type Connection, showConnection } from "../connections/index.ts";
import { type AwaitedResponse, partyOf } from "./await-app.ts";
import type { ConnectContext } from "./context.ts";
import { exchange } from "./exchange.ts";
import { fail } from "./failed.ts";
import { keepGrant } from "./keep-grant.ts";
import { type AppsAuthorization, isOfApp } from "./new-grant.ts";
import { settleChoice } from "./offers.ts";
import { clientOf } from "./registered-client.ts";
import { type Authorization, authorizationOf } from "./status.ts";
import { holdNew } from "./waiting-grant.ts";

/** Seconds within which what an app has proven stands or has failed; as long as a grant is held for it. */
const redeemingSeconds = 300;

export interface Redemption {
  readonly app: AppUser["app"];
  /** Who completes: a user, or the app for whoever uses it. */
  readonly owner: Owner;
  readonly authorizationId: string;
  readonly code: string;
  readonly verifier: string;
  /** The backend that completes, for either; null where the user does. */
  readonly backend: Pick<Backend, "serviceTokenId" | "connectorIds"> | null;
}

/** What an app is told that completes. */
export interface Redeemed {
  readonly authorization: Authorization;
  /** Null where it is not completed. */
  readonly connection: Connection | null;
  /** Whether the person is to choose first, on our page and in the browser that consented. */
  readonly isToChoose: boolean;
}

/**
 * Completes a consent by its code and verifier, for its own user or the whole app. A wrong one of theirs ends it, and the code is never
 * exchanged; to everybody else there is no such consent, and nothing happens to it. The right one answers the same
 * however often it comes, also while the first is under way in this process: in another, that it is pending. Throws
 * completion_invalid.
 */
export async function redeem(context: ConnectContext, asked: Redemption): Promise<Redeemed> {
  const { app, authorizationId, backend, owner } = asked;
  const found = await getAuthorization(context.store, app.appId, authorizationId);
  if (found === undefined || !isOfApp(found) || !sameOwner(found.owner, owner)) throw invalid();
  if (backend !== null) requireServiceConnector(backend, found.connectorId);
  if (!context.defences.isProven(found, asked)) return await burn(context, found);
  if (found.status === "pending" && found.sealedChoice === null) {
    if (isLate(context, found)) throw invalid();
    await context.flights.join(`complete ${authorizationId}`, () =>
      complete(context, found, backend?.serviceTokenId ?? null),
    );
  }
  return await tell(context, app.appId, authorizationId);
}

/** Whether code and verifier are those of the attempt: both are compared, whichever of them is wrong. */
export function isProven(
  { proof, completionChallenge, completionCodeHash }: AuthorizationRecord,
  { code, verifier }: Pick<Redemption, "code" | "verifier">,
): boolean {
  if (proof !== "app_completion" || completionCodeHash === null) return false;
  const isCode = equalHashes(completionCodeHash, hashSecret(code));
  const challenge = Buffer.from(completionChallenge ?? "");
  const isVerifier = equalHashes(
    challenge,
    Buffer.from(hashSecret(verifier).toString("base64url")),
  );
  return isCode && isVerifier;
}

/** Nobody gets a second guess. What is being completed by its own app goes on. */
async function burn(context: ConnectContext, found: AuthorizationRecord): Promise<never> {
  const { authorizationId, sealedResponse } = found;
  if (sealedResponse !== null) {
    const failure = { error: "completion_invalid" };
    if (await finishAuthorization(context.store, authorizationId, failure)) {
      context.log.warn({ authorizationId, code: failure.error }, "authorization failed");
    }
  }
  throw invalid();
}

const isLate = ({ clock }: ConnectContext, found: AuthorizationRecord): boolean =>
  found.sealedResponse !== null && found.expiresAt <= clock.nowSeconds();

async function complete(
  context: ConnectContext,
  found: AppsAuthorization,
  completedBy: string | null,
): Promise<void> {
  const until = context.clock.nowSeconds() + redeemingSeconds;
  const kept = await takeAwaiting(context.store, found, until);
  if (kept === undefined) return await endCutOff(context, found);
  try {
    const { parameters, state, party } = JSON.parse(kept) as AwaitedResponse;
    const known = await clientOf(context, found);
    if (partyOf(known) !== party) throw changedMeanwhile();
    const brought = { parameters: new URLSearchParams(parameters), state };
    const granted = { ...(await exchange(context, found, brought, known)), completedBy };
    const got = await holdNew(context, granted, until);
    context.checkpoint("held");
    const settled = await settleChoice(context, got);
    if (settled !== null) await keepGrant(context, settled);
  } catch (thrown) {
    await fail(context, found, thrown);
  }
}

/**
 * A process that was stopped in between has said nothing. What it was granted is held, and given back; what the provider
 * granted while the answer was on its way is known to nobody here.
 */
async function endCutOff(context: ConnectContext, found: AuthorizationRecord): Promise<void> {
  const { authorizationId, redeemedAt, expiresAt } = found;
  if (redeemedAt === null || expiresAt > context.clock.nowSeconds()) return;
  await finishAuthorization(context.store, authorizationId, {
    error: "authorization_failed",
    detail:
      "The server was stopped while it completed this. Nothing was connected, and what it had received is given back. Start again; where the app stays in the list of apps at the provider without a connection, remove it there.",
  });
}

async function tell(
  context: ConnectContext,
  appId: string,
  authorizationId: string,
): Promise<Redeemed> {
  const found = await getAuthorization(context.store, appId, authorizationId);
  if (found === undefined) throw invalid();
  const authorization = authorizationOf(context, appId, found);
  const { status, error } = authorization;
  const isOver = status === "canceled" || status === "expired";
  if (isOver || error?.code === "completion_invalid") throw invalid();
  return {
    authorization,
    connection: status === "completed" ? await connectionNow(context, found) : null,
    isToChoose: status === "pending" && found.sealedChoice !== null,
  };
}

/** Null where it is gone with its connector. */
async function connectionNow(
  context: ConnectContext,
  { appId, connectorId, owner, workspaceId }: AuthorizationRecord,
): Promise<Connection | null> {
  const own = { appId: appId ?? "", connectorId, owner };
  const connection = await findConnection(context.store, own);
  if (connection === undefined) return null;
  return await showConnection(context, workspaceId, connection.connectionId).catch(() => null);
}

function changedMeanwhile(): GrantryError {
  return new GrantryError("connector_misconfigured", {
    detail:
      "The connector was changed since the person consented. Nothing was connected: start again.",
  });
}

const invalid = () => new GrantryError("completion_invalid");
