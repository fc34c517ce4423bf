/**
 * Sockets that lead through a proxy (RFC 9110 section 9.3.6). Until one is handed over nothing of a request was sent,
 * whatever goes wrong.
 */
import { once } from "node:events";
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { buildConnector } from "undici";
import type { ConnectTo, HttpProxy } from "./egress.ts";
import type { Lookup } from "./lookups.ts";
import { codeOf, OutboundError, outboundError, ProxyError } from "./outbound-error.ts";
import { publicAddresses } from "./public-address.ts";
import { tlsRules } from "./tls-rules.ts";

export interface TunnelOptions {
  readonly lookup: Lookup;
  /** For the way to the proxy and its answer, whichever of the addresses it is asked for. */
  readonly timeoutMs: number;
  /** What it is asked for; null where no address is judged, and so the name. */
  readonly connectTo: ConnectTo | null;
  readonly failed: (failure: ProxyError) => void;
}

/** Of an address that is judged the first of these families are tried. */
const addressesTried = 3;
const headBytesMax = 16_384;

/**
 * Connects to the host through the proxy; `secure` then speaks TLS with the host itself. For plain http it is asked to
 * connect, too: of an answer to a whole address nobody could tell whether it is the proxy's or the host's, and so whether a
 * refresh token was spent.
 */
export function tunnelConnector(
  proxy: HttpProxy,
  secure: buildConnector.connector,
  options: TunnelOptions,
): buildConnector.connector {
  return (wanted, callback) => {
    const isTls = wanted.protocol === "https:";
    const host = wanted.hostname.replace(/^\[|\]$/g, "");
    const port = Number(wanted.port || (isTls ? 443 : 80));
    openTunnel(proxy, { host, port }, options).then(
      (httpSocket) => {
        if (!isTls) return callback(null, httpSocket);
        secure({ ...wanted, httpSocket }, (error, socket) => {
          if (error === null) callback(null, socket);
          else callback(notSent(error), null);
        });
      },
      (thrown: unknown) => callback(told(thrown, options), null),
    );
  };
}

/** What a proxy says that wants other credentials. */
function credentialsWanted(proxy: HttpProxy): ProxyError {
  const what = proxy.authorization === null ? "demands credentials" : "refuses the credentials";
  const help = `put user and password into ${proxy.setting} (http://user:password@host:port), percent-encoded`;
  return new ProxyError("credentials", `${nameOf(proxy)} ${what} (407): ${help}.`);
}

function told(thrown: unknown, { failed }: Pick<TunnelOptions, "failed">): Error {
  const failure = outboundError(thrown);
  if (failure instanceof ProxyError) failed(failure);
  return failure;
}

/** TLS with the host did not come about. */
function notSent(error: Error): OutboundError {
  const { message, cause, phase } = outboundError(error);
  return phase === "refused" ? outboundError(error) : new OutboundError("not_sent", message, cause);
}

interface Destination {
  readonly host: string;
  readonly port: number;
}

async function openTunnel(
  proxy: HttpProxy,
  { host, port }: Destination,
  options: TunnelOptions,
): Promise<Socket> {
  const asked = await askedFor(host, options);
  const over = AbortSignal.timeout(options.timeoutMs);
  let failure: unknown;
  for (const one of asked) {
    try {
      return await tunnel(proxy, { host: one, port }, { ...options, over });
    } catch (thrown) {
      failure = thrown;
      if (!(thrown instanceof ProxyError) || thrown.fault !== "host_away") break;
    }
  }
  throw failure;
}

/** The name, or its addresses, those of IPv4 first: more proxies reach them. */
async function askedFor(host: string, { connectTo, lookup }: TunnelOptions): Promise<string[]> {
  if (connectTo === null || connectTo === "unresolved" || isIP(host) !== 0) return [host];
  const found = await publicAddresses(host, lookup).catch((thrown: unknown) => {
    if (thrown instanceof OutboundError) throw thrown;
    const help = "where only the proxy can look names up, see GRANTRY_PROXY_CONNECT_TO=unresolved";
    const what = `${host} does not resolve here (${codeOf(thrown)}), and so cannot be judged`;
    throw new ProxyError("unresolved", `${what}: ${help}.`, thrown);
  });
  if (connectTo === "name") return [host];
  const inOrder = found.toSorted((one, other) => one.family - other.family);
  return inOrder.slice(0, addressesTried).map(({ address }) => address);
}

async function tunnel(
  proxy: HttpProxy,
  { host, port }: Destination,
  { over, ...options }: TunnelOptions & { readonly over: AbortSignal },
): Promise<Socket> {
  const socket = await dial(proxy, options, over);
  try {
    const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
    if (proxy.authorization !== null) {
      lines.push(`Proxy-Authorization: ${proxy.authorization.reveal()}`);
    }
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    requireLed(proxy, authority, { status: await readStatus(proxy, socket, over), options });
    return socket;
  } catch (thrown) {
    socket.destroy();
    throw asFailure(proxy, thrown, options);
  }
}

