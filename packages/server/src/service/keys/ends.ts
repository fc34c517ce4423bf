/** Where chains of the audit trail end is sealed with a key of the server's own: anew, once there is a new one. */
import { resealChains } from "../../store/audit-chain.ts";
import type { KeysContext } from "./context.ts";

const pageRows = 200;

/** Each chain in a transaction of its own. Resolves with how many were sealed anew. */
export async function resealEnds({ store }: Pick<KeysContext, "store">): Promise<number> {
  let resealed = 0;
  let after: string | null = null;
  do {
    const page = await resealChains(store, { after, limit: pageRows });
    resealed += page.resealed;
    after = page.next;
  } while (after !== null);
  return resealed;
}
