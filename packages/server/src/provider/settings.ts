/** Connection settings: what a connection needs before it can be authorized. */
import type { Setting } from "@grantry/catalogue/schema";
import { GrantryError } from "../lib/error.ts";
import type { ProviderConnector } from "./catalogue.ts";
import { asHandedOut, bySettingName } from "./setting-names.ts";
import { expandUrl, hostOf, hostPlaceholders, isAllowedHost, placeholdersOf } from "./template.ts";
import { urlTemplates } from "./url-templates.ts";

const settingCharactersMax = 512;

/**
 * Checks the settings given for a connection and fills in defaults. An empty value counts as none.
 *
 * Throws `connection_config_invalid`, naming the setting: unknown, missing, not matching its pattern
 * or leading to a host that is not the provider's. The value itself is never part of the error.
 */
export function checkSettings(
  entry: ProviderConnector,
  named: Readonly<Record<string, string>>,
): Record<string, string> {
  return check(entry, named, () => false);
}

/**
 * The same for what is known before the person who connects is there: what they can be asked for may
 * be missing still.
 */
export function checkSettingsGiven(
  entry: ProviderConnector,
  named: Readonly<Record<string, string>>,
): Record<string, string> {
  return check(entry, named, isAskable);
}

function check(
  { server }: ProviderConnector,
  named: Readonly<Record<string, string>>,
  mayBeMissing: (setting: Setting) => boolean,
): Record<string, string> {
  const given = bySettingName({ server }, named);
  const rules = server.settings;
  const unknown = Object.keys(given).find((name) => !rules.some((rule) => rule.name === name));
  if (unknown !== undefined) {
    const name = /^[A-Za-z0-9_-]{1,64}$/.test(unknown) ? `"${unknown}" ` : "";
    throw invalid(`The setting ${name}is unknown to this connector.`);
  }
  const checked: Record<string, string> = {};
  for (const rule of rules) {
    const value = checkSetting(
      rule,
      Object.hasOwn(given, rule.name) ? given[rule.name] : undefined,
    );
    if (value !== undefined) checked[rule.name] = value;
    else if (rule.required && !mayBeMissing(rule)) throw missing(rule);
  }
  for (const rule of rules) requireAllowedHost(server, rule, checked);
  return checked;
}

/** Whether a connection cannot begin without it, and it is for who connects to say what it is. */
export function isAskable(setting: Setting): boolean {
  return setting.required && setting.default === undefined && !isOfWorkspace(setting);
}

/** Whether a setting is fixed by the workspace, in the connector, and not asked of who connects. */
export function isOfWorkspace(setting: Setting): boolean {
  return setting.set_by === "workspace" || setting.any_public_host_because !== undefined;
}

/**
 * The settings as they stand in URLs: what has choices is replaced by what the choice stands for, and
 * what is derived from a choice is added.
 */
export function settingValues(
  { server }: Pick<ProviderConnector, "server">,
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  const values: Record<string, string> = { ...settings };
  for (const { name, choices, derived, default: standard } of server.settings) {
    const value = settings[name] ?? standard;
    if (value === undefined) continue;
    values[name] = memberOf(choices ?? {}, value) ?? value;
    for (const [further, byChoice] of Object.entries(derived)) {
      const filler = fillerOf(byChoice, value, choices !== undefined);
      if (filler !== undefined) values[further] = filler.replaceAll("{value}", value);
    }
  }
  return values;
}

/** By the value itself; without choices by the longest end of it, too, else by `*`. */
function fillerOf(
  fillers: Readonly<Record<string, string>>,
  value: string,
  hasChoices: boolean,
): string | undefined {
  const exact = memberOf(fillers, value);
  if (exact !== undefined || hasChoices) return exact;
  const host = hostOf(value).toLowerCase();
  const ends = Object.keys(fillers)
    .filter((end) => end.startsWith(".") && host.endsWith(end))
    .sort((one, other) => other.length - one.length);
  return memberOf(fillers, ends[0] ?? "*");
}

function memberOf(record: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function checkSetting(rule: Setting, given: string | undefined): string | undefined {
  const value = given === undefined || given === "" ? rule.default : given;
  if (value === undefined) return undefined;
  const known = rule.choices === undefined || Object.hasOwn(rule.choices, value);
  const matches = () => new RegExp(rule.validation_pattern, "u").test(value);
  if (value.length > settingCharactersMax || !known || !matches()) {
    throw invalid(`The setting "${rule.name}" is invalid: ${rule.validation_error}`);
  }
  return value;
}

/** Says where the setting can be given. */
function missing(rule: Setting): GrantryError {
  const { name, placeholder } = asHandedOut(rule);
  const what = `The setting "${name}" is needed (${rule.display_name}, such as ${placeholder})`;
  const where = isOfWorkspace(rule)
    ? "only the workspace can set it, in the connector's connection_config, by the bootstrap file or the workspace's API"
    : "give it in connection_config of the call, or to the connect page, which asks for it";
  return invalid(`${what}: ${where}.`);
}

function requireAllowedHost(
  server: ProviderConnector["server"],
  rule: Setting,
  checked: Readonly<Record<string, string>>,
): void {
  const suffixes = rule.allowed_host_suffixes;
  if (checked[rule.name] === undefined) return;
  const values = settingValues({ server }, checked);
  for (const { template } of urlTemplates(server)) {
    if (!hostPlaceholders(template).names.includes(rule.name)) continue;
    // The rest of the URL may wait for values that are only known later.
    const origin = template.replace(/^(https?:\/\/[^/?#]*).*$/, "$1");
    if (placeholdersOf(origin).some((name) => values[name] === undefined)) continue;
    const { hostname } = expandUrl(origin, values, true);
    if (suffixes !== undefined && !isAllowedHost(hostname, suffixes)) {
      throw invalid(`The setting "${rule.name}" names a host that is not the provider's.`);
    }
  }
}

function invalid(detail: string): GrantryError {
  return new GrantryError("connection_config_invalid", { detail });
}
