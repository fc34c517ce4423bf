/** A call to a provider's API with a token that was issued a moment ago. */
import type { AccountRules, AnswerSign, ApiRequest } from "@grantry/catalogue/schema";
import { cleanText } from "../lib/foreign-text.ts";
import type { Json } from "../lib/json.ts";
import type { Outbound } from "../lib/outbound.ts";
import { type Patience, patiently, type Setback } from "../lib/patience.ts";
import { showsSign } from "./answer-sign.ts";
import { failureOf, readWhole } from "./conform.ts";
import { userAgent } from "./deviate.ts";
import { type Grant, nowSeconds, type ProviderClient } from "./provider-client.ts";
import { classify, ProviderError, providerError } from "./provider-error.ts";
import { showsRefusal } from "./refusal-sign.ts";
import { expandText, expandTexts, expandUrl, type Values } from "./template.ts";

export interface ApiCall {
  readonly client: ProviderClient;
  readonly grant: Pick<Grant, "accessToken">;
  readonly values: Values;
  readonly send: Outbound;
  /** Null: one try. */
  readonly patience: Patience | null;
}

/** `writtenAs` is the address of the entry where that of the request is filled in already. */
type Request = ApiRequest & { readonly writtenAs?: string };

/** What tells an answer that did not succeed, or that the token is over. */
type AnswerRules = Pick<AccountRules, "succeeds_if"> & {
  readonly token_ended?: readonly AnswerSign[];
};

/** A call that is made again where a new token is not known everywhere yet, or the API is busy. */
export async function readPatiently(
  call: ApiCall,
  request: Request,
  rules: AnswerRules,
): Promise<Json | undefined> {
  return await patiently(call.patience, () => callApi(call, request, rules), setbackOf);
}

/** Null where the answer would be the same again. */
export function setbackOf(thrown: unknown): Setback | null {
  if (!(thrown instanceof ProviderError)) return null;
  const { kind, status, reason, retryAfterSeconds } = thrown;
  const refused = status === 401 || reason === "token_ended";
  if (!refused && kind !== "transient" && kind !== "no_answer") return null;
  return { kind: refused ? "refused_token" : "busy", retryAfterSeconds };
}

/** One call. Throws a ProviderError: with reason `token_ended` where the answer says that the token is over. */
export async function callApi(
  { client, grant, values, send }: ApiCall,
  request: Request,
  rules: AnswerRules,
): Promise<Json | undefined> {
  const { api, errors } = client.connector.server;
  const access_token = grant.accessToken.reveal();
  const authorization = expandText(api.authorization, { ...values, access_token }) ?? "";
  try {
    const answer = await send({
      method: request.method,
      url: expandUrl(request.url, values, client.allowInsecure).href,
      writtenAs: request.writtenAs ?? request.url,
      headers: {
        accept: "application/json",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        ...expandTexts(request.headers, values),
        "user-agent": userAgent,
        authorization,
      },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const { isEmpty, document } = await readWhole(answer);
    const reading = { error: [], succeeds_if: rules.succeeds_if };
    const failure = failureOf(answer, document, reading, nowSeconds(client));
    if (failure === null) return document;
    // The token is brand new: a refusal is no word about the grant or the client.
    const { kind, status, retryAfterSeconds } = classify(failure, errors);
    const seen = { status: answer.status, headers: answer.headers, isEmpty, document };
    // A token that lacks a permission is good, though the status may be that of one that is over.
    const ended =
      showsSign(rules.token_ended ?? [], seen) && !showsRefusal(api.missing_scope, seen);
    throw new ProviderError(kind === "transient" ? kind : "unusable_answer", {
      status,
      reason: ended ? "token_ended" : undefined,
      providerDescription: cleanText(failure.description, [access_token]),
      retryAfterSeconds,
    });
  } catch (thrown) {
    throw providerError(thrown);
  }
}
