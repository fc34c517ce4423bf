/**
 * What limits floods: how often each kind of call may come, and of whom it is counted. They are far above what an app
 * does; where each figure comes from stands beside it. A process serves about 4,000 to 7,000 reads of tokens in a second (bench/RESULTS.md).
 */
import type { Rate } from "../../lib/buckets.ts";

/** Of whom something is counted. */
export type LimitedOf = "address" | "app" | "user" | "connection" | "key";

export interface Policy extends Rate {
  readonly of: LimitedOf;
  /** Counted by itself for each thing that the path names. */
  readonly isOfPath?: true;
}

export const policies = {
  /** 3,000 a second: no app alone can take a whole process. */
  token_reads: { of: "app", quota: 30_000, seconds: 10 },
  /** 2,000 a second, of the one connection that a whole app shares. */
  connection_reads: { of: "connection", quota: 20_000, seconds: 10 },
  /** 600 a second: lists and single connections, which cost several times what a read of a token does. */
  backend_calls: { of: "app", quota: 6_000, seconds: 10 },
  /** 1,000 a second, of users and the backend; visitors have as many together. */
  function_calls: { of: "app", quota: 10_000, seconds: 10 },
  /** 20 a second: an office of people who are not signed in. */
  visitor_calls: { of: "address", quota: 1_200, seconds: 60 },
  /** 10 a second: a page that asks every second how a consent goes on asks for a tenth. */
  user_calls: { of: "user", quota: 600, seconds: 60 },
  /** One a second: a person presses a button, and a test of an app is faster. */
  consent_starts: { of: "user", quota: 60, seconds: 60 },
  /** 50 a second, of all of an app's users: on its first day with a million of them, all within six hours. */
  app_consent_starts: { of: "app", quota: 3_000, seconds: 60 },
  /** 50 a second: a program that sets up an app, or goes through a list. */
  operator_calls: { of: "key", quota: 3_000, seconds: 60 },
  /** 20 a second: an office whose people all connect at once sees four pages each. */
  page_requests: { of: "address", quota: 1_200, seconds: 60 },
  /** 20 a second: what needs no credential. */
  open_requests: { of: "address", quota: 1_200, seconds: 60 },
  /** 10 a second: pages that name an app that is not there, each of which cost a look into the database. */
  unknown_apps: { of: "address", quota: 600, seconds: 60 },
  /** 100 a second: what identity providers tell, each of which costs the check of a signature. Many companies have the same one. */
  signals_of_address: { of: "address", quota: 6_000, seconds: 60 },
  /** 10 a second of them, of one stream or company: what is beyond that uses up nothing of the others'. */
  signals: { of: "address", isOfPath: true, quota: 600, seconds: 60 },
  /** 10 a second: users' tokens that were refused, each of which cost the check of a signature. */
  refused_user_tokens: { of: "address", quota: 600, seconds: 60 },
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof policies;
export const policyNames = Object.keys(policies) as PolicyName[];

export const functionsAtOncePolicy = "functions_at_once";
/** How many calls of functions of an app pass through a process at once; a reader of events holds one. */
export const functionsAtOnceMax = 1_000;
/** Of a workspace, whose apps share it. */
export const workspaceFunctionsAtOnceMax = 2_000;
