/** Who is behind a connection. */
import type { AccountRules } from "@grantry/catalogue/schema";
import type { Json } from "../lib/json.ts";
import type { Outbound } from "../lib/outbound.ts";
import { type Patience, patiently } from "../lib/patience.ts";
import { type ApiCall, callApi, readPatiently, setbackOf } from "./api-call.ts";
import { clearAccount, clearOfGrant, clearText } from "./clear-text.ts";
import { introspect } from "./introspect.ts";
import { passes, textOf, valueAt } from "./json.ts";
import {
  type Account,
  type Grant,
  type ProviderClient,
  placeholderValues,
} from "./provider-client.ts";
import { ProviderError } from "./provider-error.ts";
import { shownText } from "./shown-text.ts";
import type { Values } from "./template.ts";

const idCharactersMax = 512;
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
  const isClear = clearOfGrant(client, grant);
  const account = clearAccount(accountFrom(client, document, grant.keptValues), isClear);
  if (account === null) throw noAccountId();
  if (account.email !== null || rules.email_request === undefined) return account;
  const email = await readEmail(call, rules.email_request, document);
  return { ...account, email: clearText(email, isClear) };
}

/**
 * Whether an account's id names a person: that it is the same account says then that it is the same person. One that is made
 * of settings alone is what was chosen, not who chose it.
 */
export function namesPerson({ of, id }: Pick<AccountRules, "of" | "id">): boolean {
  return of === "person" && id.some((source) => !source.startsWith("setting:"));
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

/** A token that is not active may be one that the endpoint has not heard of yet. */
async function readIntrospected(
  client: ProviderClient,
  grant: Grant,
  send: Outbound,
  patience: Patience | null,
): Promise<Account> {
  const { accessToken: token, keptValues } = grant;
  const ask = () => introspect({ client, token, keptValues }, send);
  // A 401 there is a word about the client, which does not pass.
  const judge = (thrown: unknown) =>
    thrown instanceof ProviderError && thrown.kind === "client_fault" ? null : setbackOf(thrown);
  const named = accountFrom(client, await patiently(patience, ask, judge), keptValues);
  const account = clearAccount(named, clearOfGrant(client, grant));
  if (account === null) throw noAccountId();
  return account;
}

/** A second call for the email address; null where it brings none, whatever the cause. */
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

function noAccountId(): ProviderError {
  return new ProviderError("unusable_answer", { reason: "no_account_id" });
}
