/** How the API of a connector tells that it refuses a token: what the SDK holds answers against. */
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { listProviders } from "../../store/providers.ts";
import { connectorNotFound, workspaceCatalogue } from "../providers/index.ts";
import type { EngineContext } from "./context.ts";

type Api = ProviderConnector["server"]["api"];

/** The signs of an answer by which an API refuses, as the catalogue declares them. */
export interface Refusals {
  readonly integrationType: string;
  /** The token is over or was taken back. */
  readonly refusedToken: Api["refused_token"];
  /** The token is good, and lacks a permission; wins over the other. */
  readonly missingScope: Api["missing_scope"];
}

/**
 * What the entry of an integration type declares of refusals, of a built-in provider or one of the
 * workspace. Throws connector_not_found.
 */
export async function describeRefusals(
  context: EngineContext,
  workspaceId: string,
  integrationType: string,
): Promise<Refusals> {
  const entry =
    context.catalogue.find(integrationType) ??
    workspaceCatalogue(context.catalogue, await listProviders(context.store, workspaceId)).find(
      integrationType,
    );
  if (entry === undefined) throw connectorNotFound({ kind: "type", integrationType });
  const { refused_token: refusedToken, missing_scope: missingScope } = entry.server.api;
  return { integrationType, refusedToken, missingScope };
}
