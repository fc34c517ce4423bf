/** One exchange with a token endpoint: deviate, send, conform, validate, class what went wrong. */
import type {
  AnswerPaths,
  AnswerSign,
  ErrorRules,
  TokenRequestRules,
} from "@grantry/catalogue/schema";
import type { Json } from "../lib/json.ts";
import type { Outbound } from "../lib/outbound.ts";
import type { Party } from "../oauth/code-grant.ts";
import { processTokenResponse, type TokenResponse } from "../oauth/token-response.ts";
import type { FormRequest, RequestContext } from "../oauth/transport.ts";
import { showsSign } from "./answer-sign.ts";
import {
  type ConformedAnswer,
  conformTokenAnswer,
  neverEnds,
  refreshLifetimeOf,
} from "./conform.ts";
import { deviateTokenRequest } from "./deviate.ts";
import {
  clientAuthentications,
  nowSeconds,
  type ProviderClient,
  placeholderValues,
} from "./provider-client.ts";
import { classify, ProviderError, providerError } from "./provider-error.ts";
import { expandUrl, type Values } from "./template.ts";

/** What to ask of which endpoint, and where in the answer things stand. */
export interface TokenCall {
  /** A URL template. */
  readonly endpoint: string;
  readonly request: TokenRequestRules;
  readonly paths: AnswerPaths;
  readonly keptValues: Values;
  /** Answers which say that the grant is over, beside those that are told by a word. */
  readonly grantEnded?: readonly AnswerSign[];
  /** Tokens that are sent, under whatever name. */
  readonly sent?: readonly string[];
  /** Called with each answer before it is judged: tokens in one that is refused live on all the same. */
  readonly onAnswer?: (document: Json) => void;
  /** Writes the standard request. */
  readonly grant: (party: Party, context: RequestContext) => Promise<Response>;
}

export interface TokenAnswer {
  readonly token: TokenResponse;
  readonly refreshLifetimeSeconds: number | null;
  /** Whether the answer says that the access token does not end. */
  readonly neverEnds: boolean;
  /** The whole answer, to pick declared values from. It is never kept. */
  readonly document: Json | undefined;
  /** Every token of the answer, and what was sent for it: nothing that is kept in clear may hold any. */
  readonly secrets: readonly string[];
}

/**
 * Makes a token call. Where the provider refuses the client itself, and only then, the call is made
 * once more with each older client secret.
 *
 * Throws a ProviderError.
 */
export async function callTokenEndpoint(
  client: ProviderClient,
  call: TokenCall,
  send: Outbound,
): Promise<TokenAnswer> {
  let refusal: unknown;
  for (const authentication of clientAuthentications(client)) {
    try {
      return await callOnce(client, call, { send, authentication });
    } catch (thrown) {
      if (!(thrown instanceof ProviderError) || thrown.reason !== "invalid_client") throw thrown;
      refusal ??= thrown;
    }
  }
  throw refusal;
}

interface Attempt {
  readonly send: Outbound;
  readonly authentication: Party["authentication"];
}

async function callOnce(
  client: ProviderClient,
  call: TokenCall,
  { send, authentication }: Attempt,
): Promise<TokenAnswer> {
  const { server } = client.connector;
  const values = placeholderValues(client, call.keptValues);
  const endpoint = expandUrl(call.endpoint, values, client.allowInsecure).href;
  const party: Party = {
    server: { issuer: endpoint, token_endpoint: endpoint },
    client: { client_id: client.clientId },
    authentication,
  };
  let conformed: ConformedAnswer | undefined;
  const transport: RequestContext["transport"] = async (request) => {
    const answer = await send({
      ...deviateTokenRequest(request, call.request, values),
      writtenAs: call.endpoint,
    });
    conformed = await conformTokenAnswer(answer, {
      rules: server.token_answer,
      paths: call.paths,
      nowSeconds: nowSeconds(client),
      sent: [...secretsIn(client, request), ...(call.sent ?? [])],
    });
    if (conformed.document !== undefined) call.onAnswer?.(conformed.document);
    if (conformed.failure !== null) throw failed(conformed, call, server.errors);
    return conformed.response;
  };
  try {
    const answer = await call.grant(party, { transport, allowInsecure: client.allowInsecure });
    const token = await processTokenResponse(party.server, party.client, answer);
    const refreshLifetimeSeconds = refreshLifetimeOf(conformed?.document, call.paths);
    const { document, secrets = [] } = conformed ?? {};
    const endless = neverEnds(document, server.token_answer, call.paths);
    return { token, refreshLifetimeSeconds, neverEnds: endless, document, secrets };
  } catch (thrown) {
    throw providerError(thrown, conformed?.status);
  }
}

/** What must not come back in a text: the client's secrets, code, verifier, tokens. */
function secretsIn({ clientSecrets }: ProviderClient, { body }: FormRequest): string[] {
  const secret = ["code", "code_verifier", "refresh_token", "client_secret", "client_assertion"];
  const sent = [...body].filter(([name]) => secret.includes(name) || name.endsWith("token"));
  return [...clientSecrets.map((one) => one.reveal()), ...sent.map(([, value]) => value)];
}

/** What an entry declares of an answer counts for what the words of others would leave open. */
function failed(seen: ConformedAnswer, call: TokenCall, rules: ErrorRules): unknown {
  if (seen.failure === null) return undefined;
  const error = classify(seen.failure, rules);
  if (error.kind === "dead_grant" || !showsSign(call.grantEnded ?? [], seen)) return error;
  const { providerCode, providerDescription, status } = error;
  const said = { providerCode, providerDescription, status };
  return new ProviderError("dead_grant", { reason: "declared_sign", ...said });
}
