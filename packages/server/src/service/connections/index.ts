/** Connections that exist: shown, checked, refreshed by an operator, ended. */

export type { ConnectionOrder, ConnectionPosition } from "../../store/connection-pages.ts";
export {
  type Connection,
  type ConnectorReference,
  connectionOf,
  settingsOf,
  statusOf,
  type UserConnector,
} from "./connection.ts";
export type { ConnectionsContext } from "./context.ts";
export { disconnect, disconnectById, resumeDisconnect } from "./disconnect.ts";
export { type ExportedPart, exportUser } from "./export-user.ts";
export { getUserConnection, getUserConnector, listUserConnectors } from "./list.ts";
export {
  type ConnectionPage,
  listWorkspaceConnections,
  storedFilters,
  type WorkspaceConnectionsFilters,
} from "./list-of-workspace.ts";
export { type ConnectionName, connectionNames } from "./names.ts";
export {
  type ConnectionCheck,
  checkConnection,
  disconnectConnection,
  refreshConnection,
} from "./operate.ts";
export { retryConnection } from "./retry.ts";
export { showConnection, showConnectionOfApp } from "./show.ts";
export { readTimeline, type TimelineItem, type TimelinePosition } from "./timeline.ts";
