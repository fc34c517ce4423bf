/**
 * What is shown of a user's connections, in words, with what each button does: the one place of it for React and for
 * the custom element, which make markup of it.
 */
import type { AppUserConnection } from "../connector-types.ts";
import { stateIcons } from "./icons.ts";
import {
  type About,
  type ButtonView,
  button,
  type PanelView,
  panelOf,
  problemOf,
} from "./panels.ts";
import type { ConnectionsSnapshot, News, Step } from "./snapshot.ts";
import type { ConnectionsStore } from "./store.ts";
import { fill, type Wording } from "./texts.ts";
import type { ConnectionsTexts } from "./words/en.ts";

/** One connector and the user's connection of it. */
export interface RowView {
  readonly connection: AppUserConnection;
  readonly connectorId: string;
  readonly name: string;
  /** A shape of 24 by 24 to be filled; null where there is none. */
  readonly logo: AppUserConnection["logo"];
  /** Of the name, where there is no logo. */
  readonly letters: string;
  /** What people know the account by; null where there is none. */
  readonly account: string | null;
  readonly state: string;
  readonly stateWord: string;
  /** Path of a picture of 16 by 16, drawn with a line. */
  readonly stateIcon: string;
  /** What is to be known of the state; null where nothing is. */
  readonly note: string | null;
  /** None while something is under way: the panel has them. */
  readonly buttons: readonly ButtonView[];
  readonly panel: PanelView | null;
}

/** All that is shown. */
export interface ConnectionsView {
  readonly phase: ConnectionsSnapshot["phase"];
  readonly language: string;
  readonly loading: string;
  readonly rows: readonly RowView[];
  /** Why the list could not be read, with a button to try again. */
  readonly problem: PanelView | null;
  /** To be said politely, when it changes: what happened last, or what is to be done now. */
  readonly message: string;
}

/** How things are called. */
export interface ViewOptions {
  readonly wording: Wording;
  /** The app's name, for sentences such as "Daybook can no longer use it". Without it: "This app". */
  readonly appName?: string | undefined;
  /** Only these connectors, in this order. Without it all, in the server's. */
  readonly connectorIds?: readonly string[] | undefined;
}

/** What is shown at one moment. */
export function viewOf(
  snapshot: ConnectionsSnapshot,
  store: ConnectionsStore,
  options: ViewOptions,
): ConnectionsView {
  const { texts, language } = options.wording;
  const rows = chosen(snapshot.connections, options.connectorIds).map((connection) =>
    rowOf(connection, snapshot.steps[connection.connectorId], store, options),
  );
  return {
    phase: snapshot.phase,
    language,
    loading: texts.loading,
    rows,
    problem: problemOf(snapshot.failure, store, texts),
    message: messageOf(snapshot, rows, texts),
  };
}

function chosen(
  connections: readonly AppUserConnection[],
  ids: readonly string[] | undefined,
): readonly AppUserConnection[] {
  if (ids === undefined) return connections;
  return ids.flatMap((id) => connections.filter(({ connectorId }) => connectorId === id));
}

const icons: Readonly<Record<string, string>> = stateIcons;
const words = (texts: ConnectionsTexts): Readonly<Record<string, string>> => ({
  active: texts.active,
  needs_reauth: texts.needsReconnecting,
  disconnected: texts.disconnected,
  not_connected: texts.notConnected,
});

/** One row. `step`: what is under way with its connector. */
export function rowOf(
  connection: AppUserConnection,
  step: Step | undefined,
  store: ConnectionsStore,
  options: ViewOptions,
): RowView {
  const { texts } = options.wording;
  const { connectorId, connectorName: name, status } = connection;
  const about = aboutOf(connection, store, options);
  return {
    connection,
    connectorId,
    name,
    logo: connection.logo,
    letters: [...name.trim()].slice(0, 2).join(""),
    account: about.names["account"] ?? null,
    state: status,
    stateWord: words(texts)[status] ?? texts.unknownState,
    stateIcon: icons[status] ?? stateIcons.unknown,
    note: noteOf(connection, about),
    buttons: step === undefined ? buttonsOf(connection, about) : [],
    panel: step === undefined ? null : panelOf(step, about),
  };
}

