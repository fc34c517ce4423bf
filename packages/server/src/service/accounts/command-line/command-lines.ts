/** The command lines that a person is signed in with. */
import { listCliGrants, revokeCliGrant } from "../../../store/cli-tokens.ts";
import { inTransaction } from "../../../store/store.ts";
import type { AccountsContext } from "../context.ts";
import { recordOfPerson } from "../record-person.ts";
import type { OperatorSession } from "../sessions.ts";
import { clientName } from "./clients.ts";

export interface CommandLine {
  readonly cliGrantId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Epoch seconds. */
  readonly createdAt: number;
}

export async function commandLinesOf(
  { store }: Pick<AccountsContext, "store">,
  { operator }: OperatorSession,
): Promise<CommandLine[]> {
  const grants = await listCliGrants(store, operator.operatorId);
  return grants.map(({ cliGrantId, clientId, scopes, createdAt }) => ({
    cliGrantId,
    name: clientName(clientId),
    scopes,
    createdAt,
  }));
}

/** Signs a command line out: its tokens end at once. Nothing happens where it is out already. */
export async function signOutCommandLine(
  context: AccountsContext,
  { operator }: OperatorSession,
  cliGrantId: string,
): Promise<void> {
  await inTransaction(context.store, async (store) => {
    if (!(await revokeCliGrant(store, cliGrantId, operator.operatorId))) return;
    await recordOfPerson(store, operator, {
      action: "command_line.signed_out",
      target: { kind: "command_line", id: cliGrantId },
    });
  });
}
