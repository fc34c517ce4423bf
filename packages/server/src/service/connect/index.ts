/** Consents: started, proven to be of the browser that started them, kept; of users and of whole apps. */

export type { Access } from "./access.ts";
export { browserCookieMaxAge } from "./browser-cookie.ts";
export type { Choice } from "./choice.ts";
export { decideChoice, seeChoice } from "./choose.ts";
export { completeAuthorization } from "./complete.ts";
export type { Confirmation } from "./confirmation.ts";
export { type ConnectorTest, readTest } from "./connector-test/read.ts";
export { startTest } from "./connector-test/start.ts";
export type { ConnectContext } from "./context.ts";
export { decideConfirmation, openConnectLink } from "./depart.ts";
export type { Ended } from "./ended.ts";
export type { Parties, Service } from "./parties.ts";
export { openReconnectLink, type ReconnectRequest, requestReconnect } from "./reconnect.ts";
export { restartAuthorization } from "./restart.ts";
export { returnUrlOfPage } from "./return-url.ts";
export type { Seen } from "./seen-again.ts";
export { getConnectionConfig, type TypeSettings } from "./shared/connection-config.ts";
export { type DeployedConnector, deployConnectors } from "./shared/deploy.ts";
export { disconnectShared } from "./shared/disconnect.ts";
export { type InitiateInput, initiateShared } from "./shared/initiate.ts";
export { listSharedConnections, typeOfShared } from "./shared/list.ts";
export type { SharedOutcome } from "./shared/outcome.ts";
export { removeIntegration } from "./shared/remove.ts";
export { setIntegration } from "./shared/set.ts";
export { authorizationSeconds, type Started, startAuthorization } from "./start.ts";
export { type Authorization, authorizationStatus } from "./status.ts";
