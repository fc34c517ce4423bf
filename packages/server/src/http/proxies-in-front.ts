/**
 * Tells whoever runs the server, once each, that the proxy in front of it does not say who asks, or is not believed:
 * everybody behind it then counts as one address where attempts are limited, and is one on the audit log.
 */
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from "fastify";
import ipaddr from "ipaddr.js";
import type { Log } from "../lib/log.ts";

const untold = {
  unknown:
    "X-Forwarded-For came from an address that is no trusted proxy: if it is your proxy's, put it into GRANTRY_TRUSTED_PROXIES (127.0.0.1 where the proxy is on this machine)",
  silent:
    "a request for the public URL came without X-Forwarded-For: have the proxy in front set it to the caller's address, and put the proxy's own into GRANTRY_TRUSTED_PROXIES",
  trustedSilent:
    "a request came from a trusted proxy without X-Forwarded-For: have the proxy set it to the caller's address, or, where that is none, take its address out of GRANTRY_TRUSTED_PROXIES",
} as const;
type Finding = keyof typeof untold;

interface InFront {
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly log: Log;
}

/** Who balances load or gathers metrics asks the server itself. */
const forMachines: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * Watches requests until each finding has been told, on the routes that are added after this. No address is logged: it
 * may be a person's. Token reads pay nothing for it: no account was connected without other requests.
 */
export function watchProxies(instance: FastifyInstance, { log, ...inFront }: InFront): void {
  const left = possible(inFront);
  const find = finder(inFront, left);
  const watch: onRequestHookHandler = (request, _reply, done) => {
    const finding = left.size > 0 ? find(request) : undefined;
    if (finding !== undefined && left.delete(finding)) log.warn({}, untold[finding]);
    done();
  };
  instance.addHook("onRoute", (route) => {
    if (route.config?.route?.hot === true || forMachines.has(route.url)) return;
    route.onRequest = [watch, ...[route.onRequest ?? []].flat()];
  });
}

/** What can be found, as the server is configured. */
function possible({ publicUrl, trustedProxies }: Omit<InFront, "log">): Set<Finding> {
  const findings = new Set<Finding>(["unknown"]);
  // The server itself speaks http: who comes by an https address comes through something.
  if (publicUrl.startsWith("https:")) findings.add("silent");
  if (trustedProxies.length > 0) findings.add("trustedSilent");
  return findings;
}

function finder({ publicUrl, trustedProxies }: Omit<InFront, "log">, left: ReadonlySet<Finding>) {
  const isTrusted = trusting(trustedProxies);
  const { hostname, origin } = new URL(publicUrl);
  const isForPublicUrl = ({ hostname: asked, headers }: FastifyRequest) =>
    asked === hostname || headers.origin === origin || headers.referer?.startsWith(`${origin}/`);
  return (request: FastifyRequest): Finding | undefined => {
    const from = request.socket.remoteAddress ?? "";
    if (request.headers["x-forwarded-for"] !== undefined) {
      return left.has("unknown") && !isTrusted(from) ? "unknown" : undefined;
    }
    if (isTrusted(from)) return "trustedSilent";
    return left.has("silent") && isForPublicUrl(request) === true ? "silent" : undefined;
  };
}

/** Whether an address is in the list; the last answer is kept, since requests of a proxy come from one address. */
function trusting(list: readonly string[]): (address: string) => boolean {
  const ranges = list.map((one) =>
    one.includes("/") ? ipaddr.parseCIDR(one) : wholeAddress(ipaddr.process(one)),
  );
  const last = { address: "", trusted: false };
  return (address) => {
    if (address !== last.address) {
      const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
      last.trusted =
        parsed !== undefined &&
        ranges.some(
          ([net, bits]) => net.kind() === parsed.kind() && parsed.match([net, bits] as never),
        );
      last.address = address;
    }
    return last.trusted;
  };
}

function wholeAddress(address: ipaddr.IPv4 | ipaddr.IPv6): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  return [address, address.kind() === "ipv4" ? 32 : 128];
}
