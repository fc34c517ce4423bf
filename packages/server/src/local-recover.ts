/** The way back for whoever has lost the password, also for the only owner: from the server's own machine. */
import { readConfig } from "./config.ts";
import { withStore } from "./local-store.ts";
import { createResetLinkOfServer, type ResetLink } from "./service/operator/reset-link.ts";

/**
 * A link that sets a new password for the account of an e-mail address, and takes its second factor
 * away where that is asked for. Needs the server's database and encryption keys, as the environment
 * names them. Throws password_reset_refused, and GrantryError as the server does at its start.
 */
export async function createLocalResetLink(
  environment: Readonly<Record<string, string | undefined>>,
  input: { readonly email: string; readonly endsSecondFactor: boolean },
): Promise<ResetLink> {
  const config = readConfig(environment);
  const { publicUrl } = config;
  return await withStore(config, false, (store) =>
    createResetLinkOfServer({ store, publicUrl }, input),
  );
}
