/** Stores a custom provider beside the others of its workspace. */
import { GrantryError } from "../../lib/error.ts";
import {
  listProviders,
  listTypesInUse,
  lockWorkspace,
  providersMax,
  putProvider,
} from "../../store/providers.ts";
import type { Store } from "../../store/store.ts";
import { customCatalogue, isMoved, type Move } from "../providers/index.ts";
import { declarationError, type PreparedProvider } from "./provider-declaration.ts";
import type { Problem } from "./provider-problem.ts";

/**
 * Called where the entry sends secrets or tokens elsewhere than the one of before. Throws where that may
 * not be; false leaves the entry of before as it is.
 */
export type AdmitMove = (store: Store, move: Move) => Promise<boolean>;

/**
 * To be called in a transaction. Throws the declaration's code where an integration type belongs to
 * another provider of the workspace, or there are too many; provider_in_use where a connector has an
 * integration type that the entry no longer names.
 */
export async function storeProvider(
  store: Store,
  workspaceId: string,
  { providerId, integrationTypes, json, source }: PreparedProvider,
  admitMove: AdmitMove,
): Promise<void> {
  await lockWorkspace(store, workspaceId);
  const present = await listProviders(store, workspaceId);
  const others = present.filter((one) => one.providerId !== providerId);
  if (others.length >= providersMax) {
    const message = `the workspace has ${providersMax} custom providers already`;
    throw declarationError(source, [{ path: ["id"], message }]);
  }
  const taken = integrationTypes.flatMap((type, index): Problem[] => {
    const owner = others.find(({ entry }) => customCatalogue(entry).find(type) !== undefined);
    if (owner === undefined) return [];
    const message = `"${type}" belongs to the custom provider "${owner.providerId}"`;
    return [{ path: ["connectors", index, "integration_type"], message }];
  });
  if (taken.length > 0) throw declarationError(source, taken);
  const used = await listTypesInUse(store, workspaceId, providerId);
  const missing = used.find((type) => !integrationTypes.includes(type));
  if (missing !== undefined) {
    throw new GrantryError("provider_in_use", {
      detail: `A connector uses the integration type "${missing}", which the entry no longer names.`,
    });
  }
  const before = present.find((one) => one.providerId === providerId)?.entry ?? null;
  if (isMoved(before, json) && !(await admitMove(store, { workspaceId, providerId }))) return;
  await putProvider(store, { workspaceId, providerId, entry: json });
}
