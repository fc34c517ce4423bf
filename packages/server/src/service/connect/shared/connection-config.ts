/** Which settings a connection of a type takes, and what they are now. */
import { byHandedOutName } from "../../../provider/setting-names.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { settingsOf } from "../../connections/index.ts";
import { type SettingField, settingFields } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import { findEntryOfType, findServed } from "./connector.ts";
import { findShared } from "./current.ts";

export interface TypeSettings {
  readonly integrationType: string;
  readonly fields: readonly SettingField[];
  /**
   * What is set: by the connector, or saved with the current connection. Under the documented names;
   * empty where nothing is.
   */
  readonly settings: Readonly<Record<string, string>>;
}

/** Throws connector_not_found for a type that is not in the catalogue. */
export async function getConnectionConfig(
  context: ConnectContext,
  { app }: Pick<AppOperator, "app">,
  integrationType: string,
): Promise<TypeSettings> {
  const served = await findServed(context, app, integrationType);
  const entry = served?.entry ?? (await findEntryOfType(context, app, integrationType));
  const { connector } = served?.registered ?? {};
  const connection = connector && (await findShared(context, app, connector.connectorId));
  const values = { ...connector?.settings, ...(connection && settingsOf(entry, connection)) };
  return {
    integrationType,
    fields: settingFields(entry),
    settings: byHandedOutName(entry, values),
  };
}
