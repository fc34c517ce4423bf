/** Tables of operator accounts, their sign-in and their keys: every column, once. Conventions as in schema.ts. */
import * as t from "../table.ts";

/** What an operator is in a workspace, the mightiest first. */
export const roles = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

/** A person who runs apps: not an app user. */
export const operators = t.defineTable({
  operator_id: t.text,
  /** In lower case; unique. */
  email: t.text,
  name: t.text,
  /** Argon2id in PHC form; null where the person signs in elsewhere. */
  password_hash: t.optionalText,
  /** Sealed secret of the authenticator app; null where only the password is asked for. */
  totp_secret: t.optionalBytes,
  /** The same, shown and not yet confirmed. */
  totp_pending: t.optionalBytes,
  /** The last step whose code was used. */
  totp_last_step: t.optionalInt,
  /** Since when the address is known to be the person's; null: somebody was merely invited by it. */
  proven_at: t.optionalInt,
  /** Counts changes of what the account is signed in with. */
  credentials_epoch: t.defaulted(t.int),
  created_at: t.int,
  updated_at: t.int,
});

/** A code that stands in for the authenticator app, once. */
export const recoveryCodes = t.defineTable({
  operator_id: t.text,
  code_hash: t.bytes,
});

/** Who answers for the whole server: a role of accounts, above all workspaces. */
export const serverOperators = t.defineTable({
  operator_id: t.text,
  added_by: t.text,
  created_at: t.int,
});

export const memberships = t.defineTable({
  workspace_id: t.text,
  operator_id: t.text,
  role: t.word<Role>(),
  created_at: t.int,
  updated_at: t.int,
});

/** A sign-in of one browser. */
export const operatorSessions = t.defineTable({
  session_id: t.text,
  operator_id: t.text,
  token_hash: t.bytes,
  created_at: t.int,
  last_seen_at: t.int,
  /** The absolute end, however busy it is. */
  expires_at: t.int,
  /** What signed in, in words, and from where; null where nobody noted it. */
  client: t.optionalText,
  address: t.optionalText,
  /** Of a sign-in by a company's provider: which session there it came of; null where that was not said. */
  company_session_hash: t.optionalBytes,
});

/** A link that makes an account, the first one or an invited one, or that sets a new password. */
export const entryLinks = t.defineTable({
  entry_link_id: t.text,
  kind: t.word<"setup" | "invitation" | "reset">(),
  token_hash: t.bytes,
  /**
   * Of an invitation: where to, as what, for whom, by whom. Of a reset: the workspace that it was made
   * in, and what the person was there then; null where it was made on the server's machine.
   */
  workspace_id: t.optionalText,
  role: t.optionalWord<Role>(),
  email: t.optionalText,
  invited_by: t.optionalText,
  /** Of a reset: whose password, and who of the workspace made it. */
  operator_id: t.optionalText,
  made_by: t.optionalText,
  /** 0 or 1: whether a reset takes the second factor away. */
  ends_second_factor: t.defaulted(t.int),
  created_at: t.int,
  expires_at: t.int,
  used_at: t.optionalInt,
});

/** A public key of a device or a keeper of passwords, whose holder the account signs in (WebAuthn). */
export const passkeys = t.defineTable({
  passkey_id: t.text,
  operator_id: t.text,
  name: t.text,
  credential_id: t.bytes,
  /** COSE (RFC 9052). */
  public_key: t.bytes,
  /** How often it has signed, where it counts; 0 where it does not. */
  sign_count: t.int,
  /** JSON list: how the browser reaches it. */
  transports: t.list,
  created_at: t.int,
  last_used_at: t.optionalInt,
});

/** What a browser is to sign, once. */
export const passkeyChallenges = t.defineTable({
  challenge_hash: t.bytes,
  purpose: t.word<"add" | "sign_in">(),
  /** Hash of what the browser that was asked has besides. */
  bound_hash: t.bytes,
  expires_at: t.int,
});

export const personalKeys = t.defineTable({
  personal_key_id: t.named("keyId", t.text),
  operator_id: t.text,
  name: t.text,
  key_hash: t.bytes,
  /** JSON list of scopes. */
  scopes: t.list,
  created_at: t.int,
  expires_at: t.optionalInt,
  last_used_at: t.optionalInt,
  revoked_at: t.optionalInt,
  /** How it begins, so that two of one name can be told apart; null of one that is older than this. */
  prefix: t.optionalText,
});

/** A device authorization (RFC 8628) between its request and its token. */
export const deviceAuthorizations = t.defineTable({
  device_authorization_id: t.text,
  device_code_hash: t.bytes,
  user_code_hash: t.bytes,
  client_id: t.text,
  /** JSON list of the scopes asked for. */
  scopes: t.list,
  status: t.word<"pending" | "approved" | "denied">(),
  /** The session whose person entered the code: no other may decide. */
  session_id: t.optionalText,
  /** Who approved. */
  operator_id: t.optionalText,
  created_at: t.int,
  expires_at: t.int,
  last_polled_at: t.optionalInt,
});

