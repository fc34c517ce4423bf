/** Where calls of a connection's API go: the origins that its token is for. */
import type { ProviderConnector } from "./catalogue.ts";
import { settingValues } from "./settings.ts";
import { expandUrl } from "./template.ts";

/**
 * The origins of the entry's hosts that take a token, and of the calls that the server makes with it, with the connection's
 * values in them; `*` stands for a part of a host's name, as there. What lacks a value is left out.
 */
export function apiHosts(
  entry: ProviderConnector,
  values: Readonly<Record<string, string>>,
): string[] {
  const all = { ...values, ...settingValues(entry, values) };
  const { api, account } = entry.server;
  const taking = api.hosts.filter(({ needs_token: needsToken }) => needsToken);
  const calls = [
    account.request?.url,
    account.email_request?.request.url,
    entry.connector.first_call?.url,
  ];
  const urls = [...taking.map(({ url }) => url), ...calls.filter((url) => url !== undefined)];
  return [...new Set(urls.flatMap((url) => originOf(url, all)))];
}

function originOf(template: string, values: Readonly<Record<string, string>>): string[] {
  try {
    // Whether http is allowed was asked where the connection was made: nothing is called here.
    return [expandUrl(template, values, true).origin];
  } catch {
    return [];
  }
}
