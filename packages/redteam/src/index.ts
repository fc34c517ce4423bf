/** What an adapter for another server is written with. */
export { confirmationTokenOf, createJar, departureOf, type Jar } from "@grantry/testing/browser";
export type {
  Abilities,
  Adapter,
  Completion,
  Connector,
  ProviderToRegister,
  Start,
  Started,
  TenantName,
  TokenRead,
} from "./adapter.ts";
export type { Stage } from "./scene.ts";
