/** The root keys of the server: the state of each, and how much rests on it. */
import { countWrapped, listRootKeys as listStored } from "../../../store/encryption-keys.ts";
import type { AccountsContext } from "../context.ts";

export interface RootKeyInUse {
  readonly keyId: string;
  readonly state: "staged" | "primary" | "deprecated";
  /** How many data keys it wraps. */
  readonly dataKeys: number;
}

/** The keys that are in use or may be, by their ids. Never what they are made of. */
export async function listRootKeys({
  store,
}: Pick<AccountsContext, "store">): Promise<RootKeyInUse[]> {
  const wrapped = await countWrapped(store);
  const keys = await listStored(store);
  return keys.flatMap(({ keyId, state }) =>
    state === "retired" ? [] : [{ keyId, state, dataKeys: wrapped.get(keyId) ?? 0 }],
  );
}
