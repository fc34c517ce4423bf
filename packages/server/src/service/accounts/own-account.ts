/** A person's own account: what it is called, and what it signs in by. */
import { countRecoveryCodes, getFactors } from "../../store/operator-factors.ts";
import { type Person, renameOperator } from "../../store/operators.ts";
import { inTransaction } from "../../store/store.ts";
import { checkName } from "./account-input.ts";
import { companiesOf } from "./company/membership.ts";
import type { AccountsContext } from "./context.ts";
import type { Whose } from "./factors.ts";
import { recordOfPerson } from "./record-person.ts";

/** By what an account signs in. */
export interface SignInFactors {
  readonly hasPassword: boolean;
  readonly hasAuthenticatorApp: boolean;
  readonly recoveryCodesLeft: number;
  /** Whether a company's identity provider signs it in. */
  readonly isOfCompany: boolean;
}

export async function readSignInFactors(
  { store }: Pick<AccountsContext, "store">,
  { operator }: Whose,
): Promise<SignInFactors> {
  const { operatorId } = operator;
  const factors = await getFactors(store, operatorId);
  return {
    hasPassword: (factors?.passwordHash ?? null) !== null,
    hasAuthenticatorApp: (factors?.totp ?? null) !== null,
    recoveryCodesLeft: await countRecoveryCodes(store, operatorId),
    isOfCompany: (await companiesOf(store, operator)).length > 0,
  };
}

/** Gives the person another name. Throws account_invalid. */
export async function renamePerson(
  { store }: Pick<AccountsContext, "store">,
  { operator }: Whose,
  given: string,
): Promise<Person> {
  const name = checkName(given);
  await inTransaction(store, async (trx) => {
    await renameOperator(trx, operator.operatorId, name);
    await recordOfPerson(trx, operator, { action: "operator.renamed", details: { name } });
  });
  return { ...operator, name };
}
