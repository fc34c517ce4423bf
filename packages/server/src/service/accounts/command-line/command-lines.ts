/** The command lines that a person is signed in with. */
import { listCliGrants, revokeCliGrant } from "../../../store/cli-tokens.ts";
import { inTransaction } from "../../../store/store.ts";
import type { AccountsContext } from "../context.ts";
import type { Whose } from "../factors.ts";
import { recordOfPerson } from "../record-person.ts";
import { clientName } from "./clients.ts";

export interface CommandLine {
  readonly cliGrantId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Epoch seconds. */
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** From where it was signed in; null where that is not known. */
  readonly address: string | null;
}

export async function commandLinesOf(
  { store }: Pick<AccountsContext, "store">,
  { operator }: Whose,
): Promise<CommandLine[]> {
  const grants = await listCliGrants(store, operator.operatorId);
  return grants.map(({ clientId, ...grant }) => ({ ...grant, name: clientName(clientId) }));
}

/** Signs a command line out: its tokens end at once. False where it is out already, or is not theirs. */
export async function signOutCommandLine(
  context: AccountsContext,
  { operator }: Whose,
  cliGrantId: string,
): Promise<boolean> {
  return await inTransaction(context.store, async (store) => {
    if (!(await revokeCliGrant(store, cliGrantId, operator.operatorId))) return false;
    await recordOfPerson(store, operator, {
      action: "command_line.signed_out",
      target: { kind: "command_line", id: cliGrantId },
    });
    return true;
  });
}
