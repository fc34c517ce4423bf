/** The server's own code, which commands on its machine use. It is in the package `grantry`, and not in `@grantry/cli`. */
import { CliError, type ExitName } from "./failure.ts";

/** What opens the server's database. Throws where the server's code is not beside this program. */
export async function localServer(): Promise<typeof import("@grantry/server/local")> {
  return await here(() => import("@grantry/server/local"));
}

/** What looks at a server. Throws likewise. */
export async function localDoctor(): Promise<typeof import("@grantry/server/local-doctor")> {
  return await here(() => import("@grantry/server/local-doctor"));
}

/** What says whom a server calls. Throws likewise. */
export async function localEgress(): Promise<typeof import("@grantry/server/local-egress")> {
  return await here(() => import("@grantry/server/local-egress"));
}

/** What helps who has lost the password. Throws likewise. */
export async function localRecover(): Promise<typeof import("@grantry/server/local-recover")> {
  return await here(() => import("@grantry/server/local-recover"));
}

/** What says who answers for the server. Throws likewise. */
export async function localServerOperators(): Promise<
  typeof import("@grantry/server/local-server-operators")
> {
  return await here(() => import("@grantry/server/local-server-operators"));
}

/** What reads and checks the audit log. Throws likewise. */
export async function localAudit(): Promise<typeof import("@grantry/server/local-audit")> {
  return await here(() => import("@grantry/server/local-audit"));
}

/** What brings a server's tables to this version. Throws likewise. */
export async function localUpgrade(): Promise<typeof import("@grantry/server/local-upgrade")> {
  return await here(() => import("@grantry/server/local-upgrade"));
}

/** What makes backups. Throws likewise. */
export async function localBackup(): Promise<typeof import("@grantry/server/local-backup")> {
  return await here(() => import("@grantry/server/local-backup"));
}

/** What restores them. Throws likewise. */
export async function localRestore(): Promise<typeof import("@grantry/server/local-restore")> {
  return await here(() => import("@grantry/server/local-restore"));
}

/** What tries them. Throws likewise. */
export async function localDrill(): Promise<typeof import("@grantry/server/local-drill")> {
  return await here(() => import("@grantry/server/local-drill"));
}

/** What a restored server is told. Throws likewise. */
export async function localTakeOver(): Promise<typeof import("@grantry/server/local-take-over")> {
  return await here(() => import("@grantry/server/local-take-over"));
}

/** What takes a server out of service for good. Throws likewise. */
export async function localDecommission(): Promise<
  typeof import("@grantry/server/local-decommission")
> {
  return await here(() => import("@grantry/server/local-decommission"));
}

/** What a server in production is run by. Throws likewise. */
export async function localProduction(): Promise<
  typeof import("@grantry/server/local-production")
> {
  return await here(() => import("@grantry/server/local-production"));
}

/** What changes a server's encryption keys. Throws likewise. */
export async function localKeys(): Promise<typeof import("@grantry/server/local-keys")> {
  return await here(() => import("@grantry/server/local-keys"));
}

/** What reads a server's environment. Throws likewise. */
export async function localConfig(): Promise<typeof import("@grantry/server/config")> {
  return await here(() => import("@grantry/server/config"));
}

/** The server itself, which runs from then on in this process. Throws likewise. */
export async function localMain(): Promise<typeof import("@grantry/server/main")> {
  return await here(() => import("@grantry/server/main"));
}

async function here<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const missing =
      cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
    throw missing ? notHere(cause) : cause;
  }
}

/** Where the server's main file lies. Throws likewise. */
export function serverMain(): string {
  try {
    return import.meta.resolve("#server-main");
  } catch (cause) {
    throw notHere(cause);
  }
}

function notHere(cause: unknown): CliError {
  const message =
    "This command needs the server's own code: it is in the package grantry, and in a checkout of the project.";
  return new CliError("usage", message, { code: "server_not_here", cause });
}

/** What the server's code refuses, with the exit code for its kind. */
export async function asCliError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== "GrantryError") throw thrown;
    throw said(thrown);
  }
}

function said(thrown: Error): CliError {
  const { code = "", detail = "" } = thrown as { code?: string; detail?: string };
  return new CliError(exits[code] ?? "refused", detail, { code, cause: thrown });
}

const exits: Readonly<Record<string, ExitName>> = {
  config_invalid: "file",
  encryption_key_invalid: "file",
  backup_failed: "file",
  backup_unusable: "file",
  restore_refused: "file",
  database_unavailable: "server",
  provider_unavailable: "server",
};
