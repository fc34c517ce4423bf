/** The refusal for a connector that is not there. */
import { GrantryError } from "../../lib/error.ts";

import type { ConnectorAddress } from "../../store/connectors.ts";

/** The answer for a connector that the app does not have: foreign and unknown read alike. */
export function connectorNotFound(address: ConnectorAddress): GrantryError {
  const named =
    address.kind === "type"
      ? `of the type "${address.integrationType.slice(0, 64)}"`
      : `with the ID "${address.connectorId.slice(0, 64)}"`;
  return new GrantryError("connector_not_found", {
    detail: `Connector not found: this app has none ${named}.`,
  });
}
