/** By which way calls leave, and which hosts they may lead to, as the operator has set it. */
import ipaddr from "ipaddr.js";
import { type HostPatterns, type HostPort, hostPortOf, noHosts } from "./host-patterns.ts";
import { NotListedError, type ProxyError } from "./outbound-error.ts";
import type { Secret } from "./secret.ts";

export interface HttpProxy {
  /** Where it is set. */
  readonly setting: "HTTPS_PROXY" | "HTTP_PROXY";
  /** Scheme, host and port, without credentials. */
  readonly origin: string;
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number;
  /** For `Proxy-Authorization`. */
  readonly authorization: Secret | null;
}

/**
 * What a proxy is asked to connect to, once the addresses of the name were judged: the name, or one of these addresses.
 * `unresolved`: the name, which is not looked up here; only where `hosts` says which there may be.
 */
export type ConnectTo = "name" | "address" | "unresolved";

export interface Egress {
  /** Null: directly. */
  readonly https: HttpProxy | null;
  readonly http: HttpProxy | null;
  /** What is called directly all the same. */
  readonly bypass: HostPatterns;
  readonly connectTo: ConnectTo;
  /** The only hosts that may be called; null: all. */
  readonly hosts: HostPatterns | null;
  /** Hears of calls that the proxy did not let through, and of such that were not to be made. */
  readonly told?: (failure: ProxyError | NotListedError) => void;
}

/** Without a proxy, to any host. */
export const directly: Egress = {
  https: null,
  http: null,
  bypass: noHosts,
  connectTo: "name",
  hosts: null,
};

/**
 * The proxy for an address; null where it is called directly. This machine, and what lies on its own link (where clouds
 * have a machine's credentials), are never asked of a proxy: there it would be the proxy's machine.
 */
export function proxyFor({ https, http, bypass }: Egress, url: URL): HttpProxy | null {
  const proxy = url.protocol === "https:" ? https : http;
  if (proxy === null) return null;
  const target = hostPortOf(url);
  return isNear(target) || bypass.has(target) ? null : proxy;
}

function isNear({ host }: HostPort): boolean {
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return (
    ipaddr.isValid(host) &&
    ["loopback", "linkLocal", "unspecified"].includes(ipaddr.process(host).range())
  );
}

/** Throws NotListedError where only listed hosts may be called and this is none. */
export function requireListed({ hosts, told }: Egress, url: URL): void {
  if (hosts === null || hosts.has(hostPortOf(url))) return;
  const refusal = new NotListedError(url.host);
  told?.(refusal);
  throw refusal;
}
