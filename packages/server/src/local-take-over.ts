/** What a restored server is told, and asked, by a command on its own machine: that the other one is gone. */
import { authorizationServers } from "@grantry/catalogue/list";
import { readConfig } from "./config.ts";
import { withStore } from "./local-store.ts";
import { buildCatalogue } from "./provider/catalogue.ts";
import { readTakeOver, type TakeOver, takeOver } from "./service/upkeep/index.ts";
import { proveEncryptionKeys } from "./store/encryption-keys.ts";
import { isHeldBack } from "./store/restores.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether this server is held back by a restore. Throws GrantryError as the server does at its start. */
export async function awaitsTakeOver(environment: Environment): Promise<boolean> {
  return await withStore(readConfig(environment), true, isHeldBack, proveEncryptionKeys);
}

/**
 * Takes over, unless that was done before, and says what came of it so far. `inDoubt`: connections whose refresh token
 * the other server may have used, where this call took over. Throws restore_refused besides.
 */
export async function takeOverLocally(
  environment: Environment,
): Promise<TakeOver & { readonly inDoubt: number | null }> {
  const catalogue = buildCatalogue(authorizationServers);
  return await withStore(
    readConfig(environment),
    true,
    async (store) => {
      const inDoubt = await takeOver({ store, catalogue });
      return { inDoubt, ...(await readTakeOver(store)) };
    },
    proveEncryptionKeys,
  );
}
