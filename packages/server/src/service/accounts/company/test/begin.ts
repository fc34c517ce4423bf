/** Tests of a company's identity provider: begun by an owner, and gone through in a window of theirs. Nobody is signed in. */
import { GrantryError } from "../../../../lib/error.ts";
import { newHandle, newUnguessable } from "../../../../lib/id.ts";
import { findRole } from "../../../../store/operators.ts";
import { findSignInProvider, type SignInProvider } from "../../../../store/sign-in-providers.ts";
import {
  departForTest,
  findSignInTest,
  insertSignInTest,
  type SignInTest as SignInTestRecord,
} from "../../../../store/sign-in-tests.ts";
import { inTransaction } from "../../../../store/store.ts";
import { countOrRefuse } from "../../../limits/index.ts";
import type { WorkspaceOperator } from "../../authenticate.ts";
import type { AccountsContext } from "../../context.ts";
import { requirePerson } from "../../operator.ts";
import { isAtLeast, permissions } from "../../permissions.ts";
import { recordChange } from "../../record-change.ts";
import { companyProvider, companyRedirectUri } from "../metadata.ts";
import { attemptSeconds, checksOf } from "../start.ts";
import { checkProvider } from "./server-checks.ts";
import { hasFailed, neverCameBack, skipped, stepsOf } from "./steps.ts";

const testsMax = 30;

/** Times are epoch seconds. */
export interface SignInTest
  extends Pick<SignInTestRecord, "signInTestId" | "steps" | "createdAt" | "expiresAt"> {
  readonly status: "pending" | "completed" | "failed" | "expired";
  /** A page of ours, for the browser of whoever began it; null where nothing waits for it. */
  readonly url: string | null;
}

/**
 * Tries what the server can try alone. Where that works the test waits for its person to sign in at the provider.
 * Throws person_required, sign_in_provider_not_found, too_many_attempts.
 */
export async function beginSignInTest(
  context: AccountsContext,
  operator: WorkspaceOperator,
): Promise<SignInTest> {
  const { workspaceId, caller } = operator;
  const { operatorId } = requirePerson(caller);
  const provider = await findSignInProvider(context.store, workspaceId);
  if (provider === undefined) throw new GrantryError("sign_in_provider_not_found");
  await countOrRefuse(context, [{ bucket: `sign-in tests of ${workspaceId}`, max: testsMax }]);
  const steps = stepsOf(await checkProvider(context, provider));
  const signInTestId = newHandle("signInTest");
  await inTransaction(context.store, async (store) => {
    await insertSignInTest(store, {
      signInTestId,
      workspaceId,
      operatorId,
      issuer: provider.issuer,
      clientId: provider.clientId,
      steps,
      expiresAt: context.clock.nowSeconds() + attemptSeconds,
      isFinished: hasFailed(steps),
    });
    await recordChange(store, operator, {
      action: "sign_in_test.started",
      target: { kind: "workspace", id: workspaceId },
      details: { issuer: provider.issuer },
    });
  });
  return await readSignInTest(context, operator, signInTestId);
}

/** Throws person_required, and sign_in_test_not_found for one that this person did not begin: it names their account. */
export async function readSignInTest(
  context: AccountsContext,
  { workspaceId, caller }: WorkspaceOperator,
  signInTestId: string,
): Promise<SignInTest> {
  const { operatorId } = requirePerson(caller);
  const found = await findSignInTest(context.store, { workspaceId, signInTestId, operatorId });
  if (found === undefined) throw new GrantryError("sign_in_test_not_found");
  const { createdAt, expiresAt } = found;
  const { steps, status } = stateOf(context, found);
  const path = `/sign-in/company/${workspaceId}/tests/${signInTestId}`;
  const url = status === "pending" ? context.publicUrl + path : null;
  return { signInTestId, steps, status, url, createdAt, expiresAt };
}

function stateOf(
  context: AccountsContext,
  { steps, finishedAt, expiresAt, browserHash, stateHash, workspaceId }: SignInTestRecord,
): Pick<SignInTest, "steps" | "status"> {
  if (finishedAt !== null) return { steps, status: hasFailed(steps) ? "failed" : "completed" };
  if (expiresAt > context.clock.nowSeconds()) return { steps, status: "pending" };
  const seen = Object.fromEntries(steps.map(({ name, ...outcome }) => [name, outcome]));
  let redirect_uri = neverCameBack(companyRedirectUri(context, workspaceId));
  if (browserHash === null) redirect_uri = skipped("The window was not opened.");
  else if (stateHash === null)
    redirect_uri = skipped("An answer came, and this server could not finish the test.");
  return { steps: stepsOf({ ...seen, redirect_uri }), status: "expired" };
}

/** Whether the person who began it is still an owner. */
export async function mayTest(
  { store }: Pick<AccountsContext, "store">,
  { operatorId, workspaceId }: Pick<SignInTestRecord, "operatorId" | "workspaceId">,
): Promise<boolean> {
  const role = await findRole(store, operatorId, workspaceId);
  return role !== undefined && isAtLeast(role, permissions["workspace:own"]);
}

/** Whether the provider is still the one that the test is of, by issuer and client. */
export function isOfTest(
  provider: SignInProvider | undefined,
  { issuer, clientId }: Pick<SignInTestRecord, "issuer" | "clientId">,
): provider is SignInProvider {
  return provider?.issuer === issuer && provider.clientId === clientId;
}

/**
 * Where the browser of whoever began the test signs in, and what it is bound by. Throws sign_in_test_not_found, also
 * for who is an owner no longer.
 */
export async function departForSignInTest(
  context: AccountsContext,
  of: { readonly workspaceId: string; readonly signInTestId: string; readonly operatorId: string },
): Promise<{ readonly url: string; readonly browser: string }> {
  const found = await findSignInTest(context.store, of);
  const provider = await findSignInProvider(context.store, of.workspaceId);
  if (found === undefined || !isOfTest(provider, found) || !(await mayTest(context, found))) {
    throw new GrantryError("sign_in_test_not_found");
  }
  const company = await companyProvider(context, provider);
  const [state, browser] = [newUnguessable(), newUnguessable()];
  if (!(await departForTest(context.store, of.signInTestId, { state, browser }))) {
    throw new GrantryError("sign_in_test_not_found");
  }
  const url = await company.signInUrl(checksOf(state, browser), {});
  return { url: url.href, browser };
}
