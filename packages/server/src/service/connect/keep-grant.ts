/** Keeps a new grant: reads whose it is, checks it, and stores it in one transaction. */
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { newPatience } from "../../lib/patience.ts";
import { readAccount } from "../../provider/account.ts";
import { grantPartyOf } from "../../provider/grant-party.ts";
import type { Account, ProviderClient } from "../../provider/provider-client.ts";
import { keptScopes, missingScopes } from "../../provider/scopes.ts";
import { finishAuthorization, getAuthorization } from "../../store/authorizations.ts";
import { lockConnection, setConnected } from "../../store/connection-writes.ts";
import type { Connection } from "../../store/connections.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import { isFrozenFor, lockFreezes } from "../../store/freezes.ts";
import { dropStaleMark } from "../../store/frozen-connections.ts";
import { renameAccount } from "../../store/grants.ts";
import { dropHeld } from "../../store/held-revocations.ts";
import { onceDatabaseIsBack } from "../../store/once-database-is-back.ts";
import type { Revocation } from "../../store/revocations.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { tokenSetOf } from "../engine/index.ts";
import { providerKeyOf, refreshesByItself } from "../providers/index.ts";
import { grantOfConnection, nameGrants, queueRevocation, settle } from "../revocation/index.ts";
import type { ConnectContext } from "./context.ts";
import { giveBackUnkept } from "./give-back-unkept.ts";
import type { NewGrant } from "./new-grant.ts";
import { requireAsLinked } from "./reconnect.ts";
import { recordConsent } from "./record-consent.ts";
import { isSameAccount } from "./same-account.ts";

/**
 * Throws connection_frozen where it, or what it is of, was frozen, missing_scopes where the user withheld what the connector cannot do without, and
 * account_mismatch where the connection belongs to another account; the grant is then taken back
 * and what was stored before stays as it is.
 */
export async function keepGrant(context: ConnectContext, input: NewGrant): Promise<void> {
  const { grant } = input;
  let account: Account | null = null;
  let kept: Kept;
  try {
    const { send } = context.reach(input.registered.connector.workspaceId);
    const patience = newPatience(context.clock, context.closing);
    account = await readAccount(input.client, input.grant, send, patience);
    requireScopes(input);
    await forgetFormerIds(context, input, account);
    kept = await store(context, input, account);
  } catch (thrown) {
    if (!isDatabaseUnavailable(thrown)) {
      await giveBackUnkept(context, input, { grant, account });
      throw thrown;
    }
    const stored = await wasStored(context, input).catch(() => "unknown" as const);
    if (stored === true) return;
    if (stored === false) await giveBackUnkept(context, input, { grant, account });
    else decideLater(context, input, account);
    throw thrown;
  }
  const { before, replaced } = kept;
  const isFirst = before.connectedAt === null;
  context.statistics.count(before, "reconnects", isFirst ? "connected" : "reconnected");
  if (replaced !== null) await settle(context, replaced);
}

/**
 * Where an account is known by another id than before: what was stored under that one, by whatever
 * connection, goes by the present one from now on, so that what rests on one grant is still seen.
 */
async function forgetFormerIds(
  context: ConnectContext,
  { client, registered: { connector, providerEntry } }: NewGrant,
  { id: to, formerIds: from = [] }: Account,
): Promise<void> {
  if (from.length === 0) return;
  for (const one of from) await nameGrants(context, one);
  const party = grantPartyOf(client, context.catalogue);
  // Of a workspace's own provider the ids are that workspace's word, and count there alone.
  const workspaceId = providerEntry === null ? null : connector.workspaceId;
  await inTransaction(context.store, (trx) => renameAccount(trx, { party, from, to, workspaceId }));
}

/** For the database being away still: what is not stored then is given back. Nobody waits. */
function decideLater(context: ConnectContext, input: NewGrant, account: Account | null): void {
  const { clock, closing, engine, flights, log } = context;
  const { grant } = input;
  const { appId, authorizationId } = input.authorization;
  const waiting = { clock, closing, maxMs: engine.keepMaxMs };
  const late = async () => {
    const stored = await onceDatabaseIsBack(waiting, () => wasStored(context, input));
    if (stored === undefined) throw new Error("the database stayed away");
    if (!stored) await giveBackUnkept(context, input, { grant, account });
  };
  flights.join(`decide ${authorizationId}`, late).catch((thrown: unknown) => {
    const details = { appId, authorizationId, cause: describeThrown(thrown) };
    log.error(details, "a grant may be neither kept nor given back");
  });
}

/**
 * Whether it is stored all the same, and only the word of that was lost on its way here. Asked by ending the
 * authorization: a read could come before a commit that is still under way, a write waits for it.
 */
