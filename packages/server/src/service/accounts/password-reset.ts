/** Setting a new password by a link, where the old one is lost. */
import { GrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import { takeEntryLink } from "../../store/entry-links.ts";
import { endCredentials, setProvenAt } from "../../store/operator-credentials.ts";
import { clearTotp, getFactors, setPasswordHash } from "../../store/operator-factors.ts";
import { lockOperator } from "../../store/operator-identities.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { checkPassword } from "./account-input.ts";
import { serverActor } from "./actor.ts";
import type { AccountsContext } from "./context.ts";
import { proveAddress } from "./prove-address.ts";
import { recordOfPerson } from "./record-person.ts";
import { requireResetLink, type UsableResetLink } from "./reset-link.ts";

/** What the page of a reset link shows. */
export interface OpenPasswordReset {
  readonly email: string;
  /** What becomes of the account's second factor. */
  readonly secondFactor: "none" | "kept" | "removed";
}

/** Throws entry_link_invalid. */
export async function openPasswordReset(
  { store }: Pick<AccountsContext, "store">,
  token: Secret,
): Promise<OpenPasswordReset> {
  const { account, reset, endsSecondFactor } = await requireResetLink(store, token);
  const { totp = null } = (await getFactors(store, reset.operatorId)) ?? {};
  const after = endsSecondFactor ? "removed" : "kept";
  return { email: account.email, secondFactor: totp === null ? "none" : after };
}

/**
 * Sets a new password, and ends all that acts as the account: sessions, keys, command lines, other reset
 * links. A link made on the server proves the address; after one that a workspace's admin made, it is as
 * unproven as by an invitation. Nobody is signed in by it. Throws entry_link_invalid and account_invalid.
 */
export async function resetPassword(
  context: Pick<AccountsContext, "store" | "passwords">,
  token: Secret,
  input: { readonly password: string },
): Promise<void> {
  const { operatorId } = (await requireResetLink(context.store, token)).reset;
  const password = checkPassword(new Secret(input.password));
  const passwordHash = await context.passwords.hash(password, operatorId);
  await inTransaction(context.store, async (store) => {
    await lockOperator(store, operatorId);
    // What held before may be over by now.
    const link = await requireResetLink(store, token);
    const { entryLinkId, proves, endsSecondFactor } = link;
    if (!(await takeEntryLink(store, entryLinkId))) throw new GrantryError("entry_link_invalid");
    await endCredentials(store, operatorId);
    if (proves) await proveAddress(store, operatorId, "reset link of the server");
    else await setProvenAt(store, operatorId, null);
    if (endsSecondFactor) await clearTotp(store, operatorId);
    await setPasswordHash(store, operatorId, passwordHash);
    await recordReset(store, link);
  });
}

async function recordReset(
  store: Store,
  { account, endsSecondFactor, reset: { by } }: UsableResetLink,
): Promise<void> {
  await recordOfPerson(store, account, {
    action: "operator.password_reset",
    details: {
      link_made_by: by?.operatorId ?? serverActor.id,
      second_factor: endsSecondFactor ? "removed" : "kept",
    },
  });
}
