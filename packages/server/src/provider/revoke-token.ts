/** One token to the revocation endpoint, and what its answer says (RFC 7009 section 2.2). */
import type { RevocationRules } from "@grantry/catalogue/schema";
import type { Outbound } from "../lib/outbound.ts";
import { OutboundError } from "../lib/outbound.ts";
import type { Secret } from "../lib/secret.ts";
import {
  anonymous,
  authorizationHeader,
  type ClientAuthentication,
} from "../oauth/client-authentication.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import { processTokenRevocationResponse, tokenRevocationRequest } from "../oauth/revocation.ts";
import type { Transport } from "../oauth/transport.ts";
import { clearFailure, revealed } from "./clear-text.ts";
import { failureOf, readAnswer } from "./conform.ts";
import { deviateRevocationRequest } from "./deviate.ts";
import {
  clientAuthentications,
  nowSeconds,
  type ProviderClient,
  placeholderValues,
} from "./provider-client.ts";
import { classify, ProviderError, providerError } from "./provider-error.ts";
import { expandUrl } from "./template.ts";

export interface TokenRevocation {
  readonly client: ProviderClient;
  readonly rules: RevocationRules;
  readonly token: Secret;
}

/**
 * `ended`: the entry says that this answer means a token that was over. `unsupported`: tokens of its
 * kind are not revoked. `refused`: the provider will not, for this token. `failed`: the provider is
 * away or sick, or refuses the client.
 */
export interface Answered {
  readonly end: "revoked" | "ended" | "unsupported" | "refused" | "failed";
  /** Null unless it is refused or failed. */
  readonly failure: ProviderError | null;
}

type Outcome = Answered & { readonly next?: "again" | "other_secret" };

/**
 * Revokes one token. A call that got 503 or no answer is made once more; a client that is refused is
 * tried with its older secret (SEC-34). Throws a ProviderError where no request can be made.
 */
export async function revokeToken(revocation: TokenRevocation, send: Outbound): Promise<Answered> {
  let outcome: Outcome = { end: "failed", failure: new ProviderError("client_fault") };
  for (const authentication of authentications(revocation)) {
    outcome = await revokeOnce(revocation, authentication, send);
    if (outcome.next === "again") outcome = await revokeOnce(revocation, authentication, send);
    if (outcome.next !== "other_secret") break;
  }
  return { end: outcome.end, failure: outcome.failure };
}

function authentications({ client, rules, token }: TokenRevocation): ClientAuthentication[] {
  if (rules.authentication === "client") return clientAuthentications(client);
  if (rules.authentication === "client_basic") {
    return clientAuthentications(client, "client_secret_basic");
  }
  if (rules.authentication === "bearer") return [authorizationHeader("Bearer", token)];
  if (rules.authentication === "none") return [anonymous()];
  const scheme = rules.authorization_scheme ?? "Client";
  return client.clientSecrets.map((secret) => authorizationHeader(scheme, secret));
}

async function revokeOnce(
  { client, rules, token }: TokenRevocation,
  authentication: ClientAuthentication,
  send: Outbound,
): Promise<Outcome> {
  const values = placeholderValues(client);
  const endpoint = expandUrl(rules.endpoint, values, client.allowInsecure).href;
  const party = {
    server: { issuer: endpoint, revocation_endpoint: endpoint },
    client: { client_id: client.clientId },
    authentication,
  };
  const { client_id_parameter } = client.connector.server.token_request;
  let outcome: Outcome | undefined;
  const transport: Transport = async (request) => {
    const answer = await send({
      ...deviateRevocationRequest(request, rules, client_id_parameter, values),
      writtenAs: rules.endpoint,
    });
    outcome = await outcomeOf(answer, { client, rules, token });
    const succeeded = outcome.end === "revoked" || outcome.end === "ended";
    return new Response(null, { status: succeeded ? 200 : 400 });
  };
  try {
    const context = { transport, allowInsecure: client.allowInsecure };
    await processTokenRevocationResponse(await tokenRevocationRequest(party, token, context));
  } catch (thrown) {
    if (thrown instanceof OutboundError) return unanswered(thrown);
    if (!(thrown instanceof OAuthError)) throw thrown;
    const failure = new ProviderError("client_fault", { cause: thrown });
    return outcome ?? { end: "failed", failure };
  }
  return outcome ?? { end: "revoked", failure: null };
}

function unanswered(thrown: OutboundError): Outcome {
  const failure = providerError(thrown);
  if (!(failure instanceof ProviderError)) throw thrown;
  return thrown.phase === "refused"
    ? { end: "failed", failure }
    : { end: "failed", failure, next: "again" };
}

async function outcomeOf(
  answer: Response,
  { client, rules, token }: TokenRevocation,
): Promise<Outcome> {
  const { errors, token_answer } = client.connector.server;
  const { error, error_subtype } = token_answer;
  const document = await readAnswer(answer);
  const { succeeds_if, already_ended: ended } = rules;
  const reading = { error, error_subtype, succeeds_if };
  const seen = failureOf(answer, document, reading, nowSeconds(client));
  if (seen === null) return { end: "revoked", failure: null };
  const words = [...seen.subtypes, seen.word ?? ""];
  const saysEnded =
    ended.statuses.includes(answer.status) || words.some((word) => ended.errors.includes(word));
  if (saysEnded) return { end: "ended", failure: null };
  if (words.includes("unsupported_token_type")) return { end: "unsupported", failure: null };
  const failure = classify(clearFailure(seen, revealed([token, ...client.clientSecrets])), errors);
  if (failure.reason === "invalid_client") return { end: "failed", failure, next: "other_secret" };
  if (failure.kind !== "transient") return { end: "refused", failure };
  return answer.status === 503
    ? { end: "failed", failure, next: "again" }
    : { end: "failed", failure };
}
