/** The company's identity provider of a bootstrap file. */
import { isDeepStrictEqual } from "node:util";
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { deleteIdentitiesOfOthers } from "../../store/operator-identities.ts";
import { findHolderOfDomain } from "../../store/sign-in-domains.ts";
import {
  type DeclaredSignInProvider,
  deleteSignInProvider,
  findSignInProvider,
  putSignInProvider,
  type SignInProvider,
} from "../../store/sign-in-providers.ts";
import type { Store } from "../../store/store.ts";
import { proveDomainByServer } from "../accounts/index.ts";
import { isShown } from "../providers/index.ts";
import type { BootstrapWorkspace } from "./bootstrap-schema.ts";

interface Applied {
  readonly workspaceId: string;
  readonly clientSecret: Secret;
  readonly declared: NonNullable<BootstrapWorkspace["sign_in_provider"]>;
}

/** The file is the word of whoever runs the server: its domains are proven. Throws config_invalid. */
export async function applySignInProvider(
  store: Store,
  { workspaceId, clientSecret, declared }: Applied,
): Promise<void> {
  const { issuer, client_id: clientId, domains } = declared;
  const before = await findSignInProvider(store, workspaceId);
  const defaultRole =
    declared.default_role === undefined ? (before?.defaultRole ?? null) : declared.default_role;
  const provider = { workspaceId, issuer, clientId, clientSecret, domains, defaultRole };
  if (before === undefined || !isWritten(before, provider))
    await putSignInProvider(store, provider);
  await deleteIdentitiesOfOthers(store, workspaceId, issuer);
  for (const domain of domains) {
    const holder = await findHolderOfDomain(store, domain);
    if (holder?.provenBy === "server" && holder.workspaceId !== workspaceId) {
      throw new GrantryError("config_invalid", {
        detail: `The sign-in provider of "${workspaceId}" names a domain of another workspace's: ${domain}.`,
      });
    }
    if (holder?.provenBy !== "server") await proveDomainByServer(store, { workspaceId, domain });
  }
}

function isWritten(before: SignInProvider, now: DeclaredSignInProvider): boolean {
  const { clientSecret, domains, ...rest } = before;
  const { clientSecret: secret, domains: declared, ...others } = now;
  const names = new Set(domains.map(({ domain }) => domain));
  return (
    isDeepStrictEqual(rest, others) &&
    isShown(clientSecret, [secret]) &&
    isDeepStrictEqual(names, new Set(declared))
  );
}

/** Takes the provider away, and who is linked to it. */
export async function dropSignInProvider(store: Store, workspaceId: string): Promise<void> {
  if (!(await deleteSignInProvider(store, workspaceId))) return;
  await deleteIdentitiesOfOthers(store, workspaceId, null);
}
