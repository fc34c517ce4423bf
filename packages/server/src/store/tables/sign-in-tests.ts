/** Table of tests of companies' identity providers: every column, once. Conventions as in schema.ts. */
import * as t from "../table.ts";

/** The steps of a test, in their order. */
export const signInTestStepNames = [
  "discovery",
  "keys",
  "client",
  "redirect_uri",
  "sign_in",
  "code_exchange",
  "account",
] as const;
export type SignInTestStepName = (typeof signInTestStepNames)[number];

export interface SignInTestStep {
  readonly name: SignInTestStepName;
  readonly result: "passed" | "failed" | "skipped" | "not_run";
  /** What was seen, for people; null where the result says all. */
  readonly detail: string | null;
  /** Of a failure: what to do. */
  readonly remedy: string | null;
}

/** One goes with its end, an hour later: it names who signed in at the provider. */
export const signInTests = t.defineTable({
  sign_in_test_id: t.text,
  workspace_id: t.text,
  /** Who began it: nobody else sees it. */
  operator_id: t.text,
  issuer: t.text,
  /** Of the browser that left for the provider; null before, and once it has come back. */
  state_hash: t.optionalBytes,
  browser_hash: t.optionalBytes,
  /** JSON list. */
  steps: t.encoded<readonly SignInTestStep[]>(JSON.parse, JSON.stringify),
  created_at: t.int,
  expires_at: t.int,
  finished_at: t.optionalInt,
  /** Of the client that is tested; empty of a test from before this column. */
  client_id: t.defaulted(t.text),
});

export type SignInTestRow = t.RowOf<typeof signInTests>;
