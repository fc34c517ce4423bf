/**
 * Trying again: the browser of an attempt that failed, or that brought less than was asked for, begins another for
 * the same user, as the app began the first.
 */
import { equalHashes } from "../../crypto/hash.ts";
import { GrantryError, isGrantryError } from "../../lib/error.ts";
import { isOfWorkspace } from "../../provider/settings.ts";
import type { Authorization } from "../../store/authorizations.ts";
import { findConnection } from "../../store/connections.ts";
import { type ConnectorWithClient, getConnector } from "../../store/connectors.ts";
import { findEnded } from "../../store/restarts.ts";
import { requireThawedWorkspace } from "../app-users/index.ts";
import { catalogueEntry } from "../providers/index.ts";
import {
  browserCookieName,
  type Cookies,
  confirmationToken,
  isBoundBrowser,
} from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";
import type { Ended } from "./ended.ts";
import { lessOf } from "./less.ts";
import { type AppsAuthorization, isOfApp } from "./new-grant.ts";
import { type Parties, partiesOf } from "./parties.ts";
import { endedAgain } from "./seen-again.ts";
import { type Started, startAuthorization } from "./start.ts";

export type Restarted =
  | { readonly kind: "started"; readonly started: Started; readonly parties: Parties }
  /** Nothing more may begin: how the attempt ended, as it is now. */
  | { readonly kind: "ended"; readonly ended: Ended };

/**
 * Begins another attempt, once for each of them and for half an hour after the app's call. Where the
 * browser was not known at the start, the person is asked again whether they began this themselves. Throws
 * connect_link_invalid where it is no attempt of this browser, browser_mismatch
 * where the form does not come from its page, and what a start throws: everything is checked as of now.
 */
export async function restartAuthorization(
  context: ConnectContext,
  { authorizationId, token }: { readonly authorizationId: string; readonly token: string },
  cookies: Cookies,
): Promise<Restarted> {
  const before = await findEnded(context.store, authorizationId);
  const browser = cookies[browserCookieName(context, authorizationId)];
  if (before === undefined || browser === undefined || !isBoundBrowser(before, browser)) {
    throw new GrantryError("connect_link_invalid");
  }
  if (!isOfApp(before)) throw new GrantryError("connect_link_invalid");
  const expected = Buffer.from(confirmationToken(browser));
  if (!equalHashes(expected, Buffer.from(token))) throw new GrantryError("browser_mismatch");
  const restarted = await follow(context, before);
  if (restarted !== undefined) return restarted;
  // Another press may have used it up since it was read.
  const now = (await findEnded(context.store, authorizationId)) ?? before;
  return { kind: "ended", ended: await endedAgain(context, now, browser) };
}

/** Undefined where no other attempt may follow this one, or none any more. */
async function follow(
  context: ConnectContext,
  before: AppsAuthorization,
): Promise<Restarted | undefined> {
  const { workspaceId, connectorId, restartUntil } = before;
  if (restartUntil === null || restartUntil <= context.clock.nowSeconds()) return undefined;
  await requireThawedWorkspace(context.store, workspaceId);
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) return undefined;
  const grantsRest = before.status === "completed" || before.grantsRest;
  if (grantsRest && !(await lacksSomething(context, before, registered))) return undefined;
  try {
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
      follows: before.authorizationId,
      restartUntil,
      grantsRest,
    });
    return { kind: "started", started, parties: await partiesOf(context, before, registered) };
  } catch (thrown) {
    if (isGrantryError(thrown, "connect_link_invalid")) return undefined;
    // The app has demanded since to complete by itself: it begins, and no page of ours.
    if (isGrantryError(thrown, "challenge_required")) return undefined;
    throw thrown;
  }
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
