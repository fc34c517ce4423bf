/**
 * Trying again: the browser of an attempt that failed, or that brought less than was asked for, begins another for
 * the same user, as the app began the first.
 */
import { equalHashes } from "../../crypto/hash.ts";
import { GrantryError } from "../../lib/error.ts";
import { isOfWorkspace } from "../../provider/settings.ts";
import type { Authorization } from "../../store/authorizations.ts";
import { findConnection } from "../../store/connections.ts";
import { type ConnectorWithClient, getConnector } from "../../store/connectors.ts";
import { findRestartable, takeRestart } from "../../store/restarts.ts";
import { requireThawedWorkspace } from "../app-users/index.ts";
import { catalogueEntry } from "../providers/index.ts";
import {
  browserCookieName,
  type Cookies,
  confirmationToken,
  isBoundBrowser,
} from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";
import { lessOf } from "./less.ts";
import { type AppsAuthorization, isOfApp } from "./new-grant.ts";
import { type Parties, partiesOf } from "./parties.ts";
import { type Started, startAuthorization } from "./start.ts";

export interface Restarted {
  readonly started: Started;
  readonly parties: Parties;
}

/**
 * Begins another attempt, once for each of them and for half an hour after the app's call. Where the
 * browser was not known at the start, the person is asked again whether they began this themselves. Throws
 * connect_link_invalid where it is no attempt of this browser or may not be begun again, browser_mismatch
 * where the form does not come from its page, and what a start throws: everything is checked as of now.
 */
export async function restartAuthorization(
  context: ConnectContext,
  { authorizationId, token }: { readonly authorizationId: string; readonly token: string },
  cookies: Cookies,
): Promise<Restarted> {
  const before = await findRestartable(context.store, authorizationId);
  const browser = cookies[browserCookieName(context, authorizationId)];
  if (before === undefined || browser === undefined || !isBoundBrowser(before, browser)) {
    throw new GrantryError("connect_link_invalid");
  }
  if (!isOfApp(before)) throw new GrantryError("connect_link_invalid");
  const expected = Buffer.from(confirmationToken(browser));
  if (!equalHashes(expected, Buffer.from(token))) throw new GrantryError("browser_mismatch");
  const { workspaceId, connectorId, restartUntil } = before;
  await requireThawedWorkspace(context.store, workspaceId);
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined || restartUntil === null) {
    throw new GrantryError("connect_link_invalid");
  }
  const grantsRest = before.status === "completed" || before.grantsRest;
  if (grantsRest && !(await lacksSomething(context, before, registered))) {
    throw new GrantryError("connect_link_invalid");
  }
  if (!(await takeRestart(context.store, authorizationId))) {
    throw new GrantryError("connect_link_invalid");
  }
  const started = await startAuthorization(context, {
    app: await context.apps.get(before.appId),
    address: { kind: "id", connectorId },
    owner: before.owner,
    userLabel: before.userLabel,
    profile: null,
    returnUrl: before.returnUrl,
    settings: chosenSettings(context, before, registered),
    locale: before.locale,
    sameOriginBrowser: before.proof === "browser_cookie",
    restartUntil,
    grantsRest,
  });
  return { started, parties: await partiesOf(context, before, registered) };
}

/** Whether the connection still lacks something that the person may grant. */
async function lacksSomething(
  context: ConnectContext,
  authorization: AppsAuthorization,
  registered: ConnectorWithClient,
): Promise<boolean> {
  const connection = await findConnection(context.store, authorization);
  if (connection === undefined) return false;
  return lessOf(catalogueEntry(context, registered), authorization, connection) !== null;
}

/** What was given for this connection alone: what the workspace has fixed is read anew. */
function chosenSettings(
  context: ConnectContext,
  { settings }: Authorization,
  registered: ConnectorWithClient,
): Record<string, string> {
  const { server } = catalogueEntry(context, registered);
  const fixed = registered.connector.settings;
  const own = server.settings.filter(
    (setting) => !isOfWorkspace(setting) && !Object.hasOwn(fixed, setting.name),
  );
  const given = own.flatMap(({ name }) =>
    settings[name] === undefined ? [] : [[name, settings[name]] as const],
  );
  return Object.fromEntries(given);
}
