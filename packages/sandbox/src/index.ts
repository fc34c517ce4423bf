/** What the package `@grantry/sandbox` offers to tests and programs. */
export type { SandboxAccount, SandboxAccountId } from "./accounts.ts";
export type { SandboxClient } from "./client.ts";
export type { DialectFixture } from "./dialect/fixture.ts";
export { documentedProviders } from "./dialect/fixtures.ts";
export type { DialectLedger } from "./dialect/ledger.ts";
export {
  type DialectOptions,
  type DialectSandbox,
  startDialectSandbox,
} from "./dialect/sandbox.ts";
export type { Fault, Faults } from "./faults.ts";
export type { Ledger, LedgerEntry } from "./ledger.ts";
export {
  type Sandbox,
  type SandboxEndpoint,
  type SandboxOptions,
  startSandbox,
} from "./sandbox.ts";
export type { Site, Sites } from "./sites.ts";
export { type VisitorChoices, visit } from "./visitor.ts";