function aboutOf(
  connection: AppUserConnection,
  store: ConnectionsStore,
  options: ViewOptions,
): About {
  const { connectorId, connectorName: service, account } = connection;
  const { texts } = options.wording;
  const app = options.appName ?? texts.thisApp;
  const names = { service, app, ...accountNames(account?.email ?? account?.name ?? account?.id) };
  return { connectorId, store, texts, names };
}

const accountNames = (account: string | undefined): Readonly<Record<string, string>> =>
  account === undefined ? {} : { account };

function noteOf({ status, reason, missingScopes, revocation }: AppUserConnection, about: About) {
  const { texts, names } = about;
  if (status === "needs_reauth") {
    if (reason === "revoked" || reason === "invalid_grant") return texts.reasonRevoked;
    if (reason === "refresh_token_expired") return texts.reasonUnused;
    return reason === "missing_scopes" ? texts.lessAccess : null;
  }
  if (status === "active") return missingScopes.length === 0 ? null : texts.lessAccess;
  const isStillListed = revocation === "not_supported" || revocation === "failed";
  return status === "disconnected" && isStillListed ? fill(texts.stillListed, names) : null;
}

function buttonsOf(connection: AppUserConnection, about: About): ButtonView[] {
  const { texts, store, connectorId } = about;
  const connect = () => void store.connect(connectorId).catch(() => {});
  const disconnect = button("disconnect", texts.disconnect, () => store.ask(connectorId));
  const reconnect = button("reconnect", texts.reconnect, connect, "primary");
  if (connection.status === "needs_reauth") return [reconnect, disconnect];
  if (connection.status !== "active") return [button("connect", texts.connect, connect, "primary")];
  return connection.missingScopes.length === 0 ? [disconnect] : [reconnect, disconnect];
}

const said: Readonly<Record<News["kind"], keyof ConnectionsTexts | null>> = {
  connected: "saidConnected",
  disconnected: "saidDisconnected",
  cancelled: "saidCancelled",
  // Their panels say it.
  connect_failed: null,
  disconnect_failed: null,
};

function messageOf(
  { news, steps, failure }: ConnectionsSnapshot,
  rows: readonly RowView[],
  texts: ConnectionsTexts,
): string {
  const panels = rows.flatMap(({ panel }) => (panel === null ? [] : [panel.text]));
  if (panels.length > 0) return panels.join(" ");
  if (failure !== null) return texts.listFailed;
  const row = rows.find(({ connectorId }) => connectorId === news?.connectorId);
  const text = news === null ? null : said[news.kind];
  if (row === undefined || text === null || steps[row.connectorId] !== undefined) return "";
  return fill(texts[text], { service: row.name });
}

/** What a button of one connector shows. */
export interface ConnectButtonView {
  /** Null while something is under way: the panel has the buttons. */
  readonly button: ButtonView | null;
  /** Null until the list was read, and where the user can connect no such connector. */
  readonly row: RowView | null;
  readonly panel: PanelView | null;
  /** To be said politely, when it changes. */
  readonly message: string;
}

/** The one button of a connector: what there is to do first. It connects also what is not known yet. */
export function buttonOf(
  snapshot: ConnectionsSnapshot,
  store: ConnectionsStore,
  connectorId: string,
  options: ViewOptions,
): ConnectButtonView {
  const { texts } = options.wording;
  const step = snapshot.steps[connectorId];
  const connection = snapshot.connections.find((one) => one.connectorId === connectorId);
  if (connection === undefined) {
    const app = options.appName ?? texts.thisApp;
    const about = { connectorId, store, texts, names: { service: texts.thisService, app } };
    const connect = () => void store.connect(connectorId).catch(() => {});
    const panel = step === undefined ? null : panelOf(step, about);
    return {
      button: panel === null ? button("connect", texts.connect, connect, "primary") : null,
      row: null,
      panel,
      message: panel?.text ?? "",
    };
  }
  const row = rowOf(connection, step, store, options);
  const first = row.buttons[0];
  return {
    button: first === undefined ? null : { ...first, label: labelOf(first, row.name, texts) },
    row,
    panel: row.panel,
    message: messageOf({ ...snapshot, failure: null }, [row], texts),
  };
}

/** Where no name stands beside it, the button says what it connects. */
function labelOf({ action, label }: ButtonView, service: string, texts: ConnectionsTexts): string {
  if (action === "connect") return fill(texts.connectService, { service });
  if (action === "reconnect") return fill(texts.reconnectService, { service });
  return action === "disconnect" ? fill(texts.disconnectService, { service }) : label;
}
