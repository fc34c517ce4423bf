/** Goes through a test once the provider has sent the browser back. Whatever was granted is given back at its end. */
import type { ErrorCode } from "@grantry/contract/errors";
import { newPatience } from "../../../lib/patience.ts";
import { readAccount } from "../../../provider/account.ts";
import { checkAuthorizationResponse } from "../../../provider/authorization-response.ts";
import { readOffers } from "../../../provider/choice.ts";
import { exchangeCode } from "../../../provider/exchange-code.ts";
import { type FirstCallOutcome, makeFirstCall } from "../../../provider/first-call.ts";
import { grantPartyOf } from "../../../provider/grant-party.ts";
import type { Grant } from "../../../provider/provider-client.ts";
import { ProviderError } from "../../../provider/provider-error.ts";
import { missingScopes } from "../../../provider/scopes.ts";
import {
  type Authorization,
  type Failure,
  openCodeVerifier,
  type TestStepName,
} from "../../../store/authorizations.ts";
import { finishTest } from "../../../store/connector-tests.ts";
import { getRevocation } from "../../../store/revocation-receipts.ts";
import { inTransaction } from "../../../store/store.ts";
import { asConsentError, providerWordsOf } from "../../providers/index.ts";
import {
  holdGrant,
  type RevocationResult,
  releaseGrant,
  resultOf,
} from "../../revocation/index.ts";
import type { ConnectContext } from "../context.ts";
import { type Ended, endedOf } from "../ended.ts";
import { giveBackUnkept } from "../give-back-unkept.ts";
import { clientOf, type RegisteredClient } from "../registered-client.ts";
import { failed, type Outcome, passed, skipped, stepsOf } from "./steps.ts";
import { explain, type Named } from "./words.ts";

export interface Brought {
  readonly parameters: URLSearchParams;
  readonly state: string;
}

/** Seconds. Longer than all calls of a test take; then the grant is given back by whoever finds it. */
const holdSeconds = 300;

interface Run extends RegisteredClient {
  readonly context: ConnectContext;
  readonly authorization: Authorization;
  /** By name; filled as they come. */
  readonly seen: { [Name in TestStepName]?: Outcome };
  readonly named: Named;
  /** The first failure, as the attempt's error tells it. */
  failure: (Failure & { readonly error: ErrorCode }) | null;
}

/** Ends the test with what came of each step. Throws what is no word about the connector. */
export async function answerTest(
  context: ConnectContext,
  authorization: Authorization,
  brought: Brought,
): Promise<Ended> {
  const known = await clientOf(context, authorization);
  const { server, connector } = known.client.connector;
  const named = {
    provider: server.name,
    service: connector.display_name,
    redirectUri: authorization.redirectUri,
  };
  const run: Run = { ...known, context, authorization, seen: {}, named, failure: null };
  const grant = await obtain(run, brought);
  if (grant !== null) await tryOut(run, grant);
  const { failure } = run;
  await finishTest(context.store, authorization, { steps: stepsOf(run.seen), failure });
  return await endedOf(context, authorization, failure?.error ?? null);
}

/** Writes a failure down. */
function fail(run: Run, step: Parameters<typeof explain>[0], thrown: unknown): null {
  run.seen[step] = failed(explain(step, thrown, run.named));
  const { code, detail } = asConsentError(thrown);
  run.failure ??= { error: code, detail, providerError: providerWordsOf(thrown) };
  return null;
}

/** From the answer to a grant; null where a step failed. */
async function obtain(run: Run, { parameters, state }: Brought): Promise<Grant | null> {
  const { authorization, client, context, registered, seen } = run;
  seen.redirect_uri = passed();
  let response: ReturnType<typeof checkAuthorizationResponse>;
  try {
    response = checkAuthorizationResponse(client, parameters, state);
  } catch (thrown) {
    const isUnsound = thrown instanceof ProviderError && thrown.kind === "bad_response";
    if (isUnsound) seen.consent = passed();
    return fail(run, isUnsound ? "response" : "consent", thrown);
  }
  seen.consent = passed();
  seen.response = passed();
  const sent = {
    response,
    codeVerifier: await openCodeVerifier(context.store, authorization),
    nonceHash: authorization.nonceHash,
    giveBack: (unkept: Parameters<typeof giveBackUnkept>[2]["grant"]) =>
      giveBackUnkept(
        context,
        { authorization, registered, client, held: null },
        { grant: unkept, account: null },
      ),
  };
  try {
    const { send } = context.reach(authorization.workspaceId);
    const grant = await exchangeCode(client, sent, send);
    seen.code_exchange = passed();
    return grant;
  } catch (thrown) {
    return fail(run, "code_exchange", thrown);
  }
}

