/** What whoever runs the server says of people, from its own machine: a link for who has lost the password, whose a domain is. */
import { readConfig } from "./config.ts";
import { withStore } from "./local-store.ts";
import {
  createResetLinkOfServer,
  proveDomainByServer,
  type ResetLink,
} from "./service/accounts/index.ts";
import { inTransaction } from "./store/store.ts";

/**
 * A link that sets a new password for the account of an email address, and takes its second factor
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

/**
 * Has the operator's word count as the proof that an email domain is a workspace's company's. Throws
 * sign_in_domain_not_found where the workspace has not declared it, and GrantryError as above.
 */
export async function proveLocalDomain(
  environment: Readonly<Record<string, string | undefined>>,
  input: { readonly workspaceId: string; readonly domain: string },
): Promise<void> {
  await withStore(readConfig(environment), false, (store) =>
    inTransaction(store, (trx) => proveDomainByServer(trx, input)),
  );
}
