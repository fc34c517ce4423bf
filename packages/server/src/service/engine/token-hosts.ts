/** Where a token may go. */
import { apiHosts } from "../../provider/api-hosts.ts";
import type { EngineContext } from "./context.ts";
import type { TokenResult } from "./get.ts";

/**
 * The origins of the API that the token is for; undefined for a workspace's own provider, of which the read of a token
 * knows none: its entry would cost another statement.
 */
export function tokenHosts(
  { catalogue }: EngineContext,
  { integrationType, values }: TokenResult,
): string[] | undefined {
  const entry = catalogue.find(integrationType);
  return entry === undefined ? undefined : apiHosts(entry, values);
}
