/**
 * Asking the person of a connection to connect its account again, by a link that an operator sends them.
 *
 * The link is not the person's proof: whoever has it may open it, and is asked on our page whether they are
 * meant. What it can bring about is bounded instead. It brings a new grant of the account that the connection
 * had when the link was made, for the same user and connector, and nothing else: so no stranger's account
 * comes to the user, and nobody's account to another user. That is why a connection whose account is not known,
 * or is an organization's for which several people can consent, gets no link. It works once, for a week, and ends with whatever makes the connection another one: a
 * disconnect, another consent, a move to another user, a newer link.
 */
import { GrantryError } from "../../lib/error.ts";
import { newUnguessable } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { namesPerson } from "../../provider/account.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import type { Account } from "../../provider/provider-client.ts";
import { isOfWorkspace } from "../../provider/settings.ts";
import { findAppUser } from "../../store/app-users.ts";
import { type Authorization, openLink } from "../../store/authorizations.ts";
import { lockConnectionRow } from "../../store/connection-writes.ts";
import { type Connection, getConnection, getWorkspaceConnection } from "../../store/connections.ts";
import { type ConnectorWithClient, getConnector } from "../../store/connectors.ts";
import type { AppUserId } from "../../store/owner.ts";
import {
  findAttemptOf,
  findReconnectLink,
  getReconnectLink,
  putReconnectLink,
} from "../../store/reconnect-links.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import { requireThawedWorkspace, userLabelOf } from "../app-users/index.ts";
import { settingsOf } from "../connections/index.ts";
import { catalogueEntry, requireEnabled } from "../providers/index.ts";
import type { ConnectContext } from "./context.ts";
import { onlyPagesOf } from "./return-url.ts";
import { isSameAccount } from "./same-account.ts";
import { connectUrl, startAuthorization } from "./start.ts";

/** A link works for a week. */
const linkSeconds = 604_800;

/** A link to send to the person. */
export interface ReconnectRequest {
  /** A credential: told this once. */
  readonly url: Secret;
  readonly expiresAt: number;
}

/**
 * Makes the link. Throws connection_not_found, and reconnect_not_possible where there is no account that it
 * could be bound to, or no person; user_connections_disabled where the workspace does not allow it.
 */
export async function requestReconnect(
  context: ConnectContext,
  operator: WorkspaceOperator,
  connectionId: string,
): Promise<ReconnectRequest> {
  const { clock, store } = context;
  const { workspaceId } = operator;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  const registered = connection && (await getConnector(store, workspaceId, connection.connectorId));
  if (connection === undefined || registered === undefined) {
    throw new GrantryError("connection_not_found");
  }
  requireEnabled(registered.connector, "user");
  const secret = newUnguessable();
  const expiresAt = clock.nowSeconds() + linkSeconds;
  await inTransaction(store, async (trx) => {
    // What is read before the row is locked may be over: another account, another user, no grant.
    const now = await lockConnectionRow(trx, connectionId);
    if (now === undefined) throw new GrantryError("connection_not_found");
    const { account } = requireReconnectable(now, catalogueEntry(context, registered));
    await putReconnectLink(trx, { connectionId, secret, accountId: account.id, expiresAt });
    await recordChange(trx, operator, {
      action: "connection.reconnect_requested",
      target: { kind: "connection", id: connectionId },
    });
  });
  return { url: new Secret(`${context.publicUrl}/reconnect/${secret}`), expiresAt };
}

function requireReconnectable(
  { account, owner, status }: Connection,
  { server }: ProviderConnector,
): { readonly account: NonNullable<Connection["account"]>; readonly user: AppUserId } {
  const refuse = (detail: string) => new GrantryError("reconnect_not_possible", { detail });
  if (owner.kind === "app") {
    throw refuse("It is shared by an app: an operator reconnects it on the app's page.");
  }
  if (owner.kind === "unassigned") {
    throw refuse("It is not known whose it is: assign it to a user first.");
  }
  if (status === "disconnected") {
    throw refuse("It is disconnected: the person connects anew in the app.");
  }
  if (account === null) {
    throw refuse(
      "Its provider does not tell which account it is, so a link could bring another one: the person reconnects in the app.",
    );
  }
  if (!namesPerson(server.account)) {
    throw refuse(
      "Its account is an organization's, for which several people can consent, each with rights of their own: the person reconnects in the app.",
    );
  }
  return { account, user: owner };
}

/**
 * Opens a link: begins an attempt, or finds the one that is open, and answers its connect link, whose page
 * asks. Nothing is used up by that. Throws reconnect_link_invalid where the link is no good any more.
 */
export async function openReconnectLink(context: ConnectContext, secret: string): Promise<string> {
  const { store } = context;
  const link = await findReconnectLink(store, secret);
  const connection = link && (await getConnection(store, link.connectionId));
  const registered =
    connection && (await getConnector(store, connection.workspaceId, connection.connectorId));
  if (link === undefined || connection === undefined || registered === undefined) {
    throw new GrantryError("reconnect_link_invalid");
  }
  await requireThawedWorkspace(store, connection.workspaceId);
  const { reconnectLinkId } = link;
  const open = await findAttemptOf(store, reconnectLinkId);
  const opened = open && (await openLink(store, open));
  if (opened != null) return connectUrl(context, opened);
  const entry = catalogueEntry(context, registered);
  const { account: current, user } = requireReconnectable(connection, entry);
  if (current.id !== link.accountId) throw new GrantryError("reconnect_link_invalid");
  const { appId, connectorId } = connection;
  const known = await findAppUser(store, appId, user);
  const { email = null, name = null } = known ?? {};
  const app = await context.apps.get(appId);
  const started = await startAuthorization(context, {
    app,
    address: { kind: "id", connectorId },
    owner: { kind: "user", ...user },
    userLabel: userLabelOf({ userId: user.userId, email, name }),
    profile: null,
    // They come from a message, and go on to the app.
    returnUrl: onlyPagesOf(app),
    settings: chosenSettings(context, connection, registered),
    locale: null,
    sameOriginBrowser: false,
    reconnectLinkId,
  });
  return started.redirectUrl;
}

/** What was given for this connection alone: what the workspace has fixed is read anew. */
function chosenSettings(
  context: ConnectContext,
  connection: Connection,
  registered: ConnectorWithClient,
): Record<string, string> {
  const { server } = catalogueEntry(context, registered);
  const fixed = registered.connector.settings;
  const ofWorkspace = new Set(server.settings.filter(isOfWorkspace).map(({ name }) => name));
  const own = Object.entries(settingsOf({ server }, connection));
  return Object.fromEntries(
    own.filter(([name]) => !ofWorkspace.has(name) && !Object.hasOwn(fixed, name)),
  );
}

/**
 * Refuses what the link of an attempt does not allow. Call it in the transaction that stores the grant, with
 * the connection locked: whatever ended the link in between has deleted it. Throws reconnect_link_invalid, or
 * account_mismatch where another account was chosen.
 */
export async function requireAsLinked(
  store: Store,
  { reconnectLinkId }: Authorization,
  before: Connection,
  account: Account,
): Promise<void> {
  if (reconnectLinkId === null) return;
  const link = await getReconnectLink(store, reconnectLinkId);
  const isOfNow =
    link?.connectionId === before.connectionId && link.accountId === before.account?.id;
  if (!isOfNow || before.status === "disconnected") {
    throw new GrantryError("reconnect_link_invalid");
  }
  if (isSameAccount({ id: link.accountId }, account)) return;
  throw new GrantryError("account_mismatch", {
    detail: "The link is for the account that was connected before. Nothing changed.",
  });
}
