/** How the API of a connector tells that it refuses a token: what the SDK holds answers against. */
import type { RefusalsAnswer } from "@grantry/contract/service";
import { GrantryError } from "../../lib/error.ts";
import { findServiceToken } from "../../store/bearer-secrets.ts";
import { listProviders } from "../../store/providers.ts";
import type { PresentedBackend } from "../app-users/index.ts";
import { connectorNotFound, workspaceCatalogue } from "../providers/index.ts";
import type { EngineContext } from "./context.ts";

/**
 * What the entry of an integration type declares of refusals, of a built-in provider or one of the
 * workspace. Throws unauthorized or connector_not_found.
 */
export async function describeRefusals(
  context: EngineContext,
  { appId, serviceToken }: PresentedBackend,
  integrationType: string,
): Promise<RefusalsAnswer> {
  const known = await findServiceToken(context.store, appId, serviceToken);
  if (known === undefined) throw new GrantryError("unauthorized", { detail: "Unauthorized" });
  const entry =
    context.catalogue.find(integrationType) ??
    workspaceCatalogue(
      context.catalogue,
      await listProviders(context.store, known.workspaceId),
    ).find(integrationType);
  if (entry === undefined) throw connectorNotFound({ kind: "type", integrationType });
  const { refused_token, missing_scope } = entry.server.api;
  return { integration_type: integrationType, refused_token, missing_scope };
}
