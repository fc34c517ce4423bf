/** Who takes part in a consent, as its pages name them: the app, the service, the person. */
import { nameKey } from "../../lib/name-key.ts";
import type { App } from "../../store/apps.ts";
import type { Authorization } from "../../store/authorizations.ts";
import { isShownByOthers } from "../../store/branding.ts";
import { type ConnectorWithClient, getConnector } from "../../store/connectors.ts";
import { getWorkspace } from "../../store/workspaces.ts";
import { catalogueEntry, holdsReservedName, isReservedName } from "../providers/index.ts";
import type { ConnectContext } from "./context.ts";

export interface Parties {
  /** The name that the app shows; one that could be taken for another's has the app's id with it. */
  readonly appName: string;
  readonly branding: Pick<App, "color" | "supportUrl" | "privacyUrl"> & {
    /** By which its address is made; null: it has none. */
    readonly logo: { readonly appId: string; readonly version: string } | null;
  };
  /** Null where the connector is gone, or what it was registered for is. */
  readonly service: Service | null;
  /** Whether everyone who uses the app works with the account. */
  readonly shared: boolean;
  /** Whether an operator tests the connector: then no app takes part, and `appName` is the workspace's name. */
  readonly test: boolean;
  /** Whether an operator's link to reconnect led here. */
  readonly byReconnectLink: boolean;
  /** Whether the app's backend began it for everybody who uses the app: then nobody is known who did. */
  readonly byApp: boolean;
  /** How people know who connects. */
  readonly userLabel: string;
  /** BCP 47 tag of the language that the app wants; null: the browser says. */
  readonly locale: string | null;
}

/** What is connected, as the catalogue names it. */
export interface Service {
  /** The service that is connected, as people know it. */
  readonly name: string;
  /** Whoever runs that service, and its sign-in. */
  readonly providerName: string;
  readonly logo: { readonly icon: string | null; readonly color: string };
}

/** The parties of a consent by this connector. */
export async function partiesOf(
  context: ConnectContext,
  { appId, workspaceId, owner, author, userLabel, locale, reconnectLinkId }: Authorization,
  registered: ConnectorWithClient | undefined,
): Promise<Parties> {
  const service = registered === undefined ? null : serviceOf(context, registered);
  const byReconnectLink = reconnectLinkId !== null;
  const known = {
    service,
    userLabel: context.defences.personName(userLabel) || "?",
    locale,
    byReconnectLink,
    byApp: appId !== null && owner.kind === "app" && author === null,
  };
  if (appId === null) {
    const appName = await workspaceName(context, workspaceId);
    return { ...known, appName, branding: noBranding, shared: false, test: true };
  }
  const app = await context.apps.get(appId);
  const appName = await shownName(context, app);
  return {
    ...known,
    appName,
    branding: brandingOf(app),
    shared: owner.kind === "app",
    test: false,
  };
}

const noBranding: Parties["branding"] = {
  color: null,
  logo: null,
  supportUrl: null,
  privacyUrl: null,
};

function brandingOf({ appId, logoVersion, color, supportUrl, privacyUrl }: App) {
  const logo = logoVersion === null ? null : { appId, version: logoVersion };
  return { color, logo, supportUrl, privacyUrl };
}

/** Names of workspaces are not checked when they are given, either. */
async function workspaceName(context: ConnectContext, workspaceId: string): Promise<string> {
  const name = (await getWorkspace(context.store, workspaceId))?.name ?? workspaceId;
  return isReservedName(context, nameKey(name)) ? `${name} (${workspaceId})` : name;
}

/** The same where the connector was not read yet: how a consent stands is told without it, too. */
export async function partiesAsFarAsKnown(
  context: ConnectContext,
  authorization: Authorization,
): Promise<Parties> {
  const { workspaceId, connectorId } = authorization;
  // Its name alone is missing where it cannot be read now: the person still learns how it ended.
  const registered = await getConnector(context.store, workspaceId, connectorId).catch(
    () => undefined,
  );
  return await partiesOf(context, authorization, registered);
}

/**
 * Display names are checked when they are given, names of apps are not: one that another workspace's app shows
 * itself by, or a service, is told apart.
 */
async function shownName(context: ConnectContext, app: App): Promise<string> {
  const { displayName, name, appId } = app;
  if (displayName !== null) return displayName;
  const key = nameKey(name);
  const isAnothers =
    key !== "" &&
    (isReservedName(context, key) || (await isShownByOthers(context.store, app, key)));
  return isAnothers ? `${name} (${appId})` : name;
}

function serviceOf(context: ConnectContext, registered: ConnectorWithClient): Service | null {
  try {
    const { server, connector } = catalogueEntry(context, registered);
    const { authorization_endpoint: endpoint } = server.metadata;
    const shown = (name: string) =>
      registered.providerEntry === null ? name : ownProvidersName(context, name, endpoint);
    const name = shown(connector.display_name);
    return { name, providerName: shown(server.name), logo: connector.logo };
  } catch {
    return null;
  }
}

/** A workspace may call a provider of its own what it likes: one that sounds like a known one has its host with it. */
function ownProvidersName(context: ConnectContext, name: string, endpoint: string): string {
  if (!holdsReservedName(context, name)) return name;
  return `${name} (${/^[a-z]+:\/\/([^/?#]+)/i.exec(endpoint)?.[1] ?? endpoint})`;
}
