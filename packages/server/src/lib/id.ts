/** Ids and secrets of the server, with their prefixes. A handle and a secret never share one. */
import { randomBytes, randomUUID } from "node:crypto";
import { Secret } from "./secret.ts";

/** Prefixes of handles: they name a row and may be logged. */
const handlePrefixes = {
  workspace: "ws_",
  dataKey: "dek_",
  app: "app_",
  appUser: "usr_",
  oauthClient: "ocl_",
  connection: "conn_",
  revocation: "rvk_",
  authorization: "auz_",
  serviceToken: "stk_",
  workspaceKey: "key_",
  process: "proc_",
  event: "evt_",
  operator: "opr_",
  session: "ses_",
  entryLink: "lnk_",
  reconnectLink: "rcl_",
  operation: "op_",
  personalKey: "pky_",
  passkey: "psk_",
  signInTest: "sit_",
  deviceAuthorization: "dev_",
  cliGrant: "cli_",
  auditPerson: "per_",
  signalStream: "sst_",
  restore: "rst_",
  mail: "mail_",
} as const;

/** Prefixes of bearer secrets: recognised by secret scanners, never logged. */
export const secretPrefixes = {
  serviceToken: "grantry_st_",
  workspaceKey: "grantry_wk_",
  /** The only beginning that the official command line takes for a workspace's key. */
  officialWorkspaceKey: "b44k_",
  personalKey: "grantry_pk_",
  cliAccessToken: "grantry_at_",
  cliRefreshToken: "grantry_rt_",
} as const;

/** A new handle, 120 random bits. */
export function newHandle(kind: keyof typeof handlePrefixes): string {
  return handlePrefixes[kind] + randomBytes(15).toString("base64url");
}

/** A new connector ID: 24 hexadecimal digits, the shape that apps of the official platform know. */
export function newConnectorId(): string {
  return randomBytes(12).toString("hex");
}

/** A value nobody can guess: 256 random bits, URL-safe. */
export function newUnguessable(): string {
  return randomBytes(32).toString("base64url");
}

/** How a secret of ours begins, to be told apart by: its prefix and four characters. */
export function beginningOf(secret: Secret): string {
  const text = secret.reveal();
  const prefix = Object.values(secretPrefixes).find((one) => text.startsWith(one)) ?? "";
  return text.slice(0, prefix.length + 4);
}

/** A code that a person keeps on paper: 80 random bits, capital letters and digits. */
export function newRecoveryCode(): Secret {
  return new Secret(randomBytes(10).toString("hex").toUpperCase());
}

/** The id of a request: the caller's, where it is one, else a new one. */
export function newRequestId(given: string | string[] | undefined): string {
  if (typeof given === "string" && /^[A-Za-z0-9_-]{8,64}$/.test(given)) return given;
  return randomUUID();
}
