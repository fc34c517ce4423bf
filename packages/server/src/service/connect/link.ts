/** What a connect link leads to. */
import { GrantryError } from "../../lib/error.ts";
import { missingSettings } from "../../provider/asked-settings.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { type Authorization, findByLink } from "../../store/authorizations.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import { catalogueEntry } from "../providers/index.ts";
import type { ConnectContext } from "./context.ts";
import { connectorOf } from "./registered-client.ts";
import { requireSettingsStill } from "./settings-still.ts";

/** What an unused connect link leads to, as of now; undefined where it is none. */
export async function findLink(context: ConnectContext, link: string) {
  const authorization = await findByLink(context.store, link);
  if (authorization === undefined) return undefined;
  const registered = await requireConnector(context, authorization);
  const entry = catalogueEntry(context, registered);
  const { settings: fixed } = registered.connector;
  const settings = withFixed(entry, authorization.settings, fixed);
  requireSettingsStill(entry, fixed, settings);
  // Also where the workspace has fixed since what the page asked for.
  const isAsked = missingSettings(entry, authorization.settings).length > 0;
  return { authorization: { ...authorization, settings }, registered, isAsked };
}

/** What the workspace has fixed since the start is not asked for. */
function withFixed(
  entry: ProviderConnector,
  settings: Authorization["settings"],
  fixed: Readonly<Record<string, string>>,
): Authorization["settings"] {
  const names = missingSettings(entry, settings).map(({ name }) => name);
  const found = Object.entries(fixed).filter(([name]) => names.includes(name));
  return { ...settings, ...Object.fromEntries(found) };
}

/** The connector of an attempt. Throws connect_link_invalid where it is gone. */
export async function requireConnector(
  context: ConnectContext,
  authorization: Authorization,
): Promise<ConnectorWithClient> {
  const registered = await connectorOf(context, authorization);
  if (registered === undefined) throw new GrantryError("connect_link_invalid");
  return registered;
}

/** The refusal of another browser. */
export function browserMismatch(): GrantryError {
  return new GrantryError("browser_mismatch", {
    detail: "This connection was started in another browser. Start it again from the app.",
  });
}
