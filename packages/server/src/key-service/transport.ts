/** Calls of key services and of what gives their credentials: by the server's own rules for calls out. */
import { createOutbound, OutboundError, type OutboundRequest } from "../lib/outbound.ts";
import { KeyServiceFailure } from "./failure.ts";
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
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly totalTimeoutMs?: number;
  /** Origin of a stand-in that gets every https call in place of the host that is meant. */
  readonly sandbox?: string | null;
}

export function createTransport(options: TransportOptions = {}): Transport {
  const { totalTimeoutMs = keyCallMsMax, sandbox = null } = options;
  const outbound = createOutbound({
    allowedPrivateOrigins: new Set(),
    connectTimeoutMs: Math.min(connectMsMax, totalTimeoutMs),
    totalTimeoutMs,
    bodyBytesMax: answerBytesMax,
    sandbox,
  });
  return {
    call: async (request) => {
      const url = new URL(request.url);
      if (!isSafeForKeys(url)) {
        throw new KeyServiceFailure("refused", `${url.origin} is not https: no key is sent there.`);
      }
      try {
        return await outbound.within(new Set([url.origin])).send(request);
      } catch (thrown) {
        if (!(thrown instanceof OutboundError)) throw thrown;
        throw noAnswer(url.origin, thrown);
      }
    },
    close: outbound.close,
  };
}

function noAnswer(origin: string, cause: OutboundError): KeyServiceFailure {
  return new KeyServiceFailure("away", `${origin}: ${cause.message}`, { cause });
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

/** Calls by the shape of `fetch`, for libraries that take one. */
export function fetchBy(transport: Transport) {
  return async (
    address: string | URL | { readonly url: string },
    init: { readonly method?: string; readonly headers?: unknown; readonly body?: unknown } = {},
  ): Promise<Response> => {
    const url = typeof address === "object" && "url" in address ? address.url : String(address);
    return await transport.call({
      method: methodOf(init.method),
      url,
      headers: Object.fromEntries(new Headers(init.headers as Record<string, string>)),
      ...bodyOf(init.body),
    });
  };
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
