/** Taking a grant back at the provider (RFC 7009, or the provider's own way). */
import type { RevocationRules } from "@grantry/catalogue/schema";
import { GrantryError } from "../lib/error.ts";
import { type Outbound, OutboundError } from "../lib/outbound.ts";
import type { Secret } from "../lib/secret.ts";
import {
  anonymous,
  authorizationHeader,
  type ClientAuthentication,
} from "../oauth/client-authentication.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import { processTokenRevocationResponse, tokenRevocationRequest } from "../oauth/revocation.ts";
import type { Transport } from "../oauth/transport.ts";
import { failureOf, readAnswer } from "./conform.ts";
import { deviateRevocationRequest } from "./deviate.ts";
import {
  clientAuthentications,
  nowSeconds,
  type ProviderClient,
  placeholderValues,
} from "./provider-client.ts";
import { classify, ProviderError } from "./provider-error.ts";
import { expandUrl } from "./template.ts";

export interface RevokeInput {
  readonly refreshToken: Secret | null;
  readonly accessToken: Secret | null;
}

/**
 * Revokes the tokens of a grant, in the order the entry gives. A token that had ended before counts
 * as revoked. A call that got 503 or no answer is made once more. `failed` where any token could not
 * be revoked: a sick provider never makes this throw.
 */
export async function revokeGrant(
  client: ProviderClient,
  input: RevokeInput,
  send: Outbound,
): Promise<"revoked" | "not_supported" | "failed"> {
  const rules = client.connector.server.revocation;
  if (rules === undefined) return "not_supported";
  const tokens = { refresh_token: input.refreshToken, access_token: input.accessToken };
  const present = rules.tokens.flatMap((name) => tokens[name] ?? []);
  const sent = rules.send === "first" ? present.slice(0, 1) : present;
  let all = true;
  for (const token of sent) {
    if (!(await revokeToken({ client, rules, token }, send))) all = false;
  }
  return all ? "revoked" : "failed";
}

interface Revocation {
  readonly client: ProviderClient;
  readonly rules: RevocationRules;
  readonly token: Secret;
}

type Outcome = "done" | "refused_client" | "try_again" | "failed";

async function revokeToken(revocation: Revocation, send: Outbound): Promise<boolean> {
  try {
    for (const authentication of authentications(revocation)) {
      let outcome = await revokeOnce(revocation, authentication, send);
      if (outcome === "try_again") outcome = await revokeOnce(revocation, authentication, send);
      if (outcome !== "refused_client") return outcome === "done";
    }
    return false;
  } catch (thrown) {
    const known = thrown instanceof ProviderError || thrown instanceof GrantryError;
    if (known || thrown instanceof OAuthError) return false;
    throw thrown;
  }
}

function authentications({ client, rules, token }: Revocation): ClientAuthentication[] {
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
  { client, rules, token }: Revocation,
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
  let outcome: Outcome = "failed";
  const transport: Transport = async (request) => {
    const answer = await send(
      deviateRevocationRequest(request, rules, client_id_parameter, values),
    );
    outcome = await outcomeOf(answer, client, rules);
    return new Response(null, { status: outcome === "done" ? 200 : 400 });
  };
  try {
    const context = { transport, allowInsecure: client.allowInsecure };
    await processTokenRevocationResponse(await tokenRevocationRequest(party, token, context));
    return "done";
  } catch (thrown) {
    if (thrown instanceof OutboundError) return thrown.phase === "refused" ? "failed" : "try_again";
    if (thrown instanceof OAuthError) return outcome;
    throw thrown;
  }
}

async function outcomeOf(
  answer: Response,
  client: ProviderClient,
  rules: RevocationRules,
): Promise<Outcome> {
  const { errors, token_answer } = client.connector.server;
  const { error, error_subtype } = token_answer;
  const document = await readAnswer(answer);
  const { succeeds_if } = rules;
  const reading = { error, error_subtype, succeeds_if };
  const failure = failureOf(answer, document, reading, nowSeconds(client));
  if (failure === null) return "done";
  const { already_ended: ended } = rules;
  if (ended.statuses.includes(answer.status)) return "done";
  const words = [...failure.subtypes, failure.word ?? ""];
  if (words.some((word) => ended.errors.includes(word))) return "done";
  if (answer.status === 503) return "try_again";
  return classify(failure, errors).reason === "invalid_client" ? "refused_client" : "failed";
}