async function wasStored(context: ConnectContext, { authorization }: NewGrant): Promise<boolean> {
  const { authorizationId, appId } = authorization;
  const failure = { error: "database_unavailable" };
  if (await finishAuthorization(context.store, authorizationId, failure)) return false;
  const now = await getAuthorization(context.store, appId, authorizationId);
  return now?.status === "completed";
}

function requireScopes({ authorization, client, grant }: NewGrant): void {
  const { connector } = client.connector;
  if (!connector.scopes.reducible_by_user || grant.grantedScopes === null) return;
  const missing = missingScopes(
    client.connector,
    authorization.requestedScopes,
    grant.grantedScopes,
  );
  const needed = missing.filter((scope) => !connector.scopes.optional.includes(scope));
  if (needed.length === 0) return;
  throw new GrantryError("missing_scopes", {
    detail: `Nothing was connected, because not everything that is needed was allowed. Missing: ${needed.join(", ")}.`,
    data: { missingScopes: needed },
  });
}

/** Whoever freezes meanwhile waits, or is waited for: a grant that is kept after a freeze would be served. */
async function requireUnfrozen(
  trx: Store,
  address: Parameters<typeof isFrozenFor>[1],
): Promise<void> {
  if (await isFrozenFor(trx, address)) throw new GrantryError("connection_frozen");
}

interface Kept {
  /** The connection as it was. */
  readonly before: Connection;
  /** What another account had granted until now, queued to be taken back. */
  readonly replaced: Revocation | null;
}

async function store(
  context: ConnectContext,
  { authorization, registered, client, grant, askedAt, held, completedBy, chosen }: NewGrant,
  account: Account,
): Promise<Kept> {
  return await inTransaction(context.store, async (trx) => {
    // Before any row is locked: whoever freezes locks them after this.
    await lockFreezes(trx, authorization.workspaceId);
    const { appId, workspaceId, owner, requestedScopes, author } = authorization;
    const { connectorId } = registered.connector;
    // First, so that it is found removed before a connection is made for what is gone.
    const finished = await finishAuthorization(trx, authorization.authorizationId, null);
    // Whoever ended the authorization in between has the last word: nothing is stored.
    if (!finished) throw new GrantryError("state_invalid");
    if (held !== null && !(await dropHeld(trx, held))) throw new GrantryError("state_invalid");
    await requireUnfrozen(trx, { appId, workspaceId, connectorId, owner });
    const before = await lockConnection(trx, { appId, workspaceId, connectorId, owner });
    await dropStaleMark(trx, before.connectionId);
    await requireAsLinked(trx, authorization, before, account);
    const sameAccount = before.account === null || isSameAccount(before.account, account);
    const otherAccount = before.status !== "disconnected" && !sameAccount;
    if (otherAccount && !authorization.replacesAccount) {
      throw new GrantryError("account_mismatch", {
        detail:
          "Another account was chosen than the one that is connected. Disconnect first to change the account.",
      });
    }
    const tokens = tokenSetOf(client.connector, grant, {
      askedAt,
      lifetimeSeconds: null,
      leastSeconds: context.engine.background.leastSeconds,
    });
    const isRefreshed = tokens.refreshToken !== null || refreshesByItself(client.connector);
    if (!isRefreshed) warnOfEnd(context, client, before.connectionId);
    await setConnected(trx, before, {
      tokens,
      endsAt: isRefreshed ? null : tokens.expiresAt,
      account,
      requestedScopes,
      grantedScopes: keptScopes(
        client.connector,
        requestedScopes,
        grant.grantedScopes ?? requestedScopes,
      ),
      connectionConfig: { ...client.settings, ...grant.keptValues },
      providerKey: providerKeyOf(registered),
      grantParty: grantPartyOf(client, context.catalogue),
      clientId: client.clientId,
      author,
      // The app's backend has the same account consent anew: it is still the operator's.
      keepsAuthor: before.status !== "disconnected" && sameAccount,
    });
    const { integrationType } = registered.connector;
    const { connectionId } = before;
    await recordConsent(trx, authorization, {
      connectionId,
      integrationType,
      isAgain: before.connectedAt !== null,
      replacesAccount: otherAccount,
      completedBy,
      chosen,
    });
    if (!otherAccount) return { before, replaced: null };
    const theirs = await grantOfConnection(trx, before, "account_replaced");
    return { before, replaced: await queueRevocation(context, trx, registered, theirs) };
  });
}

/** An entry that declares refresh tokens, and a consent that brought none: whoever runs the server may mend it. */
function warnOfEnd(context: ConnectContext, client: ProviderClient, connectionId: string): void {
  const { id, refresh } = client.connector.server;
  if (refresh.mode !== "refresh_token") return;
  context.log.warn(
    { connectionId, provider: id },
    "the consent brought no refresh token, although the provider gives them: the connection ends with its token",
  );
}