/** What a person allowed a command line: lives through every refresh. */
export const cliGrants = t.defineTable({
  cli_grant_id: t.text,
  operator_id: t.text,
  client_id: t.text,
  /** JSON list of scopes. */
  scopes: t.list,
  created_at: t.int,
  last_used_at: t.optionalInt,
  revoked_at: t.optionalInt,
  /** From where it was signed in; null where nobody noted it. */
  address: t.optionalText,
});

export const cliTokens = t.defineTable({
  token_hash: t.bytes,
  cli_grant_id: t.text,
  kind: t.word<"access" | "refresh">(),
  created_at: t.int,
  expires_at: t.int,
  /** Of a refresh token: when it was first exchanged. */
  used_at: t.optionalInt,
  /** The pair that it was exchanged for, sealed, as long as a lost answer may be asked for again. */
  exchanged_for: t.optionalBytes,
});

/** One change, by whom. Never holds a secret. */
/** How often something was tried in one span of time. */
export const attempts = t.defineTable({
  /** Keyed hash of what is counted: no address and no email stands here, or can be tried. */
  bucket_hash: t.bytes,
  window_start: t.int,
  attempts: t.int,
});

/** A browser from which an account was signed in to before. */
export const operatorDevices = t.defineTable({
  device_hash: t.bytes,
  operator_id: t.text,
  created_at: t.int,
  last_used_at: t.int,
});

/** By which identity provider the operators of a workspace sign in. */
export const signInProviders = t.defineTable({
  workspace_id: t.text,
  issuer: t.text,
  client_id: t.text,
  client_secret: t.bytes,
  /** What who comes without an invitation becomes; null: they must be invited. */
  default_role: t.optionalWord<Exclude<Role, "owner">>(),
  created_at: t.int,
  updated_at: t.int,
});

export const signInDomains = t.defineTable({
  workspace_id: t.text,
  /** In lower case; proven by one workspace only. */
  domain: t.text,
  /** By a DNS record, or by the word of whoever runs the server; null: declared and of no effect. */
  proven_by: t.optionalWord<"dns" | "server">(),
  proven_at: t.optionalInt,
});

/** Who a person of an identity provider is here. Outlives the provider. */
export const operatorIdentities = t.defineTable({
  workspace_id: t.text,
  issuer: t.text,
  subject: t.text,
  operator_id: t.text,
  created_at: t.int,
});

/** A browser that has left for an identity provider. */
export const signInAttempts = t.defineTable({
  state_hash: t.bytes,
  workspace_id: t.text,
  issuer: t.text,
  browser_hash: t.bytes,
  return_to: t.text,
  expires_at: t.int,
});

export const workspaceKeys = t.defineTable({
  workspace_key_id: t.named("keyId", t.text),
  workspace_id: t.text,
  name: t.text,
  key_hash: t.bytes,
  created_at: t.int,
  expires_at: t.optionalInt,
  revoked_at: t.optionalInt,
  /** What the key may do; one of a bootstrap file is an administrator. */
  role: t.defaulted(t.word<Role>()),
  /** JSON list of scopes; null where only the role limits it. */
  scopes: t.optional(t.list),
  last_used_at: t.optionalInt,
  /** How its secret begins, so that two of one name can be told apart; null of one that is older than this. */
  prefix: t.optionalText,
  /** Who made it, for people to read; null of one that is older than this. */
  made_by: t.optionalText,
});

export type OperatorRow = t.RowOf<typeof operators>;
export type RecoveryCodeRow = t.RowOf<typeof recoveryCodes>;
export type ServerOperatorRow = t.RowOf<typeof serverOperators>;
export type MembershipRow = t.RowOf<typeof memberships>;
export type OperatorSessionRow = t.RowOf<typeof operatorSessions>;
export type EntryLinkRow = t.RowOf<typeof entryLinks>;
export type PasskeyRow = t.RowOf<typeof passkeys>;
export type PasskeyChallengeRow = t.RowOf<typeof passkeyChallenges>;
export type PersonalKeyRow = t.RowOf<typeof personalKeys>;
export type DeviceAuthorizationRow = t.RowOf<typeof deviceAuthorizations>;
export type CliGrantRow = t.RowOf<typeof cliGrants>;
export type CliTokenRow = t.RowOf<typeof cliTokens>;
export type AttemptRow = t.RowOf<typeof attempts>;
export type OperatorDeviceRow = t.RowOf<typeof operatorDevices>;
export type SignInProviderRow = t.RowOf<typeof signInProviders>;
export type SignInDomainRow = t.RowOf<typeof signInDomains>;
export type OperatorIdentityRow = t.RowOf<typeof operatorIdentities>;
export type SignInAttemptRow = t.RowOf<typeof signInAttempts>;
export type WorkspaceKeyRow = t.RowOf<typeof workspaceKeys>;
