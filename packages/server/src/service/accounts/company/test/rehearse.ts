/** What would become of somebody who signed in now: all of it is done, and undone before anybody sees it. */
import { isGrantryError } from "../../../../lib/error.ts";
import { cleanText } from "../../../../lib/foreign-text.ts";
import type { Claims } from "../../../../oauth/sign-in.ts";
import { findOperator, findRole } from "../../../../store/operators.ts";
import type { SignInProvider } from "../../../../store/sign-in-providers.ts";
import { inTransaction } from "../../../../store/store.ts";
import type { AccountsContext } from "../../context.ts";
import { accountOf, comingOf, refuseNamedTwice } from "../admit.ts";

export interface Rehearsed {
  readonly kind: "admitted" | "refused";
  /** For people. */
  readonly says: string;
}

/** Thrown to roll the transaction back. */
class Undone extends Error {
  readonly operatorId: string;
  readonly role: string;

  constructor(operatorId: string, role: string) {
    super("undone");
    this.operatorId = operatorId;
    this.role = role;
  }
}

export async function rehearse(
  context: AccountsContext,
  provider: SignInProvider,
  claims: Claims,
): Promise<Rehearsed> {
  const { workspaceId } = provider;
  try {
    const coming = comingOf(provider, claims);
    const work = inTransaction(context.store, async (store) => {
      const account = await accountOf(store, coming);
      const role = await findRole(store, account.operatorId, workspaceId);
      throw new Undone(account.operatorId, role ?? "nothing");
    });
    await work.catch(refuseNamedTwice);
    throw new Error("A rehearsal was not undone.");
  } catch (thrown) {
    if (isGrantryError(thrown, "company_account_refused")) {
      return { kind: "refused", says: `${personOf(claims)} would be refused: “${thrown.detail}”` };
    }
    if (isGrantryError(thrown, "workspace_frozen")) {
      return { kind: "refused", says: thrown.detail };
    }
    if (!(thrown instanceof Undone)) throw thrown;
    const { operatorId, role } = thrown;
    const isNew = (await findOperator(context.store, operatorId)) === undefined;
    return {
      kind: "admitted",
      says: isNew
        ? `${personOf(claims)} would get an account here, as ${role}.`
        : `${personOf(claims)} would be signed in to an account that is here, as ${role}.`,
    };
  }
}

function personOf(claims: Claims): string {
  return whoIs(claims) ?? "This person";
}

/** By which address the provider names them. */
export function whoIs({ email }: Claims): string | null {
  return typeof email === "string" ? cleanText(email) : null;
}
