/** Which settings a connection of a type takes, and what they are now. */
import type { ConnectionConfigAnswer } from "@grantry/contract/shared-connection";
import { byHandedOutName } from "../../../provider/setting-names.ts";
import type { Operator } from "../../accounts/index.ts";
import { settingsOf } from "../../connections/index.ts";
import { configFields } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import { findEntryOfType, findServed } from "./connector.ts";
import { findShared } from "./current.ts";

/** Throws connector_not_found for a type that is not in the catalogue. */
export async function getConnectionConfig(
  context: ConnectContext,
  { app }: Pick<Operator, "app">,
  integrationType: string,
): Promise<ConnectionConfigAnswer> {
  const served = await findServed(context, app, integrationType);
  const entry = served?.entry ?? (await findEntryOfType(context, app, integrationType));
  const { connector } = served?.registered ?? {};
  const connection = connector && (await findShared(context, app, connector.connectorId));
  const values = { ...connector?.settings, ...(connection && settingsOf(entry, connection)) };
  return {
    integration_type: integrationType,
    connection_config_fields: configFields(entry),
    connection_config: Object.keys(values).length === 0 ? null : byHandedOutName(entry, values),
  };
}
