/** Puts reads of tokens on record, those that are refused included. */
import { GrantryError } from "../../lib/error.ts";
import type { TokenRead } from "../../store/token-read.ts";
import type { EngineContext } from "./context.ts";

/** Counts what refuses a caller who may ask, and puts on record that they asked: before a token leaves, where that is wanted. */
export async function onRecord<T>(
  context: EngineContext,
  asked: { readonly appId: string; readonly found: TokenRead },
  serving: () => Promise<T>,
): Promise<T> {
  let served: T;
  try {
    served = await serving();
  } catch (thrown) {
    if (thrown instanceof GrantryError) {
      context.metrics.tokenRefused(thrown.code);
      void context.tokenReads.record(readOf(asked, thrown.code));
    }
    throw thrown;
  }
  const written = context.tokenReads.record(readOf(asked, "ok"));
  if (written !== undefined) await written;
  return served;
}

/** What was asked for: the connection, or as much of it as there is. */
function readOf(
  { appId, found }: { readonly appId: string; readonly found: TokenRead },
  result: string,
) {
  const { connection, connectorId, workspaceId, auditMode: mode, serviceToken } = found;
  const { serviceTokenId } = serviceToken;
  const target =
    connection !== undefined
      ? { kind: "connection", id: connection.connectionId }
      : connectorId !== null
        ? { kind: "connector", id: connectorId }
        : { kind: "app", id: appId };
  return { workspaceId, mode, serviceTokenId, appId, target, result };
}
