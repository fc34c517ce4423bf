/** Table sign_in_tests: tests of a company's identity provider. Nobody is signed in by one. */
import { hashSecret } from "../crypto/hash.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { type SignInTestStep, signInTests } from "./tables/sign-in-tests.ts";

export type SignInTest = RecordOf<typeof signInTests>;

export async function insertSignInTest(
  store: Store,
  test: Pick<
    SignInTest,
    "signInTestId" | "workspaceId" | "operatorId" | "issuer" | "clientId" | "steps"
  > & {
    readonly expiresAt: number;
    readonly isFinished: boolean;
  },
): Promise<void> {
  const now = store.clock.nowSeconds();
  await store.db
    .insertInto("sign_in_tests")
    .values({
      sign_in_test_id: test.signInTestId,
      workspace_id: test.workspaceId,
      operator_id: test.operatorId,
      issuer: test.issuer,
      client_id: test.clientId,
      state_hash: null,
      browser_hash: null,
      steps: JSON.stringify(test.steps),
      created_at: now,
      expires_at: test.expiresAt,
      finished_at: test.isFinished ? now : null,
    })
    .execute();
}

/** A test of this workspace that this person began; or undefined. */
export async function findSignInTest(
  store: Store,
  of: Pick<SignInTest, "workspaceId" | "signInTestId" | "operatorId">,
): Promise<SignInTest | undefined> {
  const row = await store.db
    .selectFrom("sign_in_tests")
    .selectAll()
    .where("sign_in_test_id", "=", of.signInTestId)
    .where("workspace_id", "=", of.workspaceId)
    .where("operator_id", "=", of.operatorId)
    .executeTakeFirst();
  return row && signInTests.read(row);
}

/** Binds the test to the browser that leaves now, in place of one that left before. False where it has ended. */
export async function departForTest(
  store: Store,
  signInTestId: string,
  { state, browser }: { readonly state: string; readonly browser: string },
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("sign_in_tests")
    .set({ state_hash: hashSecret(state), browser_hash: hashSecret(browser) })
    .where("sign_in_test_id", "=", signInTestId)
    .where("finished_at", "is", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes the test of a state, once; undefined where there is none, or no more. */
export async function takeSignInTest(store: Store, state: string): Promise<SignInTest | undefined> {
  const row = await store.db
    .updateTable("sign_in_tests")
    .set({ state_hash: null })
    .where("state_hash", "=", hashSecret(state))
    .where("finished_at", "is", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .returningAll()
    .executeTakeFirst();
  return row && signInTests.read(row);
}

export async function finishSignInTest(
  store: Store,
  signInTestId: string,
  steps: readonly SignInTestStep[],
): Promise<void> {
  await store.db
    .updateTable("sign_in_tests")
    .set({ steps: JSON.stringify(steps), finished_at: store.clock.nowSeconds() })
    .where("sign_in_test_id", "=", signInTestId)
    .execute();
}

export async function deleteSignInTestsBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("sign_in_tests").where("expires_at", "<=", before).execute();
}
