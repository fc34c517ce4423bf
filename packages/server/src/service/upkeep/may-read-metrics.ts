/** Who may read the numbers of this process: they tell how busy it is and which providers it uses. */
import ipaddr from "ipaddr.js";
import { equalHashes, hashSecret } from "../../crypto/hash.ts";
import type { Secret } from "../../lib/secret.ts";
import type { UpkeepContext } from "./context.ts";

export interface MetricsReader {
  /** The bearer token of the request, where it has one. */
  readonly token: Secret | null;
  /** The address at the other end of the connection. */
  readonly address: string;
  /** The name under which this server was called, without the port. */
  readonly host: string;
  /** Whether a header says that something in front of this server has passed the request on. */
  readonly isForwarded: boolean;
}

/**
 * Whether the reader may: with a token configured, whoever has it; without one, programs on this
 * machine. A page in a browser of this machine is kept out by the name under which it calls.
 */
export function mayReadMetrics(
  { metricsToken }: Pick<UpkeepContext, "metricsToken">,
  { token, address, host, isForwarded }: MetricsReader,
): boolean {
  if (metricsToken === null) return !isForwarded && isLoopback(address) && isLoopbackName(host);
  if (token === null) return false;
  return equalHashes(hashSecret(token.reveal()), hashSecret(metricsToken.reveal()));
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}

function isLoopbackName(host: string): boolean {
  return host.toLowerCase() === "localhost" || isLoopback(host.replace(/^\[|\]$/g, ""));
}
