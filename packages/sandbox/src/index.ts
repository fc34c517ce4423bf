/** What the package `@grantry/sandbox` offers to tests and programs. */
export type { SandboxAccount as CalendarAccount, SandboxAccountId } from "./accounts.ts";
export type { SandboxClient as CalendarClient } from "./client.ts";
export type { Answer, Fault, Faults } from "./faults.ts";
export type { Ledger, LedgerEntry } from "./ledger.ts";
export {
  type Sandbox as CalendarSandbox,
  type SandboxEndpoint as CalendarEndpoint,
  type SandboxOptions as CalendarOptions,
  startSandbox as startCalendarSandbox,
} from "./sandbox.ts";
export type { Site, Sites } from "./sites.ts";
export { type VisitorChoices, visit } from "./visitor.ts";
export type { ApiAnswer, ApiCall, ApiRequest } from "./world/api.ts";
export type { Duration, WorldClock } from "./world/clock.ts";
export type { ConsentChoices } from "./world/consent.ts";
export type { ReceivedAt, SandboxEndpoint } from "./world/endpoints.ts";
export type { SandboxFault } from "./world/faults.ts";
export type {
  SandboxAccount,
  SandboxGrant,
  SandboxMetadata,
  SandboxProvider,
} from "./world/provider.ts";
export type { ProviderName } from "./world/providers.ts";
export type { RequestFilter, SandboxRequest } from "./world/requests.ts";
export {
  type SandboxClient,
  type SandboxOptions,
  type SandboxWorld,
  startSandbox,
} from "./world/start.ts";
export type { DefaultUser, SandboxUser, UserDetails } from "./world/users.ts";
