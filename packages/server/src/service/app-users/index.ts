/** Who calls for an app: its users, by their JWTs, and its backend. */

export { type AppCache, createAppCache } from "./app-cache.ts";
export { authenticateAppUser } from "./authenticate.ts";
export type { AppUsersContext } from "./context.ts";
export { keySetOf } from "./key-set-address.ts";
export { fetchKeySet, KeySetError } from "./key-set-answer.ts";
export { createKeySets, type KeySets } from "./key-sets.ts";
export { issueUserToken } from "./own-tokens.ts";
export type { AppUser, PresentedBackend } from "./principal.ts";
export { issuerRequired, requireUserIssuer } from "./user-issuer.ts";
export { createVerifiedTokens } from "./verified-tokens.ts";
