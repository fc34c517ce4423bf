/** The passkeys that one has: seen, called otherwise, taken away. */
import { GrantryError } from "../../../lib/error.ts";
import {
  deletePasskeyOf,
  listPasskeysOf,
  type Passkey,
  renamePasskeyOf,
} from "../../../store/passkeys.ts";
import { inTransaction } from "../../../store/store.ts";
import { checkName } from "../account-input.ts";
import type { AccountsContext } from "../context.ts";
import type { Whose } from "../factors.ts";
import { recordOfPerson } from "../record-person.ts";

export async function listPasskeys(
  { store }: Pick<AccountsContext, "store">,
  { operator }: Whose,
): Promise<Passkey[]> {
  return await listPasskeysOf(store, operator.operatorId);
}

/** Throws passkey_not_found, also for somebody else's, and account_invalid. */
export async function renamePasskey(
  context: Pick<AccountsContext, "store">,
  { operator }: Whose,
  given: Pick<Passkey, "passkeyId" | "name">,
): Promise<Passkey> {
  const { passkeyId } = given;
  const name = checkName(given.name);
  return await inTransaction(context.store, async (store) => {
    if (!(await renamePasskeyOf(store, operator.operatorId, { passkeyId, name }))) throw notFound();
    await recordOfPerson(store, operator, {
      action: "passkey.changed",
      target: { kind: "passkey", id: passkeyId },
      details: { name },
    });
    const all = await listPasskeysOf(store, operator.operatorId);
    const found = all.find((one) => one.passkeyId === passkeyId);
    if (found === undefined) throw notFound();
    return found;
  });
}

/** Nobody signs in by it any more; who has, stays. Throws passkey_not_found, also for somebody else's. */
export async function deletePasskey(
  context: Pick<AccountsContext, "store">,
  { operator }: Whose,
  passkeyId: string,
): Promise<void> {
  await inTransaction(context.store, async (store) => {
    const gone = await deletePasskeyOf(store, operator.operatorId, passkeyId);
    if (gone === undefined) throw notFound();
    await recordOfPerson(store, operator, {
      action: "passkey.deleted",
      target: { kind: "passkey", id: passkeyId },
      details: { name: gone.name },
    });
  });
}

function notFound(): GrantryError {
  return new GrantryError("passkey_not_found");
}
