/** Limits: floods, which a process counts, and guesses, which the database counts for all of them. */
export type { LimitsContext } from "./context.ts";
export {
  type CredentialName,
  countedTogether,
  refusedLooks,
  wrongCredentialsMax,
} from "./credentials.ts";
export type { Counted, Standing } from "./floods.ts";
export {
  addressLimits,
  count,
  countOrRefuse,
  forgetAttempts,
  guessing,
  type Limit,
  networkOf,
  refuseWhere,
  windowSeconds,
} from "./guesses.ts";
export { type Override, parseLimit } from "./overrides.ts";
export { createLimitsParts } from "./parts.ts";
export {
  functionsAtOnceMax,
  functionsAtOncePolicy,
  type LimitedOf,
  type PolicyName,
  policies,
  policyNames,
} from "./policies.ts";
export { hasRoom, requireRoom, rooms } from "./room.ts";
