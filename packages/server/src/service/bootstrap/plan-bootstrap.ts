/** What a bootstrap file would change: it is applied in a transaction, looked at, and taken back. */
import { GrantryError } from "../../lib/error.ts";
import { inTransaction } from "../../store/store.ts";
import { prepareBootstrap } from "./apply-bootstrap.ts";
import type { BootstrapContext } from "./applying.ts";
import type { BootstrapChange } from "./bootstrap-changes.ts";
import type { Bootstrap } from "./bootstrap-schema.ts";

export type { BootstrapChange } from "./bootstrap-changes.ts";

class TakenBack extends Error {}

/** What the file would change. Throws config_invalid as applying it does. Nothing is changed. */
export async function planBootstrap(
  context: BootstrapContext,
  bootstrap: Bootstrap,
): Promise<BootstrapChange[]> {
  return await rehearse(context, bootstrap, () => {
    throw new TakenBack();
  });
}

/** Applies the file if that changes exactly what was planned. Throws config_invalid where it does not. */
export async function applyPlanned(
  context: BootstrapContext,
  bootstrap: Bootstrap,
  planned: readonly BootstrapChange[],
): Promise<void> {
  await rehearse(context, bootstrap, (changes) => {
    if (JSON.stringify(changes) === JSON.stringify(planned)) return;
    throw new GrantryError("config_invalid", {
      detail: "What would be changed is not what was planned any more: plan again.",
    });
  });
}

/** `judge` sees the changes before they are kept; what it throws takes them back. */
async function rehearse(
  context: BootstrapContext,
  bootstrap: Bootstrap,
  judge: (changes: BootstrapChange[]) => void,
): Promise<BootstrapChange[]> {
  const apply = await prepareBootstrap(context, bootstrap);
  let changes: BootstrapChange[] = [];
  try {
    await inTransaction(context.store, async (store) => {
      changes = await apply(store);
      judge(changes);
    });
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) throw thrown;
  }
  return changes;
}
