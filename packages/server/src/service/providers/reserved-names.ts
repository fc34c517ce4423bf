/** Names that no app may show itself by: our own, and those of the services that people connect. */

import { nameKey } from "../../lib/name-key.ts";
import type { Catalogue } from "../../provider/catalogue.ts";

const own = nameKey("Grantry");
const known = new WeakMap<Catalogue, ReadonlySet<string>>();

/** Whether a name, by its key, is taken for the server's own or for a service of the built-in catalogue. */
export function isReservedName({ catalogue }: { readonly catalogue: Catalogue }, key: string) {
  return key.includes(own) || keysOf(catalogue).has(key);
}

/** Shorter ones stand in words that mean nothing of the kind. */
const partLengthMin = 5;

/** The same of a name that has such a name in it, as "sign in with …" has; a short one as a word of its own. */
export function holdsReservedName({ catalogue }: { readonly catalogue: Catalogue }, name: string) {
  const key = nameKey(name);
  const words = new Set(name.split(/[^\p{L}\p{N}]+/u).map(nameKey));
  const isIn = (reserved: string) =>
    reserved.length < partLengthMin ? words.has(reserved) : key.includes(reserved);
  return isIn(own) || [...keysOf(catalogue)].some(isIn);
}

function keysOf(catalogue: Catalogue): ReadonlySet<string> {
  const before = known.get(catalogue);
  if (before !== undefined) return before;
  const names = catalogue
    .list()
    .flatMap(({ server, connector }) => [server.name, connector.display_name]);
  const keys = new Set(names.map(nameKey));
  known.set(catalogue, keys);
  return keys;
}
