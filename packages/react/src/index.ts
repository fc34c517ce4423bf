/** The public surface of `@grantry/react`. */
export type {
  ButtonView,
  ConnectionsSnapshot,
  ConnectionsTexts,
  Failure,
  News,
  PanelView,
  RowView,
  StartOptions,
  Step,
} from "@grantry/sdk/connections";
export { ConnectButton, type ConnectButtonProps } from "./connect-button.tsx";
export { Connections, type ConnectionsProps } from "./connections.tsx";
export { type Connect, type ConnectionsList, useConnect, useConnections } from "./hooks.ts";
export type { ConnectionEvent } from "./news.ts";
export { GrantryProvider, type GrantryProviderProps } from "./provider.tsx";
