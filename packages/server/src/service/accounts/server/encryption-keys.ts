/** The root keys of the server: the state of each, and how much rests on it. */
import {
  countWrapped,
  listRootKeys as listStored,
  type RootKeyState,
} from "../../../store/encryption-keys.ts";
import type { AccountsContext } from "../context.ts";

export interface RootKeyInUse {
  readonly keyId: string;
  readonly state: RootKeyState["state"];
  /** How many data keys it wraps. */
  readonly dataKeys: number;
}

/** All that the database knows, retired ones, too, by their ids. Never what they are made of. */
export async function listRootKeys({
  store,
}: Pick<AccountsContext, "store">): Promise<RootKeyInUse[]> {
  const wrapped = await countWrapped(store);
  const keys = await listStored(store);
  return keys.map(({ keyId, state }) => ({ keyId, state, dataKeys: wrapped.get(keyId) ?? 0 }));
}
