/** What the introspection endpoint says of an access token (RFC 7662 section 2.2). */
import type { Json } from "../lib/json.ts";
import type { Outbound } from "../lib/outbound.ts";
import type { Secret } from "../lib/secret.ts";
import type { ClientAuthentication } from "../oauth/client-authentication.ts";
import { tokenIntrospectionRequest } from "../oauth/introspection.ts";
import type { Transport } from "../oauth/transport.ts";
import { clearFailure } from "./clear-text.ts";
import { failureOf, readAnswer } from "./conform.ts";
import { userAgent } from "./deviate.ts";
import { valueAt } from "./json.ts";
import {
  clientAuthentications,
  nowSeconds,
  type ProviderClient,
  placeholderValues,
} from "./provider-client.ts";
import { classify, ProviderError, providerError } from "./provider-error.ts";
import { expandUrl, type Values } from "./template.ts";

export interface Introspection {
  readonly client: ProviderClient;
  readonly token: Secret;
  readonly keptValues: Values;
}

/**
 * Asks about a token, as the client that got it. Where the provider refuses the client, and only then, it
 * is asked once more with each older client secret.
 *
 * Throws a ProviderError: with reason `token_ended` where the token is not active.
 */
export async function introspect(
  introspection: Introspection,
  send: Outbound,
): Promise<Json | undefined> {
  let refusal: unknown;
  for (const authentication of clientAuthentications(introspection.client)) {
    try {
      return await askOnce(introspection, authentication, send);
    } catch (thrown) {
      if (!(thrown instanceof ProviderError) || thrown.reason !== "invalid_client") throw thrown;
      refusal ??= thrown;
    }
  }
  throw refusal;
}

async function askOnce(
  { client, token, keptValues }: Introspection,
  authentication: ClientAuthentication,
  send: Outbound,
): Promise<Json | undefined> {
  const { metadata, errors } = client.connector.server;
  const values = placeholderValues(client, keptValues);
  // An entry that reads accounts there has the address: that is checked where the catalogue is built.
  const template = metadata.introspection_endpoint ?? "";
  const endpoint = expandUrl(template, values, client.allowInsecure).href;
  const party = {
    server: { issuer: endpoint, introspection_endpoint: endpoint },
    client: { client_id: client.clientId },
    authentication,
  };
  let document: Json | undefined;
  const transport: Transport = async ({ url, headers, body }) => {
    const sent = { ...headers, "user-agent": userAgent };
    const answer = await send({
      method: "POST",
      url,
      writtenAs: template,
      headers: sent,
      body: body.toString(),
    });
    document = await readAnswer(answer);
    const failure = failureOf(answer, document, { error: ["error"] }, nowSeconds(client));
    if (failure === null) return answer;
    const secrets = client.clientSecrets.map((secret) => secret.reveal());
    throw classify(clearFailure(failure, [token.reveal(), ...secrets]), errors);
  };
  try {
    const context = { transport, allowInsecure: client.allowInsecure };
    await tokenIntrospectionRequest(party, token, context);
  } catch (thrown) {
    throw providerError(thrown);
  }
  if (valueAt(document, "active") === true) return document;
  throw new ProviderError("unusable_answer", { reason: "token_ended" });
}
