/** One try to take a grant back, by whoever has claimed it. */
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { grantPartyOf } from "../../provider/grant-party.ts";
import { isInconclusive } from "../../provider/inconclusive.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import { refreshGrant } from "../../provider/refresh-grant.ts";
import { type RevocationReport, revokeGrant } from "../../provider/revoke-grant.ts";
import { findClientSecrets } from "../../store/oauth-clients.ts";
import { findProviderEntry } from "../../store/providers.ts";
import { getRevocation } from "../../store/revocation-receipts.ts";
import {
  endRevocation,
  openGrant,
  postponeRevocation,
  type Revocation,
  type SealedGrant,
  storeRefreshedGrant,
} from "../../store/revocations.ts";
import type { Store } from "../../store/store.ts";
import { asGrantryError, findEntry, isMoved } from "../providers/index.ts";
import type { RevocationContext } from "./context.ts";
import type { RevocationResult } from "./receipts.ts";
import { restsOnGrant } from "./rests-on.ts";

/** How long one that was claimed is left to who claimed it. Longer than all the calls of one try. */
export const holdSeconds = 300;
/** After this nothing is tried any more: three days. */
const giveUpSeconds = 259_200;
/** An access token is not relied on so shortly before its end. */
const marginSeconds = 60;
const backOffMinSeconds = 30;
const backOffMaxSeconds = 21_600;

type Ended = Pick<RevocationReport, "tokens"> & {
  readonly result: Exclude<RevocationResult, "queued">;
  readonly failureCode: string | null;
};
interface Failed {
  readonly result: "again";
  readonly tokens: RevocationReport["tokens"];
  readonly error: GrantryError;
  readonly outcomeUnknown: boolean;
}

const noTokens = { refresh_token: null, access_token: null };

/**
 * Tries, and writes down what came of it: the end, or when it is tried again. Whether something else
 * rests on the grant is asked each time: it may have been granted anew since.
 */
export async function attempt(context: RevocationContext, revocation: Revocation): Promise<void> {
  const { log, store } = context;
  const { connectionId, revocationId } = revocation;
  const outcome = await tryToRevoke(context, revocation).catch(failedBy);
  if (outcome.result !== "again") {
    await endRevocation(store, revocation, {
      result: outcome.result,
      tokens: known(outcome.tokens),
      failureCode: outcome.failureCode,
    });
    log.info({ revocationId, connectionId, revocation: outcome.result }, "grant taken back");
    return;
  }
  const { code, internal } = outcome.error;
  const now = context.clock.nowSeconds();
  const over = now >= revocation.createdAt + giveUpSeconds;
  const waitSeconds = waitSecondsOf(revocation, outcome.error);
  log.warn({ revocationId, connectionId, code, cause: internal, over }, "grant not taken back");
  if (over) {
    const tokens = known(outcome.tokens);
    await endRevocation(store, revocation, { result: "failed", tokens, failureCode: code });
  } else {
    const { outcomeUnknown } = outcome;
    const nextTryAt = Math.min(now + waitSeconds, revocation.createdAt + giveUpSeconds);
    await postponeRevocation(store, revocation, { code, nextTryAt, outcomeUnknown });
  }
}

function known(tokens: RevocationReport["tokens"]): Record<string, string> {
  const ends = Object.entries(tokens).filter(
    (end): end is [string, NonNullable<(typeof end)[1]>] => end[1] !== null,
  );
  return Object.fromEntries(ends);
}

function failedBy(thrown: unknown): Failed {
  const error = asGrantryError(thrown);
  return { result: "again", tokens: noTokens, error, outcomeUnknown: false };
}

/** Doubles with every try, half of it chance; not before the provider wants to hear of it. */
function waitSecondsOf({ tries }: Revocation, error: GrantryError): number {
  const full = Math.min(backOffMaxSeconds, backOffMinSeconds * 2 ** Math.min(tries, 20));
  const own = Math.ceil(full * (0.5 + Math.random() / 2));
  return Math.max(own, Math.min(error.retryAfterSeconds ?? 0, backOffMaxSeconds));
}

async function tryToRevoke(
  context: RevocationContext,
  revocation: Revocation,
): Promise<Ended | Failed> {
  const grant = await openGrant(context.store, revocation);
  if (grant === null || (grant.accessToken === null && grant.refreshToken === null)) {
    return { result: "not_supported", tokens: noTokens, failureCode: null };
  }
  const client = await clientOf(context, revocation, grant);
  if (client.connector.server.revocation === undefined) {
    return { result: "not_supported", tokens: noTokens, failureCode: null };
  }
  const kept = await whatRests(context, revocation, client);
  if (kept !== null) return { result: kept, tokens: noTokens, failureCode: null };
  return await revoke(context, { revocation, client, grant });
}

