/** What of a connection's values the official clients' `connection_config` holds. */
import type { Catalogue, ProviderConnector } from "./catalogue.ts";
import { byHandedOutName } from "./setting-names.ts";
import { placeholdersOf } from "./template.ts";

type Values = Readonly<Record<string, string>>;

interface Shown {
  readonly names: ReadonlySet<string>;
  /** A setting at its default says nothing that is not known. */
  readonly defaults: ReadonlyMap<string, string>;
}

/** Of an entry: worked out once, for it is asked with every token. */
const known = new WeakMap<ProviderConnector, Shown>();

function shownOf(entry: ProviderConnector): Shown {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const { settings, kept_values: kept, api, account } = entry.server;
  const hosts = api.hosts.map(({ url }) => url);
  const addresses = [...hosts, account.request?.url ?? ""];
  const inAddresses = new Set(addresses.flatMap((template) => placeholdersOf(template)));
  const needed = kept.map(({ name }) => name).filter((name) => inAddresses.has(name));
  const defaults = settings.flatMap(({ name, default: standard }) =>
    standard === undefined ? [] : [[name, standard] as const],
  );
  const shown = {
    names: new Set([...settings.map(({ name }) => name), ...needed]),
    defaults: new Map(defaults),
  };
  known.set(entry, shown);
  return shown;
}

/**
 * The settings that were chosen, and the kept values that the address of an API call is made of, by their
 * documented names; null where there is none, as the official clients expect for most types. Of a
 * workspace's own provider it holds all values: there they are kept for calls only.
 */
export function connectionConfigOf(
  catalogue: Catalogue,
  integrationType: string,
  values: Values,
): Values | null {
  const entry = catalogue.find(integrationType);
  if (entry === undefined) return orNull(values);
  const { names, defaults } = shownOf(entry);
  const told: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (names.has(name) && defaults.get(name) !== value) told[name] = value;
  }
  return orNull(byHandedOutName(entry, told));
}

function orNull(values: Values): Values | null {
  return Object.keys(values).length === 0 ? null : values;
}
