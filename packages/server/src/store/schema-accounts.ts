/** The tables of operator accounts, their sign-in and their keys. Conventions as in schema.ts. */
import type { Generated } from "kysely";

/** What an operator is in a workspace, the mightiest first. */
export const roles = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

/** A person who runs apps: not an app user. */
export interface OperatorRow {
  operator_id: string;
  /** In lower case; unique. */
  email: string;
  name: string;
  /** Argon2id in PHC form; null where the person signs in elsewhere. */
  password_hash: string | null;
  /** Sealed secret of the authenticator app; null where only the password is asked for. */
  totp_secret: Uint8Array | null;
  /** The same, shown and not yet confirmed. */
  totp_pending: Uint8Array | null;
  /** The last step whose code was used. */
  totp_last_step: number | null;
  /** Since when the address is known to be the person's; null: somebody was merely invited by it. */
  proven_at: number | null;
  /** Counts changes of what the account is signed in with. */
  credentials_epoch: number;
  created_at: number;
  updated_at: number;
}

/** A code that stands in for the authenticator app, once. */
export interface RecoveryCodeRow {
  operator_id: string;
  code_hash: Uint8Array;
}

export interface MembershipRow {
  workspace_id: string;
  operator_id: string;
  role: Role;
  created_at: number;
  updated_at: number;
}

/** A sign-in of one browser. */
export interface OperatorSessionRow {
  session_id: string;
  operator_id: string;
  token_hash: Uint8Array;
  created_at: number;
  last_seen_at: number;
  /** The absolute end, however busy it is. */
  expires_at: number;
}

/** A link that makes an account, the first one or an invited one, or that sets a new password. */
export interface EntryLinkRow {
  entry_link_id: string;
  kind: "setup" | "invitation" | "reset";
  token_hash: Uint8Array;
  /**
   * Of an invitation: where to, as what, for whom, by whom. Of a reset: the workspace that it was made
   * in, and what the person was there then; null where it was made on the server's machine.
   */
  workspace_id: string | null;
  role: Role | null;
  email: string | null;
  invited_by: string | null;
  /** Of a reset: whose password, and who of the workspace made it. */
  operator_id: string | null;
  made_by: string | null;
  /** 0 or 1: whether a reset takes the second factor away. */
  ends_second_factor: Generated<number>;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

export interface PersonalKeyRow {
  personal_key_id: string;
  operator_id: string;
  name: string;
  key_hash: Uint8Array;
  /** JSON list of scopes. */
  scopes: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
  revoked_at: number | null;
}

/** A device authorization (RFC 8628) between its request and its token. */
export interface DeviceAuthorizationRow {
  device_authorization_id: string;
  device_code_hash: Uint8Array;
  user_code_hash: Uint8Array;
  client_id: string;
  /** JSON list of the scopes asked for. */
  scopes: string;
  status: "pending" | "approved" | "denied";
  /** The session whose person entered the code: no other may decide. */
  session_id: string | null;
  /** Who approved. */
  operator_id: string | null;
  created_at: number;
  expires_at: number;
  last_polled_at: number | null;
}

/** What a person allowed a command line: lives through every refresh. */
export interface CliGrantRow {
  cli_grant_id: string;
  operator_id: string;
  client_id: string;
  /** JSON list of scopes. */
  scopes: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface CliTokenRow {
  token_hash: Uint8Array;
  cli_grant_id: string;
  kind: "access" | "refresh";
  created_at: number;
  expires_at: number;
  /** Of a refresh token: when it was first exchanged. */
  used_at: number | null;
  /** The pair that it was exchanged for, sealed, as long as a lost answer may be asked for again. */
  exchanged_for: Uint8Array | null;
}

/** A browser from which an account was signed in to before. */
export interface OperatorDeviceRow {
  device_hash: Uint8Array;
  operator_id: string;
  created_at: number;
  last_used_at: number;
}

/** One change, by whom. Never holds a secret. */
export interface AuditRecordRow {
  audit_record_id: Generated<number>;
  /** Null where the change belongs to no workspace. */
  workspace_id: string | null;
  recorded_at: number;
  actor_kind: "operator" | "workspace_key" | "server";
  actor_id: string;
  actor_label: string;
  action: string;
  target_kind: string;
  target_id: string;
  /** JSON map. */
  details: string;
}

/** By which identity provider the operators of a workspace sign in. */
export interface SignInProviderRow {
  workspace_id: string;
  issuer: string;
  client_id: string;
  client_secret: Uint8Array;
  /** What who comes without an invitation becomes; null: they must be invited. */
  default_role: Exclude<Role, "owner"> | null;
  created_at: number;
  updated_at: number;
}

export interface SignInDomainRow {
  workspace_id: string;
  /** In lower case; proven by one workspace only. */
  domain: string;
  /** By a DNS record, or by the word of whoever runs the server; null: declared and of no effect. */
  proven_by: "dns" | "server" | null;
  proven_at: number | null;
}

/** Who a person of an identity provider is here. Outlives the provider. */
export interface OperatorIdentityRow {
  workspace_id: string;
  issuer: string;
  subject: string;
  operator_id: string;
  created_at: number;
}

/** A browser that has left for an identity provider. */
export interface SignInAttemptRow {
  state_hash: Uint8Array;
  workspace_id: string;
  issuer: string;
  browser_hash: Uint8Array;
  return_to: string;
  expires_at: number;
}

/** How often something was tried in one span of time. */
export interface AttemptRow {
  /** Hash of what is counted: no address and no email stands here. */
  bucket_hash: Uint8Array;
  window_start: number;
  attempts: number;
}

export interface AccountsSchema {
  operators: OperatorRow;
  recovery_codes: RecoveryCodeRow;
  memberships: MembershipRow;
  operator_sessions: OperatorSessionRow;
  entry_links: EntryLinkRow;
  personal_keys: PersonalKeyRow;
  device_authorizations: DeviceAuthorizationRow;
  cli_grants: CliGrantRow;
  cli_tokens: CliTokenRow;
  audit_records: AuditRecordRow;
  attempts: AttemptRow;
  operator_devices: OperatorDeviceRow;
  sign_in_providers: SignInProviderRow;
  sign_in_domains: SignInDomainRow;
  operator_identities: OperatorIdentityRow;
  sign_in_attempts: SignInAttemptRow;
}
