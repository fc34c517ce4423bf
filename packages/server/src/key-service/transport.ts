/** Calls of key services and of what gives their credentials: by the server's own rules for calls out. */
import {
  createOutbound,
  OutboundError,
  type OutboundOptions,
  type OutboundRequest,
} from "../lib/outbound.ts";
import { KeyServiceFailure, wordsOf } from "./failure.ts";
import { isSafeForKeys } from "./location.ts";

/** How long one call may take. */
export const keyCallMsMax = 4_000;
const connectMsMax = 2_000;
/** No answer with a wrapped key is nearly as large. */
const answerBytesMax = 65_536;

export interface Transport {
  /**
   * Calls wherever the operator's configuration leads, also to a private address. Rejects with a KeyServiceFailure
   * where no whole answer comes, or where keys would go over http to another machine.
   */
  call(request: OutboundRequest): Promise<Response>;
  /** The same for credentials: a machine's metadata service has an address of its own, and speaks http. */
  callForCredentials(request: OutboundRequest): Promise<Response>;
  close(): Promise<void>;
}

export interface TransportOptions extends Pick<OutboundOptions, "egress" | "lookup"> {
  readonly totalTimeoutMs?: number;
  /** Origin of a stand-in that gets every https call in place of the host that is meant. */
  readonly sandbox?: string | null;
}

export function createTransport(options: TransportOptions): Transport {
  const { totalTimeoutMs = keyCallMsMax, sandbox = null, ...ways } = options;
  const outbound = createOutbound({
    allowedPrivateOrigins: new Set(),
    connectTimeoutMs: Math.min(connectMsMax, totalTimeoutMs),
    totalTimeoutMs,
    bodyBytesMax: answerBytesMax,
    sandbox,
    ...ways,
  });
  async function send(request: OutboundRequest, isSafe: (url: URL) => boolean): Promise<Response> {
    const url = new URL(request.url);
    if (!isSafe(url)) {
      throw new KeyServiceFailure("refused", `${url.origin} is not https: no key is sent there.`);
    }
    try {
      return await outbound.within(new Set([url.origin])).send(request);
    } catch (thrown) {
      if (!(thrown instanceof OutboundError)) throw thrown;
      throw noAnswer(url.origin, thrown);
    }
  }
  return {
    call: (request) => send(request, isSafeForKeys),
    callForCredentials: (request) =>
      send(request, (url) => isSafeForKeys(url) || isMetadataService(url)),
    close: outbound.close,
  };
}

/** The link-local addresses where clouds have it: what is sent there does not leave the machine's own link. */
export function isMetadataService({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && /^169\.254\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

function noAnswer(origin: string, cause: OutboundError): KeyServiceFailure {
  const kind = cause.phase === "refused" ? "refused" : "away";
  return new KeyServiceFailure(kind, `${origin}: ${cause.message}`, { cause });
}

/** The members of a JSON answer; null where it is no object. */
export async function jsonOf(answer: Response): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return objectOf(await answer.json());
  } catch {
    return null;
  }
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return value as Readonly<Record<string, unknown>>;
}

const retryAfterSecondsMax = 300;

/** `Retry-After` in seconds, where it says that. */
export function retryAfterOf(answer: Response): number | null {
  const text = answer.headers.get("retry-after") ?? "";
  return /^\d{1,6}$/.test(text) ? Math.min(Number(text), retryAfterSecondsMax) : null;
}

/** For a library that fetches credentials: it makes its own words of failures, or none. */
export interface CredentialCalls {
  readonly call: (request: OutboundRequest) => Promise<Response>;
  /** By the shape of `fetch`, for libraries that take one. */
  readonly fetch: (
    address: string | URL | { readonly url: string },
    init?: FetchInit,
  ) => Promise<Response>;
  /**
   * The token that a library gets. Rejects with a KeyServiceFailure: of a call that failed meanwhile, or `refused`,
   * where it finds none.
   */
  token(of: string, get: () => Promise<string | null | undefined>): Promise<string>;
}

interface FetchInit {
  readonly method?: string;
  readonly headers?: unknown;
  readonly body?: unknown;
}

export function credentialCalls(transport: Transport): CredentialCalls {
  // Of the last call: a library may refuse by itself for a while after one that failed.
  let failed: KeyServiceFailure | null = null;
  async function call(request: OutboundRequest): Promise<Response> {
    try {
      const answer = await transport.callForCredentials(request);
      failed = isUnavailable(answer) ? unavailable(request.url, answer) : null;
      return answer;
    } catch (thrown) {
      if (thrown instanceof KeyServiceFailure) failed = thrown;
      throw thrown;
    }
  }
  return {
    call,
    fetch: async (address, init = {}) => {
      const answer = await call({
        method: methodOf(init.method),
        url: typeof address === "object" && "url" in address ? address.url : String(address),
        headers: Object.fromEntries(new Headers(init.headers as Record<string, string>)),
        ...bodyOf(init.body),
      }).catch((thrown: unknown) => {
        throw notAgain(thrown);
      });
      if (isUnavailable(answer)) throw notAgain(failed);
      return answer;
    },
    token: async (of, get) => {
      let words = "there are no credentials";
      try {
        const found = await get();
        if (typeof found === "string" && found !== "") return found;
      } catch (thrown) {
        if (thrown instanceof Error) words = wordsOf(thrown.message);
      }
      throw noToken(of, words, failed);
    },
  };
}

function isUnavailable({ status }: Response): boolean {
  return status === 429 || status >= 500;
}

/** A library that tries again takes this for its caller's wish to stop: how often is tried is said elsewhere. */
function notAgain(cause: unknown): Error {
  return Object.assign(new Error("No usable answer.", { cause }), { code: "AbortError" });
}

function unavailable(url: string, answer: Response): KeyServiceFailure {
  const message = `${new URL(url).origin} answers ${answer.status}`;
  const retryAfterSeconds = retryAfterOf(answer);
  return new KeyServiceFailure(answer.status === 429 ? "busy" : "away", message, {
    retryAfterSeconds,
  });
}

function noToken(of: string, words: string, failed: KeyServiceFailure | null): KeyServiceFailure {
  const { kind = "refused", retryAfterSeconds = null } = failed ?? {};
  const why = failed === null ? words : `${words} (${failed.message})`;
  return new KeyServiceFailure(kind, `No access token for ${of}: ${why}`, {
    retryAfterSeconds,
    cause: failed ?? undefined,
  });
}

export function methodOf(method = "GET"): OutboundRequest["method"] {
  if (method === "GET" || method === "POST") return method;
  throw new KeyServiceFailure(
    "refused",
    `A library wants to send ${method}, which is not allowed.`,
  );
}

/** What a library sends, as the text that it is. */
export function bodyOf(body: unknown): { readonly body?: string } {
  if (body === undefined || body === null) return {};
  if (typeof body === "string") return { body };
  if (body instanceof URLSearchParams) return { body: body.toString() };
  if (body instanceof Uint8Array) {
    const { buffer, byteOffset, byteLength } = body;
    return { body: Buffer.from(buffer, byteOffset, byteLength).toString("utf8") };
  }
  throw new KeyServiceFailure("refused", "A library wants to send a body of an unknown kind.");
}

/** What a library does by its own ways has an end, too. */
export async function inTime<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
  const over = AbortSignal.timeout(ms);
  return await new Promise<T>((resolve, reject) => {
    const late = () => reject(new KeyServiceFailure("away", `${what} takes longer than ${ms} ms.`));
    over.addEventListener("abort", late, { once: true });
    work.then(resolve, reject).finally(() => over.removeEventListener("abort", late));
  });
}
