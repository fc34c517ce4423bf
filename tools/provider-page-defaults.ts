/** An entry as most people need it: with the default of every setting that has one. */
import type { ProviderConnector } from "@grantry/server/provider/catalogue";
import { settingValues } from "@grantry/server/provider/settings";

/** A place to fill, `{+name}` where it may be several steps of a path. */
const place = /\{\+?([a-z0-9_-]+)\}/g;

/** What is left in braces afterwards depends on the connection: the reader has to fill it in. */
export function withDefaults(entry: ProviderConnector): ProviderConnector {
  const values = settingValues(entry, {});
  const { settings, ...server } = entry.server;
  const { first_call: call, ...connector } = entry.connector;
  return {
    server: { ...filled(server, values), settings },
    connector: { ...connector, ...(call && { first_call: filled(call, values) }) },
  };
}

function filled<Value>(value: Value, values: Readonly<Record<string, string>>): Value {
  if (typeof value === "string") {
    const text = value.replace(place, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
    );
    return text as Value;
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, values)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, filled(member, values)]);
  return Object.fromEntries(members) as Value;
}

/** The names that a text leaves for the reader to fill in. */
export function leftToFill(text: string): string[] {
  return [...new Set([...text.matchAll(place)].map(([, name = ""]) => name))];
}
