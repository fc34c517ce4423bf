/** Origins whose pages were refused lately: noted as they are, shown to who may allow them. */
import { describeThrown } from "../../lib/error.ts";
import type { Flights } from "../../lib/flights.ts";
import { allowsOrigin } from "../../lib/origins.ts";
import {
  noteRefusedOrigin as keep,
  listRefusedOrigins as list,
  type RefusedOrigin,
} from "../../store/refused-origins.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { readApp } from "./apps.ts";
import type { ManageContext } from "./context.ts";

export type { RefusedOrigin } from "../../store/refused-origins.ts";

/** Returns at once; a database that is away keeps nothing of it. `appId`: of an app that there is. */
export function noteRefusedOrigin(
  context: ManageContext & { readonly flights: Flights; readonly closing: AbortSignal },
  refused: { readonly appId: string; readonly origin: string },
): void {
  if (context.closing.aborted) return;
  context.flights
    .join(`refused origin ${refused.appId} ${refused.origin}`, () => keep(context.store, refused))
    .catch((thrown: unknown) => {
      context.log.info({ ...refused, cause: describeThrown(thrown) }, "refused origin not kept");
    });
}

/** Those of the last day that are still not allowed, the latest first. Throws app_not_found. */
export async function listRefusedOrigins(
  context: ManageContext,
  operator: WorkspaceOperator,
  appId: string,
): Promise<RefusedOrigin[]> {
  const { origins } = await readApp(context, operator, appId);
  const refused = await list(context.store, appId);
  return refused.filter(({ origin }) => !allowsOrigin(origins, origin));
}
