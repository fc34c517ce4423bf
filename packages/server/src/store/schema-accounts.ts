/** The tables of operator accounts; tables/accounts.ts declares them. */
import type {
  AttemptRow,
  CliGrantRow,
  CliTokenRow,
  DeviceAuthorizationRow,
  EntryLinkRow,
  MembershipRow,
  OperatorDeviceRow,
  OperatorIdentityRow,
  OperatorRow,
  OperatorSessionRow,
  PasskeyChallengeRow,
  PasskeyRow,
  PersonalKeyRow,
  RecoveryCodeRow,
  ServerOperatorRow,
  SignInAttemptRow,
  SignInDomainRow,
  SignInProviderRow,
} from "./tables/accounts.ts";
import type {
  AuditChainRow,
  AuditCursorRow,
  AuditPeopleRow,
  AuditRecordRow,
  AuditSinkRow,
} from "./tables/audit.ts";
import type { SignInTestRow } from "./tables/sign-in-tests.ts";

export { type Role, roles } from "./tables/accounts.ts";

export interface AccountsSchema {
  operators: OperatorRow;
  recovery_codes: RecoveryCodeRow;
  server_operators: ServerOperatorRow;
  memberships: MembershipRow;
  operator_sessions: OperatorSessionRow;
  entry_links: EntryLinkRow;
  passkeys: PasskeyRow;
  passkey_challenges: PasskeyChallengeRow;
  personal_keys: PersonalKeyRow;
  device_authorizations: DeviceAuthorizationRow;
  cli_grants: CliGrantRow;
  cli_tokens: CliTokenRow;
  audit_records: AuditRecordRow;
  audit_chains: AuditChainRow;
  audit_people: AuditPeopleRow;
  audit_sinks: AuditSinkRow;
  audit_cursors: AuditCursorRow;
  attempts: AttemptRow;
  operator_devices: OperatorDeviceRow;
  sign_in_providers: SignInProviderRow;
  sign_in_domains: SignInDomainRow;
  operator_identities: OperatorIdentityRow;
  sign_in_attempts: SignInAttemptRow;
  sign_in_tests: SignInTestRow;
}