/** An account may get another id (account.former_ids) between the reading of the row and the question. */
async function whatRests(
  context: RevocationContext,
  revocation: Revocation,
  client: ProviderClient,
) {
  const { workspaceId } = revocation;
  const party = revocation.grantParty ?? grantPartyOf(client, context.catalogue);
  let { accountId } = revocation;
  for (;;) {
    const kept = await restsOnGrant(context, { workspaceId, client, party, accountId });
    const now = await getRevocation(context.store, revocation.revocationId);
    if (kept !== null || now === undefined || now.accountId === accountId) return kept;
    accountId = now.accountId;
  }
}

interface Try {
  readonly revocation: Revocation;
  readonly client: ProviderClient;
  readonly grant: SealedGrant;
}

async function revoke(context: RevocationContext, tried: Try): Promise<Ended | Failed> {
  const { client, grant, revocation } = tried;
  const refreshable = isRefreshable(client, grant);
  let lost = false;
  const refresh = async () => {
    try {
      return await refreshed(context, tried);
    } catch (thrown) {
      lost ||= isInconclusive(thrown);
      throw thrown;
    }
  };
  const report = await revokeGrant(
    client,
    {
      refreshToken: grant.refreshToken,
      accessToken: grant.accessToken,
      accessTokenOver: isOver(context, revocation, refreshable),
      refresh: refreshable ? refresh : null,
    },
    context.reach(revocation.workspaceId).send,
  );
  const { result, tokens } = report;
  if (result === "failed") {
    const error = asGrantryError(report.failure ?? new GrantryError("provider_answer_invalid"));
    return { result: "again", tokens, error, outcomeUnknown: lost };
  }
  // Its refresh token is over; what it was last exchanged for nobody here has seen.
  if (result === "already_ended" && revocation.outcomeUnknown) {
    return { result: "failed", tokens, failureCode: "outcome_unknown" };
  }
  return { result, tokens, failureCode: null };
}

function isRefreshable({ connector }: ProviderClient, { refreshToken }: SealedGrant): boolean {
  const { mode } = connector.server.refresh;
  const byRefreshToken = mode === "refresh_token" || mode === "refresh_token_if_present";
  return byRefreshToken && refreshToken !== null;
}

/**
 * Whether the access token is over, or about to be. Where no lifetime is told and it can be refreshed it
 * counts as over: a provider may answer 200 for a token that ends nothing any more (RFC 7009 section 2.2).
 */
function isOver(
  context: RevocationContext,
  { expiresAt }: Revocation,
  refreshable: boolean,
): boolean {
  if (expiresAt === null) return refreshable;
  return expiresAt <= context.clock.nowSeconds() + marginSeconds;
}

/** A living access token. What came with it is kept before it is used: the old ones may be over now. */
async function refreshed(context: RevocationContext, tried: Try): Promise<Secret> {
  const { client, grant, revocation } = tried;
  const { accessToken, refreshToken } = grant;
  const keptValues = { ...revocation.connectionConfig };
  const askedAt = context.clock.nowSeconds();
  const { send } = context.reach(revocation.workspaceId);
  const fresh = await refreshGrant(client, { refreshToken, accessToken, keptValues }, send);
  const { lifetimeSeconds } = fresh;
  const stored = await storeRefreshedGrant(context.store, revocation, {
    grant: {
      ...grant,
      accessToken: fresh.accessToken,
      refreshToken: fresh.refreshToken ?? refreshToken,
    },
    expiresAt: lifetimeSeconds === null ? null : askedAt + lifetimeSeconds,
  }).catch((thrown: unknown) => {
    const { internal } = asGrantryError(thrown);
    const { revocationId } = revocation;
    context.log.error({ revocationId, cause: internal }, "tokens to be revoked cannot be stored");
    return false;
  });
  if (stored) context.checkpoint("stored");
  return fresh.accessToken;
}

/**
 * The client with its secret of now, which may have been rotated. Where its provider sends secrets elsewhere
 * by now all is as it was: neither does the grant go to the new place, nor a new secret to the old one (SEC-33).
 */
async function clientOf(
  context: RevocationContext,
  revocation: Revocation,
  grant: SealedGrant,
): Promise<ProviderClient> {
  const { integrationType, oauthClientId, serverId, workspaceId, providerEntry } = revocation;
  const { store } = context;
  const entry = findEntry(context.catalogue, { integrationType, serverId, providerEntry });
  if (entry === undefined) throw new GrantryError("connector_misconfigured");
  const { clientId } = grant;
  const client = { workspaceId, oauthClientId, serverId, clientId };
  const isElsewhere = providerEntry !== null && (await wasMoved(store, revocation, providerEntry));
  const secrets = isElsewhere ? undefined : await findClientSecrets(store, client);
  return {
    connector: entry,
    clientId,
    clientSecrets: secrets ?? grant.clientSecrets,
    settings: { ...revocation.connectionConfig },
    redirectUri: grant.redirectUri,
    allowInsecure: context.reach(workspaceId).allowedPrivateOrigins.size > 0,
    clock: context.clock,
  };
}

async function wasMoved(
  store: Store,
  { serverId, workspaceId }: Revocation,
  before: string,
): Promise<boolean> {
  const now = await findProviderEntry(store, workspaceId, serverId);
  return now === undefined || isMoved(before, now);
}
