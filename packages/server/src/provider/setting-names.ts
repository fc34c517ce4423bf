/** The other names of connection settings: all of them are taken, and one is handed out. */
import type { Setting } from "@grantry/catalogue/schema";
import { GrantryError } from "../lib/error.ts";
import type { ProviderConnector } from "./catalogue.ts";

type Values = Readonly<Record<string, string>>;
type OfServer = Pick<ProviderConnector, "server">;
type Alias = Setting["aliases"][number];

/**
 * Settings by the names that the entry has for them. Throws `connection_config_invalid` where one is
 * given twice with different values.
 */
export function bySettingName({ server }: OfServer, given: Values): Record<string, string> {
  const named: Record<string, string> = { ...given };
  for (const { name, aliases } of server.settings) {
    let filledBy = Object.hasOwn(given, name) && given[name] !== "" ? name : null;
    for (const alias of aliases) {
      const value = named[alias.name];
      if (!Object.hasOwn(given, alias.name) || value === undefined) continue;
      delete named[alias.name];
      // Empty counts as not given.
      if (value === "") continue;
      const whole = withSuffix(alias, value);
      if (filledBy !== null && named[name] !== whole) {
        throw new GrantryError("connection_config_invalid", {
          detail: `"${alias.name}" and "${filledBy}" are the same setting, and they differ: give one of them.`,
        });
      }
      filledBy = alias.name;
      named[name] = whole;
    }
  }
  return named;
}

/** Settings and kept values by the names under which they are handed out; the same object where none has another. */
export function byHandedOutName({ server }: OfServer, values: Values): Values {
  let named: Record<string, string> | null = null;
  for (const setting of server.settings) {
    const value = values[setting.name];
    const alias = value === undefined ? undefined : handedOutAs(setting);
    if (alias === undefined || value === undefined) continue;
    named ??= { ...values };
    delete named[setting.name];
    named[alias.name] = withoutSuffix(alias, value);
  }
  return named ?? values;
}

/** A setting as whoever fills in a form is asked for it. */
export function asHandedOut(setting: Setting): Pick<Setting, "name" | "placeholder"> {
  const { name, placeholder } = setting;
  const alias = handedOutAs(setting);
  if (alias === undefined) return { name, placeholder };
  return { name: alias.name, placeholder: withoutSuffix(alias, placeholder) };
}

function handedOutAs({ aliases }: Setting): Alias | undefined {
  return aliases.find(({ handed_out: isHandedOut }) => isHandedOut);
}

/** A host or address that is whole already holds the suffix, or another of the provider's. */
function withSuffix({ suffix }: Alias, value: string): string {
  if (suffix === undefined) return value;
  const [, ending = suffix] = /^\.([a-z0-9-]+)\./.exec(suffix) ?? [];
  return value.includes(`.${ending}.`) || value.endsWith(suffix) ? value : `${value}${suffix}`;
}

function withoutSuffix({ suffix }: Alias, value: string): string {
  return suffix !== undefined && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;
}
