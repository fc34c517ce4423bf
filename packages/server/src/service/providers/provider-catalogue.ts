/**
 * A workspace's own providers beside the built-in ones. An entry travels as the JSON it is stored
 * as, with the row that needs it; it is parsed once per text.
 */
import type { AuthorizationServerInput } from "@grantry/catalogue/schema";
import { LRUCache } from "lru-cache";
import {
  buildCatalogue,
  type Catalogue,
  type ProviderConnector,
} from "../../provider/catalogue.ts";
import { parseStoredEntry } from "./stored-entry.ts";

const parsed = new LRUCache<string, Catalogue>({ max: 200 });

/** What names the entry of a connector. */
export interface EntryReference {
  readonly integrationType: string;
  /** Id of the authorization server that the connector's OAuth client is registered at. */
  readonly serverId: string;
  /** JSON of the workspace's own entry of that id; null where it has none. */
  readonly providerEntry: string | null;
}

/** The entry of a connector: the built-in one of that server, else the workspace's; or undefined. */
export function findEntry(
  catalogue: Catalogue,
  { integrationType, serverId, providerEntry }: EntryReference,
): ProviderConnector | undefined {
  const builtIn = catalogue.find(integrationType);
  if (builtIn?.server.id === serverId) return builtIn;
  if (providerEntry === null) return undefined;
  const own = customCatalogue(providerEntry).find(integrationType);
  return own?.server.id === serverId ? own : undefined;
}

/** The catalogue of one stored entry; empty where this version of the server cannot read it. */
export function customCatalogue(entry: string): Catalogue {
  const known = parsed.get(entry);
  if (known !== undefined) return known;
  const built = buildOrEmpty(entry);
  parsed.set(entry, built);
  return built;
}

function buildOrEmpty(entry: string): Catalogue {
  try {
    return buildCatalogue([withNonce(parseStoredEntry(entry))]);
  } catch {
    // The schema has changed since the entry was stored; its connectors say connector_misconfigured.
    return buildCatalogue([]);
  }
}

/** A custom provider is sent a nonce unless its entry says that it is not. */
function withNonce(entry: AuthorizationServerInput): AuthorizationServerInput {
  const connectors = entry.connectors.map((connector) => {
    const own = connector.overrides?.authorization;
    if (own === undefined) return connector;
    const overrides = { ...connector.overrides, authorization: { nonce: true, ...own } };
    return { ...connector, overrides };
  });
  return { ...entry, authorization: { nonce: true, ...entry.authorization }, connectors };
}

/** The built-in catalogue and the custom providers of one workspace, as one. */
export function workspaceCatalogue(
  builtIn: Catalogue,
  providers: readonly { readonly entry: string }[],
): Catalogue {
  const own = providers.map(({ entry }) => customCatalogue(entry));
  return {
    find: (integrationType) => {
      const found = builtIn.find(integrationType);
      if (found !== undefined) return found;
      return own.map((one) => one.find(integrationType)).find((one) => one !== undefined);
    },
    list: () => [...builtIn.list(), ...own.flatMap((one) => one.list())],
  };
}
