/** The call that the catalogue declares as a developer's first: it shows that a token is good for the API. */
import type { Outbound } from "../lib/outbound.ts";
import type { Patience } from "../lib/patience.ts";
import { readPatiently } from "./api-call.ts";
import { type Grant, type ProviderClient, placeholderValues } from "./provider-client.ts";
import { missingScopes } from "./scopes.ts";
import { expandUrl, type Values } from "./template.ts";

/** `none`: the entry declares no such call. */
export type FirstCallOutcome =
  | { readonly kind: "none" }
  | { readonly kind: "needs_scopes"; readonly scopes: readonly string[] }
  /** `proves` is what a good answer shows, in the entry's words. */
  | { readonly kind: "answered"; readonly proves: string };

/**
 * Makes the call with a new grant, where it has what the call needs; `requested` are the scopes that it was
 * asked with. Throws a ProviderError where the API refuses or does not answer.
 */
export async function makeFirstCall(
  client: ProviderClient,
  { grant, requested }: { readonly grant: Grant; readonly requested: readonly string[] },
  send: Outbound,
  patience: Patience | null,
): Promise<FirstCallOutcome> {
  const { connector, server } = client.connector;
  const { first_call: call } = connector;
  if (call === undefined) return { kind: "none" };
  const held = grant.grantedScopes;
  const scopes =
    held === null || !connector.scopes.reported
      ? call.scopes.filter((scope) => !requested.includes(scope))
      : missingScopes(client.connector, call.scopes, held);
  if (scopes.length > 0) return { kind: "needs_scopes", scopes };
  const values = placeholderValues(client, grant.keptValues);
  const { url, writtenAs } =
    call.url === undefined
      ? behindBase(client, values, call.path ?? "")
      : { url: call.url, writtenAs: call.url };
  // What the account's call wants besides, and what an error looks like there, is declared of it alone.
  const { account } = server;
  const { request } = account;
  const href = (template: string) => expandUrl(template, values, client.allowInsecure).href;
  const isAccounts = request !== undefined && href(request.url) === href(url);
  const own = isAccounts ? request.headers : {};
  const headers = { ...own, ...server.api.headers, ...call.headers };
  await readPatiently(
    { client, grant, values, send, patience },
    { url, writtenAs, method: call.method, headers, body: call.body },
    isAccounts ? account : {},
  );
  return { kind: "answered", proves: call.proves };
}

/** The path of a call, behind the base: that may end in a slash, or in a setting that is empty. */
function behindBase(client: ProviderClient, values: Values, path: string) {
  const [base] = client.connector.server.api.hosts;
  const template = base?.url ?? "";
  const { href } = expandUrl(template, values, client.allowInsecure);
  return { url: withoutSlash(href) + path, writtenAs: withoutSlash(template) + path };
}

const withoutSlash = (address: string) => address.replace(/\/$/, "");
