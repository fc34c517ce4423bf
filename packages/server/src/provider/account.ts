/** Who is behind a connection. */
import type { AccountRules, AnswerSign, ApiRequest } from "@grantry/catalogue/schema";
import { cleanText } from "../lib/foreign-text.ts";
import type { Json } from "../lib/json.ts";
import type { Outbound } from "../lib/outbound.ts";
import { type Patience, patiently, type Setback } from "../lib/patience.ts";
import { showsSign } from "./answer-sign.ts";
import { failureOf, readWhole } from "./conform.ts";
import { userAgent } from "./deviate.ts";
import { introspect } from "./introspect.ts";
import { firstValueAt, passes, textOf, valueAt } from "./json.ts";
import {
  type Account,
  type Grant,
  nowSeconds,
  type ProviderClient,
  placeholderValues,
} from "./provider-client.ts";
import { classify, ProviderError, providerError } from "./provider-error.ts";
import { showsRefusal } from "./refusal-sign.ts";
import { expandText, expandTexts, expandUrl, type Values } from "./template.ts";

const idCharactersMax = 512;
const textCharactersMax = 320;
/** Of a longer text no more is looked at. */
const textCharactersRead = 4 * textCharactersMax;
/** Of a longer list no more entries are looked at. */
const entriesMax = 1_000;

/**
 * Reads the account behind a new grant: from the provider's API, or from the token response where
 * that names it. The grant is new: with `patience` a call that failed is made again for a while.
 *
 * Throws a ProviderError: `unusable_answer` with reason `no_account_id` where the answer names no
 * account, else as the call failed.
 */
export async function readAccount(
  client: ProviderClient,
  grant: Grant,
  send: Outbound,
  patience: Patience | null = null,
): Promise<Account> {
  const rules = client.connector.server.account;
  if (rules.request === undefined && rules.from === "introspection") {
    return await readIntrospected(client, grant, send, patience);
  }
  if (rules.request === undefined) {
    if (grant.accountHints === null) throw noAccountId();
    return grant.accountHints;
  }
  const values = placeholderValues(client, grant.keptValues);
  const call = { client, grant, values, send, patience };
  const document = await readPatiently(call, rules.request, rules);
  const account = accountFrom(client, document, grant.keptValues);
  if (account === null) throw noAccountId();
  if (account.email !== null || rules.email_request === undefined) return account;
  return { ...account, email: await readEmail(call, rules.email_request, document) };
}

/**
 * Uses a token once, to see whether it works. False where the entry has no call for that.
 *
 * Throws a ProviderError: with reason `token_ended` where the answer says that the token is over, else
 * as the call failed.
 */
export async function tryToken(
  client: ProviderClient,
  grant: Pick<Grant, "accessToken" | "keptValues">,
  send: Outbound,
): Promise<boolean> {
  const rules = client.connector.server.account;
  const request = rules.request ?? rules.check_request;
  if (request === undefined) return false;
  const values = placeholderValues(client, grant.keptValues);
  await callApi({ client, grant, values, send, patience: null }, request, rules);
  return true;
}

/** The account that an answer names; null where it names none. */
export function accountFrom(
  client: ProviderClient,
  document: Json | undefined,
  keptValues: Values,
): Account | null {
  const rules = client.connector.server.account;
  const values = { settings: client.settings, keptValues };
  const ids = [rules.id, ...rules.former_ids].map((sources) => idFrom(document, sources, values));
  const [id, ...others] = new Set(ids.filter((one) => one !== null));
  if (id === undefined) return null;
  return {
    id,
    ...(others.length === 0 ? {} : { formerIds: others }),
    email: shownText(document, rules.email),
    name: shownText(document, rules.name),
  };
}

/** Null where a part is missing, or where it is nothing that could be an id. */
function idFrom(
  document: Json | undefined,
  sources: readonly string[],
  { settings, keptValues }: { readonly settings: Values; readonly keptValues: Values },
): string | null {
  const parts = sources.map((source) => {
    const [, origin, name = ""] = /^(setting|kept):(.*)$/.exec(source) ?? [];
    if (origin === "setting") return settings[name];
    if (origin === "kept") return keptValues[name];
    return textOf(valueAt(document, source));
  });
  const id = parts.join(":");
  const complete = parts.every((part) => part !== undefined && part !== "");
  return !complete || id.length > idCharactersMax || /\p{C}/u.test(id) ? null : id;
}

