/** Names that no app may show itself by: our own, and those of the services that people connect. */

import { nameKey } from "../../lib/name-key.ts";
import type { Catalogue } from "../../provider/catalogue.ts";

const own = nameKey("Grantry");
const known = new WeakMap<Catalogue, ReadonlySet<string>>();

/** Whether a name, by its key, is taken for the server's own or for a service of the built-in catalogue. */
export function isReservedName({ catalogue }: { readonly catalogue: Catalogue }, key: string) {
  if (key.includes(own)) return true;
  const before = known.get(catalogue);
  const names =
    before ??
    new Set(
      catalogue
        .list()
        .flatMap(({ server, connector }) => [server.name, connector.display_name])
        .map(nameKey),
    );
  if (before === undefined) known.set(catalogue, names);
  return names.has(key);
}
