/** From an authorization response to a grant (RFC 6749 section 4.1.3). */
import type { SecondExchange } from "@grantry/catalogue/schema";
import type { Json } from "../lib/json.ts";
import type { Outbound } from "../lib/outbound.ts";
import { codeGrantRequest } from "../oauth/code-grant.ts";
import { tokenGrantRequest } from "../oauth/token-grant.ts";
import { accountFrom } from "./account.ts";
import type { AuthorizationResponse } from "./authorization-response.ts";
import { clearOf, type IsClear, tokensAt } from "./clear-text.ts";
import { buildGrant } from "./grant.ts";
import { idTokenClaims, type Sent } from "./id-token.ts";
import { type KeptValueSources, keepValues } from "./kept-values.ts";
import type { Account, Grant, ProviderClient } from "./provider-client.ts";
import { refreshCall } from "./refresh-grant.ts";
import type { Values } from "./template.ts";
import { callTokenEndpoint, type TokenAnswer, type TokenCall } from "./token-endpoint.ts";
import { tokensIn, type UnkeptTokens } from "./unkept-tokens.ts";

export interface ExchangeInput extends Sent {
  readonly response: AuthorizationResponse;
  /** Takes what the provider granted, where nothing comes of it. It must not throw. */
  readonly giveBack: (unkept: UnkeptTokens) => Promise<void>;
}

/**
 * Exchanges the code of a checked response. Where the provider's first token is short-lived, it is
 * exchanged for the lasting one at once; where the browser brought an instance id in place of a
 * code, the first token is minted with it. Where it fails after tokens came, they are given back first.
 *
 * Throws a ProviderError. A refused code is a `dead_grant`.
 */
export async function exchangeCode(
  client: ProviderClient,
  input: ExchangeInput,
  send: Outbound,
): Promise<Grant> {
  const came: UnkeptTokens[] = [];
  try {
    return await exchange(client, input, { send, came });
  } catch (thrown) {
    for (const unkept of came) await input.giveBack(unkept);
    throw thrown;
  }
}

interface Exchanging {
  readonly send: Outbound;
  /** Every token set that an answer held, the first one first. */
  readonly came: UnkeptTokens[];
}

async function exchange(
  client: ProviderClient,
  input: ExchangeInput,
  { send, came }: Exchanging,
): Promise<Grant> {
  const { server } = client.connector;
  const brought = {
    callback: Object.fromEntries(input.response.reveal()),
    signed_callback: input.response.revealSigned(),
  };
  // What is to be chosen is asked for with the grant.
  const known = server.kept_values.filter(({ from }) => from !== "choice");
  const fromCallback = keepValues(
    known.filter(({ from }) => from !== "token_answer"),
    { ...brought, token_answer: undefined },
    {},
  );
  const call = async (asked: TokenCall) => {
    const onAnswer = (document: Json) => {
      const sources = { ...brought, token_answer: document };
      const secrets = [...(asked.sent ?? []), ...tokensAt(document, asked.paths)];
      const sound = soundValues(client, sources, fromCallback, clearOf(secrets));
      const unkept = tokensIn(document, asked.paths, sound);
      if (unkept !== null) came.push(unkept);
    };
    return await callTokenEndpoint(client, { ...asked, onAnswer }, send);
  };
  const first = await call(firstCall(client, input, fromCallback));
  const sources = { ...brought, token_answer: first.document };
  const keptValues = keepValues(known, sources, fromCallback, clearOf(first.secrets));
  const claims = idTokenClaims(client, first.document, input);
  const hints = hintsIn(client, { document: first.document, claims, keptValues });
  const second = server.second_exchange;
  const lasting = second === undefined ? first : await call(secondCall(client, second, first));
  // What the second answer does not say again holds as the first said it.
  const scope = lasting.token.scope ?? first.token.scope;
  const token = { ...lasting.token, ...(scope === undefined ? {} : { scope }) };
  const secrets = [...first.secrets, ...lasting.secrets];
  return buildGrant(client, { ...lasting, token, secrets }, keptValues, hints);
}

/** The declared values as far as they came: an address to revoke at may be made of them. */
function soundValues(
  client: ProviderClient,
  sources: KeptValueSources,
  before: Values,
  isClear: IsClear,
) {
  const { kept_values: rules } = client.connector.server;
  return keepValues(
    rules.map((rule) => ({ ...rule, required: false })),
    sources,
    before,
    isClear,
  );
}

interface Answered {
  readonly document: Json | undefined;
  /** Of the ID token, where it names the account. */
  readonly claims: Json | undefined;
  readonly keptValues: Values;
}

/** The account, where the answer or the ID token in it names it. */
function hintsIn(
  client: ProviderClient,
  { document, claims, keptValues }: Answered,
): Account | null {
  const { request, from } = client.connector.server.account;
  if (request !== undefined || from === "introspection") return null;
  return accountFrom(client, from === "id_token" ? claims : document, keptValues);
}

function firstCall(client: ProviderClient, input: ExchangeInput, keptValues: Values): TokenCall {
  const { server } = client.connector;
  if (server.authorization.answer === "installation") {
    return refreshCall(client, { refreshToken: null, accessToken: null, keptValues });
  }
  return {
    endpoint: server.metadata.token_endpoint,
    request: server.token_request,
    paths: server.token_answer.code,
    keptValues,
    grant: (party, context) =>
      codeGrantRequest(
        party,
        {
          parameters: input.response.reveal(),
          redirect_uri: client.redirectUri,
          code_verifier: input.codeVerifier,
        },
        context,
      ),
  };
}

function secondCall(client: ProviderClient, second: SecondExchange, first: TokenAnswer): TokenCall {
  const { token_answer: answer } = client.connector.server;
  return {
    endpoint: second.endpoint,
    request: second.request,
    paths: answer.refresh ?? answer.code,
    keptValues: {},
    sent: first.secrets,
    grant: (party, context) =>
      tokenGrantRequest(
        party,
        {
          grant_type: second.grant_type,
          parameters: { [second.token_parameter]: first.token.access_token },
        },
        context,
      ),
  };
}