interface ApiCall {
  readonly client: ProviderClient;
  readonly grant: Pick<Grant, "accessToken">;
  readonly values: Values;
  readonly send: Outbound;
  /** Null: one try. */
  readonly patience: Patience | null;
}

/** A token that is not active may be one that the endpoint has not heard of yet. */
async function readIntrospected(
  client: ProviderClient,
  { accessToken: token, keptValues }: Grant,
  send: Outbound,
  patience: Patience | null,
): Promise<Account> {
  const ask = () => introspect({ client, token, keptValues }, send);
  // A 401 there is a word about the client, which does not pass.
  const judge = (thrown: unknown) =>
    thrown instanceof ProviderError && thrown.kind === "client_fault" ? null : setbackOf(thrown);
  const account = accountFrom(client, await patiently(patience, ask, judge), keptValues);
  if (account === null) throw noAccountId();
  return account;
}

/** A call that is made again where a new token is not known everywhere yet, or the API is busy. */
async function readPatiently(
  call: ApiCall,
  request: ApiRequest,
  rules: Parameters<typeof callApi>[2],
): Promise<Json | undefined> {
  return await patiently(call.patience, () => callApi(call, request, rules), setbackOf);
}

/** Null where the answer would be the same again. */
function setbackOf(thrown: unknown): Setback | null {
  if (!(thrown instanceof ProviderError)) return null;
  const { kind, status, reason, retryAfterSeconds } = thrown;
  const refused = status === 401 || reason === "token_ended";
  if (!refused && kind !== "transient" && kind !== "no_answer") return null;
  return { kind: refused ? "refused_token" : "busy", retryAfterSeconds };
}

async function callApi(
  { client, grant, values, send }: ApiCall,
  request: ApiRequest,
  rules: Pick<AccountRules, "succeeds_if"> & { readonly token_ended?: readonly AnswerSign[] },
): Promise<Json | undefined> {
  const { api, errors } = client.connector.server;
  const access_token = grant.accessToken.reveal();
  const authorization = expandText(api.authorization, { ...values, access_token }) ?? "";
  try {
    const answer = await send({
      method: request.method,
      url: expandUrl(request.url, values, client.allowInsecure).href,
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

/** A second call for the e-mail address; null where it brings none, whatever the cause. */
async function readEmail(
  call: ApiCall & { readonly grant: Pick<Grant, "grantedScopes"> },
  rules: NonNullable<AccountRules["email_request"]>,
  document: Json | undefined,
): Promise<string | null> {
  const granted = call.grant.grantedScopes;
  if (granted !== null && !rules.needs_scopes.every((scope) => granted.includes(scope)))
    return null;
  const values: Record<string, string> = { ...call.values };
  for (const [name, path] of Object.entries(rules.placeholders)) {
    const value = textOf(valueAt(document, path));
    if (value === undefined || value.length > idCharactersMax) return null;
    values[name] = value;
  }
  try {
    const answer = await readPatiently({ ...call, values }, rules.request, {});
    const entry = Array.isArray(answer)
      ? answer.slice(0, entriesMax).find((one) => passes(one, rules.entry))
      : answer;
    return shownText(entry, [rules.email]);
  } catch (thrown) {
    if (thrown instanceof ProviderError) return null;
    throw thrown;
  }
}

/** A text to show: without control characters, of bounded length; null where there is none. */
function shownText(document: Json | undefined, paths: readonly string[]): string | null {
  const value = firstValueAt(document, paths);
  if (typeof value !== "string") return null;
  const clean = value
    .slice(0, textCharactersRead)
    .replace(/\p{C}/gu, "")
    .trim()
    .slice(0, textCharactersMax);
  return clean === "" ? null : clean;
}

function noAccountId(): ProviderError {
  return new ProviderError("unusable_answer", { reason: "no_account_id" });
}
