/** What a workspace's connectors resolve to: entries, clients, settings, scopes, and a provider's failures. */

export { type Asking, requireAllowed, requireStillAllowed, scopesToAsk } from "./allowed-scopes.ts";
export type { ProvidersContext } from "./context.ts";
export { isMoved, isShown, type Move, requireSecretsShown } from "./destination.ts";
export { requireEnabled } from "./enabled.ts";
export {
  type CatalogueType,
  listAvailable,
  type SettingField,
  settingFields,
} from "./list-available.ts";
export { mergeSettings } from "./merge-settings.ts";
export { findMixUps, mixUpProblem, requireNoMixUp } from "./mix-up.ts";
export { connectorNotFound } from "./not-found.ts";
export { probeClient } from "./probe-client.ts";
export { customCatalogue, findEntry, workspaceCatalogue } from "./provider-catalogue.ts";
export { catalogueEntry, providerClient, providerKeyOf, redirectUriOf } from "./provider-client.ts";
export { asConsentError, asGrantryError, providerWordsOf } from "./provider-failure.ts";
export { holdsReservedName, isReservedName } from "./reserved-names.ts";
export { withoutRetired } from "./stored-entry.ts";
export { refreshesByItself, unusualConnectors } from "./unusual-connectors.ts";
