/** Who calls for an app: its users, by their JWTs, and its backend; the users it is known to have. */

export { type AppCache, createAppCache } from "./app-cache.ts";
export { authenticateAppUser } from "./authenticate.ts";
export { authenticateBackend, requireServiceToken } from "./backend.ts";
export { type CheckedToken, checkUserToken, type TokenRule } from "./check-token.ts";
export type { AppUsersContext } from "./context.ts";
export { requireThawed, requireThawedWorkspace } from "./frozen.ts";
export { type KeySetAddress, keySetOf } from "./key-set-address.ts";
export { fetchKeySet, KeySetError } from "./key-set-answer.ts";
export type { KeySets } from "./key-sets.ts";
export { issueUserToken } from "./own-tokens.ts";
export { createAppUsersParts } from "./parts.ts";
export {
  type AppUser,
  appUserLabel,
  type Backend,
  type PresentedBackend,
  serviceTokenActor,
  userLabelOf,
} from "./principal.ts";
export {
  requireServiceConnector,
  requireServiceScope,
  type ServiceScope,
  serviceScopes,
  usualServiceScopes,
} from "./service-scopes.ts";
export { requireAsymmetric } from "./token-rules.ts";
export { issuerRequired, requireUserIssuer } from "./user-issuer.ts";
export {
  findUserByHandle,
  type KnownUser,
  type ListedUser,
  listUsers,
  ownersHandles,
  searchUsers,
  type UsersSeen,
  userOf,
} from "./users.ts";
