/** Whether a call may carry a connection's token: its server says where the token is for. */
import type { ConnectorConnectionResponse } from "./connector-types.ts";
import { GrantryError } from "./errors.ts";

/** Throws host_not_allowed for an address that is at none of the API's hosts, and at none of those that the app names. */
export function requireTokenHost(
  target: string,
  { hosts, integrationType }: ConnectorConnectionResponse,
  further: "any" | readonly string[] = [],
): void {
  if (hosts === undefined || further === "any") return;
  const { origin } = new URL(target);
  if ([...hosts, ...further].some((host) => holds(host, origin))) return;
  const message = `The token of ${integrationType} is not for ${origin}: fetchFor takes further hosts.`;
  throw new GrantryError(message, { code: "host_not_allowed" });
}

/** `*` is one or more parts of a host's name. */
function holds(host: string, origin: string): boolean {
  const [before = "", after] = host.split("*");
  if (after === undefined) return host === origin;
  const part = origin.slice(before.length, -after.length);
  return before + part + after === origin && /^[\w.-]+$/.test(part);
}
