/** Which hosts the server itself calls for a connector. */
import type { ProviderConnector } from "./catalogue.ts";
import { settingValues } from "./settings.ts";
import { hostOf, type Values } from "./template.ts";
import { urlTemplates } from "./url-templates.ts";

export interface NeededHosts {
  /** `example.com`, `example.com:8443`, and `*.example.com` where a value that is not known yet ends so. */
  readonly hosts: readonly string[];
  /** Settings and values that may be any host. */
  readonly anyOf: readonly string[];
}

/** Of settings that may be chosen anew for each connection no more combinations are looked at. */
const variantsMax = 64;

/** `settings` are the connector's; what it does not fix may be chosen for each connection. */
export function neededHosts(entry: ProviderConnector, settings: Values): NeededHosts {
  const hosts = new Set<string>();
  const anyOf = new Set<string>();
  const templates = calledTemplates(entry);
  for (const values of variantsOf(entry, settings)) {
    for (const template of templates) {
      const found = patternsOf(entry, template, values);
      for (const host of found.hosts) hosts.add(host);
      for (const name of found.anyOf) anyOf.add(name);
    }
  }
  return { hosts: [...hosts].sort(), anyOf: [...anyOf].sort() };
}

/** Browsers go to authorization endpoints by themselves, and an issuer is compared, not called. */
function calledTemplates({ server, connector }: ProviderConnector): string[] {
  const { authorization_endpoint, issuer } = server.metadata;
  const called = urlTemplates(server)
    .filter(({ section }) => section !== "api")
    .map(({ template }) => template)
    .filter((template) => template !== authorization_endpoint && template !== issuer);
  const { first_call: first } = connector;
  const base = first?.url ?? (first === undefined ? undefined : server.api.hosts[0]?.url);
  return base === undefined ? called : [...called, base];
}

/** Each way in which settings with choices may stand; of the others what is known, with and without their defaults. */
function variantsOf(entry: ProviderConnector, settings: Values): Values[] {
  let variants: Values[] = [settings];
  for (const { name, choices } of entry.server.settings) {
    if (choices === undefined || Object.hasOwn(settings, name)) continue;
    const names = Object.keys(choices);
    variants = variants
      .flatMap((one) => names.map((value) => ({ ...one, [name]: value })))
      .slice(0, variantsMax);
  }
  const open = entry.server.settings
    .filter(({ name, choices }) => choices === undefined && !Object.hasOwn(settings, name))
    .flatMap(({ name, derived }) => [name, ...Object.keys(derived)]);
  return variants.flatMap((one) => {
    const values = settingValues(entry, one);
    const known = Object.entries(values).filter(([name]) => !open.includes(name));
    return [values, Object.fromEntries(known)];
  });
}

const placeholder = /\{\+?([a-z0-9_-]+)\}/gi;

function patternsOf(entry: ProviderConnector, template: string, values: Values): NeededHosts {
  const [, scheme = "", authority = ""] = /^(https?:\/\/)([^/?#]*)/.exec(template) ?? [];
  const filled = authority.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(values, name) ? hostOf(values[name] ?? "") : whole,
  );
  if (!filled.includes("{")) {
    const url = URL.parse(scheme + filled);
    return { hosts: url === null ? [] : [url.host], anyOf: [] };
  }
  // Any port, where that is what is not known.
  const host = filled.replace(/:\{[^{}]*\}$/, "");
  if (!host.includes("{")) return { hosts: [host.toLowerCase()], anyOf: [] };
  const behind = host.slice(host.lastIndexOf("}") + 1);
  const dot = behind.indexOf(".");
  if (dot >= 0) return { hosts: [`*${behind.slice(dot).toLowerCase()}`], anyOf: [] };
  return endedBy(entry, /\{\+?([^{}]*)\}[^{}]*$/.exec(host)?.[1] ?? "");
}

/** The hosts that a value may be which ends one. */
function endedBy({ server }: ProviderConnector, name: string): NeededHosts {
  const rules = [...server.settings, ...server.kept_values];
  const rule =
    rules.find((one) => one.name === name) ??
    server.settings.find(({ derived }) => Object.hasOwn(derived, name));
  const suffixes = rule?.allowed_host_suffixes;
  if (suffixes === undefined) {
    const label = rule !== undefined && "display_name" in rule ? rule.display_name : name;
    return { hosts: [], anyOf: [label] };
  }
  return { hosts: suffixes.map((one) => (one.startsWith(".") ? `*${one}` : one)), anyOf: [] };
}
