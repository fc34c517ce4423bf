/** How the shared connection of a connector stands, for whoever wants to change it. */
import type { ProviderConnector } from "../../../provider/catalogue.ts";
import { heldScopes } from "../../../provider/scopes.ts";
import { checkSettingsGiven, isOfWorkspace } from "../../../provider/settings.ts";
import type { App } from "../../../store/apps.ts";
import type { AuthorizingOperator } from "../../../store/authorizations.ts";
import { type Connection, findConnection } from "../../../store/connections.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { settingsOf, statusOf } from "../../connections/index.ts";
import { mergeSettings } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import type { Served } from "./connector.ts";

export interface Current {
  readonly connection: Connection;
  /** Whether tokens are served from it. */
  readonly isActive: boolean;
  /** What it has, as it was asked for. */
  readonly scopes: readonly string[];
  /** Its settings, without the values kept from the provider's answers. */
  readonly settings: Readonly<Record<string, string>>;
  /** Another operator who authorized it; null where it was the one who asks, or nobody knows. */
  readonly otherAuthor: AuthorizingOperator | null;
}

/** The connection that there is, connected or not; undefined where there was never one. */
export async function findCurrent(
  context: ConnectContext,
  { app, author }: Pick<AppOperator, "app"> & { readonly author: AuthorizingOperator | null },
  served: Served | undefined,
): Promise<Current | undefined> {
  if (served === undefined) return undefined;
  const { entry, registered } = served;
  const connection = await findShared(context, app, registered.connector.connectorId);
  if (connection === undefined) return undefined;
  const { requestedScopes, grantedScopes } = connection;
  return {
    connection,
    isActive: statusOf(context, connection, entry).status === "active",
    scopes: heldScopes(entry, requestedScopes, grantedScopes),
    // A setting that its entry has gained since counts as what stands for it where none is given.
    settings: { ...defaultSettings(entry), ...settingsOf(entry, connection) },
    otherAuthor:
      connection.author === null || connection.author.id === author?.id ? null : connection.author,
  };
}

function defaultSettings({ server }: Pick<ProviderConnector, "server">): Record<string, string> {
  return Object.fromEntries(
    server.settings.flatMap(({ name, default: standard }) =>
      standard === undefined ? [] : [[name, standard]],
    ),
  );
}

/** The row of the app's shared connection for a connector, or undefined. */
export async function findShared(
  context: Pick<ConnectContext, "store">,
  { appId }: Pick<App, "appId">,
  connectorId: string,
): Promise<Connection | undefined> {
  return await findConnection(context.store, { appId, connectorId, owner: { kind: "app" } });
}

/**
 * The settings of the next consent: those given, or the connection's where none are. The official
 * command line cannot give any: what is missing then is asked for by the connect page. Throws
 * connection_config_invalid.
 */
export function nextSettings(
  entry: ProviderConnector,
  served: Served | undefined,
  current: Current | undefined,
  given: Readonly<Record<string, string>> | null,
): Record<string, string> {
  const fixed = served?.registered.connector.settings ?? {};
  // What is the workspace's comes from its connector, also where that says something else by now.
  const ofWorkspace = entry.server.settings.filter(isOfWorkspace).map(({ name }) => name);
  const kept = Object.entries(current?.settings ?? {}).filter(
    ([name]) => !Object.hasOwn(fixed, name) && !ofWorkspace.includes(name),
  );
  return checkSettingsGiven(entry, mergeSettings(fixed, entry, given ?? Object.fromEntries(kept)));
}
