/** The addresses of a custom provider: https, public, and filled by what the entry declares. */
import type { AuthorizationServer } from "@grantry/catalogue/schema";
import { isPublicAddress } from "../../lib/outbound.ts";
import { placeholdersOf } from "../../provider/template.ts";

export interface PlacedUrl {
  readonly path: readonly (string | number)[];
  readonly template: string;
}

/** Sections of an entry, as a server or a connector's overrides may have them. */
export type Sections = {
  readonly [Name in keyof AuthorizationServer]?: AuthorizationServer[Name] | undefined;
};

/** Every address of an entry that is called or sent to a browser, with the field it stands in. */
export function urlsOf(entry: AuthorizationServer): PlacedUrl[] {
  const own = entry.connectors.flatMap(({ first_call: call, overrides }, index) => [
    ...(call?.url === undefined
      ? []
      : [{ path: ["connectors", index, "first_call", "url"], template: call.url }]),
    ...sectionUrls(overrides).map(({ path, template }) => ({
      path: ["connectors", index, "overrides", ...path],
      template,
    })),
  ]);
  return [...sectionUrls(entry), ...own];
}

function sectionUrls({ metadata, refresh, account, revocation, ...rest }: Sections): PlacedUrl[] {
  const { email_request: email, request } = account ?? {};
  const found: [(string | number)[], string | undefined][] = [
    [["metadata", "authorization_endpoint"], metadata?.authorization_endpoint],
    [["metadata", "token_endpoint"], metadata?.token_endpoint],
    [["metadata", "revocation_endpoint"], metadata?.revocation_endpoint],
    [["metadata", "introspection_endpoint"], metadata?.introspection_endpoint],
    [["metadata", "userinfo_endpoint"], metadata?.userinfo_endpoint],
    [["refresh", "endpoint"], refresh?.endpoint],
    [["second_exchange", "endpoint"], rest.second_exchange?.endpoint],
    [["choice", "request", "url"], rest.choice?.request.url],
    [["account", "request", "url"], request?.url],
    [["account", "check_request", "url"], account?.check_request?.url],
    [["account", "email_request", "request", "url"], email?.request.url],
    [["revocation", "endpoint"], revocation?.endpoint],
    ...(rest.api?.hosts ?? []).map(({ url }, index): [(string | number)[], string] => [
      ["api", "hosts", index],
      url,
    ]),
  ];
  return found.flatMap(([path, template]) => (template === undefined ? [] : [{ path, template }]));
}

/**
 * What is wrong with an address; null where nothing is. A name that leads to a private address is
 * found out when a socket is opened to it (lib/outbound.ts); here it is what can be read off.
 */
export function urlProblem(
  template: string,
  allowedPrivateOrigins: ReadonlySet<string>,
): string | null {
  // A placeholder is made a letter where it names a host, a digit where it is a port.
  const url = template.replace(/:\{[^{}]*\}(?=[/?#]|$)/, ":1").replace(/\{[^{}]*\}/g, "x");
  if (!URL.canParse(url)) return "is no URL";
  const { origin, protocol, hostname, username, password, hash } = new URL(url);
  const authority = /^https?:\/\/([^/?#]*)/.exec(url)?.[1] ?? "";
  if (username !== "" || password !== "" || /[@\\]/.test(authority)) {
    return "must not hold user information";
  }
  if (hash !== "") return "must not hold a fragment";
  if (allowedPrivateOrigins.has(origin)) return null;
  if (protocol !== "https:") return `must be https, ${orAllowed}`;
  const host = hostname.replace(/^\[|\]$/g, "");
  const isAddress = /^[\d.]+$|:/.test(host);
  const isLocal = /(?:^|\.)localhost\.?$/.test(host);
  return isLocal || (isAddress && !isPublicAddress(host))
    ? `must not be a private address, ${orAllowed}`
    : null;
}

/** Whether a query parameter of an address has a name that a value makes: it could be any of the protocol's. */
export function hasFilledName(template: string): boolean {
  const query = template.split("#")[0]?.split("?").slice(1).join("?") ?? "";
  return query.split("&").some((pair) => /[{}]|%7[bd]/i.test(pair.split("=")[0] ?? ""));
}

/** Whoever tries things on loopback or in an internal network must learn that there is a setting. */
const orAllowed =
  "or its origin must be allowed to this workspace by whoever runs the server (GRANTRY_ALLOWED_PRIVATE_ORIGINS)";

/** The placeholders of an address that nothing in its entry fills. */
export function unfilledPlaceholders(
  entry: AuthorizationServer,
  { template }: PlacedUrl,
): string[] {
  const sections = [entry, ...entry.connectors.map(({ overrides }) => overrides)];
  const settings = [...entry.settings, ...entry.connectors.flatMap(({ settings: own }) => own)];
  const filled = new Set([
    "client_id",
    "redirect_uri",
    ...settings.flatMap(({ name, derived }) => [name, ...Object.keys(derived)]),
    ...sections.flatMap(({ kept_values: kept }) => (kept ?? []).map(({ name }) => name)),
    ...sections.flatMap(({ account }) => Object.keys(account?.email_request?.placeholders ?? {})),
  ]);
  return placeholdersOf(template).filter((name) => !filled.has(name));
}
