/** A bootstrap file and the server's database, for a command on the server's own machine. */
import { authorizationServers } from "@grantry/catalogue/list";
import { readBootstrapFile, secretReader } from "./bootstrap-file.ts";
import { readConfig } from "./config.ts";
import { openReach, privateOrigins } from "./lib/reach.ts";
import { withStore } from "./local-store.ts";
import { buildCatalogue } from "./provider/catalogue.ts";
import { applyPlanned, type BootstrapChange, planBootstrap } from "./service/bootstrap/index.ts";
import { listWorkspaces } from "./store/workspaces.ts";

export type { BootstrapChange } from "./service/bootstrap/index.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LocalBootstrap {
  /** What the file would change. */
  plan(): Promise<BootstrapChange[]>;
  /** Applies it, where it changes just that. */
  apply(planned: readonly BootstrapChange[]): Promise<void>;
}

/**
 * Runs `work` with a bootstrap file and the database that the environment names. With `mayMigrate`
 * its tables are brought up to date first. Throws GrantryError as the server does at its start.
 */
export async function withBootstrap<T>(
  input: { readonly environment: Environment; readonly file: string; readonly mayMigrate: boolean },
  work: (bootstrap: LocalBootstrap) => Promise<T>,
): Promise<T> {
  const config = readConfig(input.environment);
  const declared = await readBootstrapFile(input.file);
  return await withStore(config, input.mayMigrate, async (store) => {
    const stored = (await listWorkspaces(store)).map(({ workspaceId }) => workspaceId);
    const ids = [...stored, ...declared.workspaces.map(({ id }) => id)];
    const originsOf = privateOrigins(config.allowedPrivateOrigins, ids);
    const { reach, close } = openReach(originsOf, {
      egress: config.egress,
      sandbox: config.sandboxProviders,
    });
    try {
      const context = {
        store,
        catalogue: buildCatalogue(authorizationServers),
        readSecret: secretReader(input.file, input.environment),
        reach,
      };
      return await work({
        plan: () => planBootstrap(context, declared),
        apply: (planned) => applyPlanned(context, declared, planned),
      });
    } finally {
      await close();
    }
  });
}
