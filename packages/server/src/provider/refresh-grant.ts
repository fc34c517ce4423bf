/** From a grant to a fresh one, in the way the provider has for it (RFC 6749 section 6). */
import type { Outbound } from "../lib/outbound.ts";
import type { Secret } from "../lib/secret.ts";
import { tokenGrantRequest } from "../oauth/token-grant.ts";
import { clearOf, clearValues, revealed } from "./clear-text.ts";
import { buildGrant } from "./grant.ts";
import { keepValues } from "./kept-values.ts";
import type { Grant, ProviderClient } from "./provider-client.ts";
import { ProviderError } from "./provider-error.ts";
import { callTokenEndpoint, type TokenCall } from "./token-endpoint.ts";

export interface RefreshInput {
  readonly refreshToken: Secret | null;
  readonly accessToken: Secret | null;
  readonly keptValues: Readonly<Record<string, string>>;
}

/**
 * Refreshes a grant. A `refreshToken` of null in the result means: keep the one there is.
 *
 * Throws a ProviderError; `dead_grant` with reason `no_refresh_token` where there is nothing to
 * refresh with.
 */
export async function refreshGrant(
  client: ProviderClient,
  input: RefreshInput,
  send: Outbound,
): Promise<Grant> {
  const answer = await callTokenEndpoint(client, refreshCall(client, input), send);
  const { kept_values: rules } = client.connector.server;
  const fromAnswer = rules.filter(({ from }) => from === "token_answer");
  const sources = {
    token_answer: answer.document,
    callback: undefined,
    signed_callback: undefined,
  };
  const kept = keepValues(fromAnswer, sources, input.keptValues);
  const grant = buildGrant(client, answer, kept, null);
  // In the place of a value that holds a token the one of before stays: nothing may come of it that loses a new token.
  const before = clearValues(input.keptValues, clearOf(answer.secrets));
  const keptValues = { ...before, ...grant.keptValues };
  // A refresh takes nothing away that it does not name: some servers send an empty scope with each.
  return grant.grantedScopes?.length === 0
    ? { ...grant, keptValues, grantedScopes: null }
    : { ...grant, keptValues };
}

/** The token call that refreshes a grant. */
export function refreshCall(client: ProviderClient, input: RefreshInput): TokenCall {
  const { refresh, metadata, token_request, token_answer } = client.connector.server;
  const parameters = tokenParameters(client, input);
  return {
    endpoint: refresh.endpoint ?? metadata.token_endpoint,
    request: refresh.request ?? token_request,
    paths: token_answer.refresh ?? token_answer.code,
    keptValues: input.keptValues,
    sent: revealed([input.refreshToken, input.accessToken]),
    grantEnded: refresh.grant_ended,
    grant: (party, context) =>
      tokenGrantRequest(party, { grant_type: refresh.grant_type, parameters }, context),
  };
}

function tokenParameters(client: ProviderClient, input: RefreshInput): Record<string, string> {
  const { mode, token_parameter } = client.connector.server.refresh;
  if (mode === "client_credentials") return {};
  const token = mode === "access_token" ? input.accessToken : input.refreshToken;
  if (mode === "none" || token === null) {
    throw new ProviderError("dead_grant", { reason: "no_refresh_token" });
  }
  return { [token_parameter]: token.reveal() };
}
