/** Why a server cannot listen where it was told to, in words for whoever can mend it. */
import type { Config } from "./config.ts";
import { GrantryError } from "./lib/error.ts";

/** A config_invalid for what a person can mend; anything else as it is. */
export function asListeningProblem(
  { host, port }: Pick<Config, "host" | "port">,
  cause: unknown,
): unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const detail = problemOf(code, host, port);
  return detail === undefined ? cause : new GrantryError("config_invalid", { detail, cause });
}

function problemOf(code: string, host: string, port: number): string | undefined {
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} of ${host} is in use, perhaps by another Grantry server: stop that, or set GRANTRY_PORT to another one.`;
    case "EADDRNOTAVAIL":
      return `${host} is no address of this machine: set GRANTRY_HOST to one that is, or to 0.0.0.0 for all of them.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `There is no address for the name ${host}: set GRANTRY_HOST to an address of this machine, or to 0.0.0.0 for all of them.`;
    case "EACCES":
      return `This user may not listen on port ${port}: set GRANTRY_PORT to one from 1024 on, and let a proxy in front of the server take ${port}.`;
    default:
      return undefined;
  }
}
