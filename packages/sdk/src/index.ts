/** The public surface of `@grantry/sdk`. */
export type { AuthModule, User } from "./auth.ts";
export {
  type CreateClientConfig,
  type CreateClientOptions,
  createClient,
  createPageClient,
  type GrantryClient,
  type PageClient,
} from "./client.ts";
export {
  type ClientFromRequestOptions,
  createClientFromRequest,
  type RequestWithHeaders,
} from "./client-from-request.ts";
export type { ConnectorsModule, UserConnectorsModule } from "./connector-modules.ts";
// A star, because declaration merging into a re-export by name does not reach the original.
export * from "./connector-registries.ts";
export * from "./connector-types.ts";
export {
  GrantryError,
  type GrantryErrorDetails,
  type GrantryErrorJson,
  isGrantryError,
  type RequestFault,
  type Retry,
} from "./errors.ts";
export type { FunctionResult, FunctionsModule } from "./functions.ts";
export type { UserToken } from "./user-token.ts";