interface Led {
  readonly status: number;
  readonly options: Pick<TunnelOptions, "connectTo">;
}

function requireLed(proxy: HttpProxy, authority: string, { status, options }: Led): void {
  if (status >= 200 && status < 300) return;
  if (status === 407) throw credentialsWanted(proxy);
  const what = `${nameOf(proxy)} does not connect to ${authority} (${status})`;
  if (status >= 500) {
    throw new ProxyError("host_away", `${what}: it does not reach it, or not at the moment.`);
  }
  const byName =
    options.connectTo === "address"
      ? ", or set GRANTRY_PROXY_CONNECT_TO=name where its rules are by name"
      : "";
  throw new ProxyError(
    "refused",
    `${what}: allow the host and its port there, for CONNECT${byName}.`,
  );
}

/** A socket to the proxy. */
async function dial(
  proxy: HttpProxy,
  { lookup, timeoutMs }: Pick<TunnelOptions, "lookup" | "timeoutMs">,
  over: AbortSignal,
): Promise<Socket> {
  const { host, port, isTls } = proxy;
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = isTls
    ? connectTls({ ...tlsRules, ...servername, host, port, lookup, ALPNProtocols: ["http/1.1"] })
    : connectPlain({ host, port, lookup });
  // Who waits hears of it; afterwards whoever has the socket does.
  socket.on("error", () => {});
  try {
    await once(socket, isTls ? "secureConnect" : "connect", { signal: over });
    return socket.setNoDelay(true);
  } catch (thrown) {
    socket.destroy();
    throw asFailure(proxy, thrown, { timeoutMs });
  }
}

/** The status of the answer to CONNECT; what comes after its head is left in the socket. */
function readStatus(proxy: HttpProxy, socket: Socket, over: AbortSignal): Promise<number> {
  let head = Buffer.alloc(0);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const onReadable = (): void => {
    for (let part = socket.read(); part !== null; part = socket.read()) {
      head = Buffer.concat([head, part]);
      const status = statusOf(head);
      if (status === null) reject(invalid(proxy));
      const end = head.indexOf("\r\n\r\n");
      if (status !== null && end === -1) continue;
      if (status !== null) {
        socket.unshift(head.subarray(end + 4));
        resolve(status);
      }
      break;
    }
  };
  const onEnd = () => reject(head.length === 0 ? hungUp(proxy) : invalid(proxy));
  const onLate = () => reject(over.reason);
  socket.on("readable", onReadable).on("end", onEnd).on("error", reject).on("close", onEnd);
  over.addEventListener("abort", onLate, { once: true });
  if (over.aborted) onLate();
  return promise.finally(() => {
    over.removeEventListener("abort", onLate);
    socket.off("readable", onReadable).off("end", onEnd).off("error", reject).off("close", onEnd);
  });
}

/** Null where this begins no answer of HTTP, or has a head without end; 0 where that cannot be told yet. */
function statusOf(head: Buffer): number | null {
  if (head.length > headBytesMax) return null;
  const beginning = head.subarray(0, 13).toString("latin1");
  if (beginning.length === 13) {
    const [, status] = /^HTTP\/1\.[01] ([2-5]\d\d)[ \r]/.exec(beginning) ?? [];
    return status === undefined ? null : Number(status);
  }
  return "HTTP/1.".startsWith(beginning.slice(0, 7)) ? 0 : null;
}

const invalid = (proxy: HttpProxy) =>
  new ProxyError("invalid", `${nameOf(proxy)} does not speak HTTP: is it a proxy?`);

const hungUp = (proxy: HttpProxy) =>
  new ProxyError(
    "invalid",
    `${nameOf(proxy)} ends the connection without an answer: is it a proxy?`,
  );

function asFailure(proxy: HttpProxy, thrown: unknown, { timeoutMs }: { timeoutMs: number }): Error {
  if (thrown instanceof OutboundError) return thrown;
  const code = codeOf(thrown);
  if (code === "ABORT_ERR" || code === "TimeoutError" || code === "23") {
    const what = `${nameOf(proxy)} does not answer within ${timeoutMs} ms`;
    return new ProxyError("timeout", `${what}: see that it runs and is not overloaded.`, thrown);
  }
  const what = `${nameOf(proxy)} cannot be reached (${code})`;
  return new ProxyError(
    "away",
    `${what}: see that it runs, and that its address is right.`,
    thrown,
  );
}

function nameOf({ origin, setting }: HttpProxy): string {
  return `The proxy ${origin} (${setting})`;
}
