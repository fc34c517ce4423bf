/** What a workspace is set up with: apps, connectors, OAuth clients, providers of its own, what is allowed. */

export type { App, IdentityProvider } from "../../store/apps.ts";
export {
  createApp,
  listApps,
  readApp,
  updateApp,
} from "./apps.ts";
export { type ClientCheck, checkClient, type Rotation, rotateSecret } from "./client-secrets.ts";
export { type ConnectorWithState, withState } from "./connector-health.ts";
export { requireNewScopesAllowed } from "./connector-rules.ts";
export {
  type ConnectorChanges,
  type ConnectorInput,
  createConnector,
  deleteConnector,
  type GivenClient,
  updateConnector,
} from "./connectors.ts";
export type { ManageContext } from "./context.ts";
export {
  type Policy,
  type PolicyChange,
  type PolicyResult,
  previewPolicyChange,
  readGovernance,
  setGovernance,
  setGovernanceAtOnce,
  setGovernanceInBulk,
} from "./governance.ts";
export type { Impact } from "./impact.ts";
export { listOperatorsApps } from "./list-apps.ts";
export {
  type Connector,
  listConnectorPage,
  listConnectors,
  readConnector,
} from "./list-connectors.ts";
export { logoBytesMax, readAppLogo, removeAppLogo, setAppLogo } from "./logo.ts";
export { moveUsers } from "./move-users.ts";
export {
  deleteOAuthClient,
  listOAuthClients,
  type OAuthClient,
  readOAuthClient,
  updateOAuthClient,
} from "./oauth-clients.ts";
export { type PreviewedChange, previewConnectorChange } from "./preview-connector.ts";
export {
  type DeclarationSource,
  declarationError,
  type PreparedProvider,
  type ProviderRules,
  prepareProvider,
} from "./provider-declaration.ts";
export { storeProvider } from "./provider-storing.ts";
export {
  deleteCustomProvider,
  discoverCustomProvider,
  listCustomProviders,
  type Provider,
  putCustomProvider,
  readCustomProvider,
} from "./providers.ts";
export { listRedirectUris, type RedirectUris } from "./redirect-uris.ts";
export { listRefusedOrigins, noteRefusedOrigin, type RefusedOrigin } from "./refused-origins.ts";
export { reserveOAuthClient } from "./reserved-clients.ts";
export {
  createServiceToken,
  endServiceToken,
  listTokens,
  readServiceToken,
  updateServiceToken,
} from "./service-tokens.ts";
