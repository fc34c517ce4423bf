/** What a workspace has fixed for a connector, and what is chosen for one connection. */
import { GrantryError } from "../../lib/error.ts";

import type { ProviderConnector } from "../../provider/catalogue.ts";
import { bySettingName } from "../../provider/setting-names.ts";
import { isOfWorkspace } from "../../provider/settings.ts";

/**
 * What the workspace has fixed for a connector cannot be chosen again for a connection. Nor can a
 * host that may be any: the client's secret goes there (SEC-33).
 */
export function mergeSettings(
  fixedSettings: Readonly<Record<string, string>>,
  entry: ProviderConnector,
  named: Readonly<Record<string, string>>,
): Record<string, string> {
  const given = bySettingName(entry, named);
  const fixed = Object.keys(given).find((name) => Object.hasOwn(fixedSettings, name));
  if (fixed !== undefined) {
    throw new GrantryError("connection_config_invalid", {
      detail: `"${fixed}" is fixed for this connector and cannot be set for a single connection.`,
    });
  }
  const ofWorkspace = entry.server.settings.find(
    (setting) => isOfWorkspace(setting) && Object.hasOwn(given, setting.name),
  );
  if (ofWorkspace !== undefined) {
    throw new GrantryError("connection_config_invalid", {
      detail: `"${ofWorkspace.name}" says where the OAuth client's secret belongs to, or is sent: only the workspace can set it, in the connector.`,
    });
  }
  return { ...fixedSettings, ...given };
}