/** Uses the grant, and gives it back whatever happens: it stands in the queue of revocations from the beginning. */
async function tryOut(run: Run, grant: Grant): Promise<void> {
  const { context } = run;
  const revocationId = await hold(run, grant);
  let accountId: string | null = null;
  try {
    const offered = await withFirstOffer(run, grant);
    if (offered !== null) accountId = await readWhose(run, offered);
    compareScopes(run, grant);
    if (offered !== null) await callApi(run, offered);
  } finally {
    await releaseGrant(context, revocationId, accountId);
  }
  const revocation = await getRevocation(context.store, revocationId);
  run.seen.revocation = ofRevocation(resultOf(revocation ?? { result: null }), run.named);
  if (run.seen.revocation.result === "failed") run.failure ??= { error: "provider_unavailable" };
}

async function hold(
  { authorization, client, context, registered }: Run,
  grant: Grant,
): Promise<string> {
  const until = context.clock.nowSeconds() + holdSeconds;
  const unkept = {
    appId: "",
    connectionId: null,
    cause: "not_kept" as const,
    registered,
    client,
    grant,
    grantParty: grantPartyOf(client, context.catalogue),
    accountId: null,
  };
  try {
    return await inTransaction(context.store, (trx) => holdGrant(context, trx, unkept, until));
  } catch (thrown) {
    const consent = { authorization, registered, client, held: null };
    await giveBackUnkept(context, consent, { grant, account: null });
    throw thrown;
  }
}

function patienceOf({ clock, closing }: ConnectContext) {
  return newPatience(clock, closing);
}

/** Where a person would choose what of the grant is connected, a test takes the first. Null where that failed. */
async function withFirstOffer(run: Run, grant: Grant): Promise<Grant | null> {
  const { authorization, client, context, named, seen } = run;
  const { choice } = client.connector.server;
  if (choice === undefined) return grant;
  try {
    const { send } = context.reach(authorization.workspaceId);
    const [first] = await readOffers(client, grant, send, patienceOf(context));
    if (first !== undefined) {
      return { ...grant, keptValues: { ...grant.keptValues, ...first.values } };
    }
    const detail = `This account has no ${choice.noun} at ${named.provider} that could be connected.`;
    seen.account = failed({ detail, remedy: "Test with an account that has one." });
    run.failure ??= { error: "nothing_to_choose" };
    return null;
  } catch (thrown) {
    return fail(run, "account", thrown);
  }
}

async function readWhose(run: Run, grant: Grant): Promise<string | null> {
  const { authorization, client, context, seen } = run;
  try {
    const { send } = context.reach(authorization.workspaceId);
    const { id, email, name } = await readAccount(client, grant, send, patienceOf(context));
    const who = email ?? name;
    seen.account = passed(who === null ? null : `It is ${who}.`);
    return id;
  } catch (thrown) {
    return fail(run, "account", thrown);
  }
}

function compareScopes(run: Run, { grantedScopes: granted }: Grant): void {
  const { authorization, client, named, seen } = run;
  const { requestedScopes: requested } = authorization;
  const { scopes } = client.connector.connector;
  if (requested.length === 0) {
    seen.scopes = skipped(`${named.provider} grants what the client was registered for.`);
    return;
  }
  if (granted === null || !scopes.reported) {
    seen.scopes = skipped(`${named.provider} does not say which scopes it granted.`);
    return;
  }
  const missing = missingScopes(client.connector, requested, granted);
  seen.scopes = passed();
  if (missing.length === 0) return;
  seen.scopes = failed({
    detail: `Not granted: ${missing.join(", ")}.`,
    remedy: scopes.reducible_by_user
      ? "Test again, and leave everything selected on the consent page."
      : `Switch them on for the client at ${named.provider}, or take them out of the connector.`,
  });
  run.failure ??= { error: "missing_scopes" };
}

async function callApi(run: Run, grant: Grant): Promise<void> {
  const { authorization, client, context, named, seen } = run;
  const { requestedScopes: requested, workspaceId } = authorization;
  try {
    const { send } = context.reach(workspaceId);
    const patience = patienceOf(context);
    const outcome = await makeFirstCall(client, { grant, requested }, send, patience);
    seen.api_call = ofCall(outcome, named);
  } catch (thrown) {
    fail(run, "api_call", thrown);
  }
}

function ofCall(outcome: FirstCallOutcome, { service }: Named): Outcome {
  switch (outcome.kind) {
    case "answered":
      return passed(outcome.proves);
    case "none":
      return skipped(`No call is known that works with every account of ${service}.`);
    case "needs_scopes":
      return skipped(
        `The call that is known needs ${outcome.scopes.join(", ")}, which was not granted.`,
      );
  }
}

function ofRevocation(result: RevocationResult, { provider }: Named): Outcome {
  switch (result) {
    case "revoked":
    case "already_ended":
      return passed();
    case "not_supported":
      return skipped(
        `${provider} offers no call for it. The access can be removed in the account's settings there.`,
      );
    case "kept_for_other_connections":
      return skipped("A connection rests on the same grant of this account, so it stays.");
    case "kept_for_other_servers":
      return skipped("Other servers use this OAuth client, so what was granted stays.");
    case "queued":
    case "failed":
      return failed({
        detail: `${provider} did not take the grant back.`,
        remedy:
          result === "queued"
            ? "Nothing to do: it is tried again for three days."
            : "Remove the access in the account's settings there.",
      });
  }
}
