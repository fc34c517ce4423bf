/** What a workspace is set up with: apps, connectors, OAuth clients, providers of its own, what is allowed. */

export {
  createApp,
  createServiceToken,
  endServiceToken,
  listApps,
  listTokens,
  readApp,
  updateApp,
} from "./apps.ts";
export { requireNewScopesAllowed } from "./connector-rules.ts";
export {
  type ConnectorChanges,
  type ConnectorInput,
  createConnector,
  deleteConnector,
  listConnectors,
  updateConnector,
} from "./connectors.ts";
export type { ManageContext } from "./context.ts";
export { readGovernance, setGovernance, setGovernanceInBulk } from "./governance.ts";
export { listOperatorsApps } from "./list-apps.ts";
export { moveUsers } from "./move-users.ts";
export { listOAuthClients, updateOAuthClient } from "./oauth-clients.ts";
export {
  type DeclarationSource,
  declarationError,
  type PreparedProvider,
  type ProviderRules,
  prepareProvider,
} from "./provider-declaration.ts";
export { storeProvider } from "./provider-storing.ts";
export { deleteCustomProvider, listCustomProviders, putCustomProvider } from "./providers.ts";
export { listRedirectUris } from "./redirect-uris.ts";
