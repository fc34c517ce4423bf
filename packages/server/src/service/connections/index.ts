/** Connections that exist: shown, checked, refreshed by an operator, ended. */
export type { ConnectionsContext } from "./context.ts";
export { disconnect, resumeDisconnect } from "./disconnect.ts";
export { getConnectionStatus, listConnections } from "./list.ts";
export { listWorkspaceConnections } from "./list-of-workspace.ts";
export { disconnectConnection, refreshConnection } from "./operate.ts";
export { reportConnection } from "./report.ts";
export { retryConnection } from "./retry.ts";
export { statusOf } from "./view.ts";
