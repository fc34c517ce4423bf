/**
 * The only place that calls out. Every call has a deadline, an answer of bounded size, follows no
 * redirect, and reaches no private address unless its origin was allowed by the operator. The
 * address is checked where the socket opens, so a name that changes its answer gains nothing.
 */
import type { Readable } from "node:stream";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import ipaddr from "ipaddr.js";
import type { Dispatcher } from "undici";
import { dateOfAnswer, type HearDate } from "./clock-watch.ts";
import { createDispatchers, type Dispatchers } from "./dispatchers.ts";
import { type Egress, requireListed } from "./egress.ts";
import { type Lookup, lookingUpFor, lookupInTurn } from "./lookups.ts";
import { OutboundError, outboundError, UnusableAnswerError } from "./outbound-error.ts";
import { asClientSpan } from "./outbound-span.ts";
import { isPublicAddress } from "./public-address.ts";
import { sandboxedUrl } from "./sandboxed.ts";

export { OutboundError, UnusableAnswerError } from "./outbound-error.ts";
export { isPublicAddress } from "./public-address.ts";

export interface OutboundRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: string;
  /** The address as the catalogue or the configuration has it, `{…}` for what is filled in: traces show no other path. */
  readonly writtenAs?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the body of an answer with this status is read; else it is not waited for. Default: all. */
  readonly wantsBody?: (status: number) => boolean;
}

/** Sends a request; resolves with a complete answer or rejects with an OutboundError. */
export type Outbound = (request: OutboundRequest) => Promise<Response>;

export interface OutboundStreamRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly writtenAs?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | null;
  /** Ends the call, also while its answer is read. */
  readonly signal: AbortSignal;
  /** Milliseconds from the last piece sent to the head of the answer. */
  readonly firstByteTimeoutMs: number;
  /** Milliseconds between two pieces of the answer, while they are wanted. */
  readonly idleTimeoutMs: number;
}

export interface OutboundStreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it comes, without bound. Must be read or destroyed; it errs where the answer breaks off. */
  readonly body: Readable;
}

/** Sends a request; resolves with the head of the answer or rejects with an OutboundError. */
export type OutboundStream = (request: OutboundStreamRequest) => Promise<OutboundStreamAnswer>;

/** How long a call with `send` may take at most, where the options say nothing else. */
export const callMsMax = 20_000;

/** How many bytes of an answer `send` reads at most, where the options say nothing else. */
const answerBytesMax = 1_048_576;
/** Of an answer's head: the policies and cookies of some providers go beyond the usual 16 KiB. */
const headBytesMax = 65_536;

/**
 * How long a connection that nothing uses is kept, whatever its server promises. A request on one that its server
 * closes at that moment is lost, and with it perhaps a refresh token. Common servers close after 5 s at the soonest, and
 * undici counts what is more than a second in ticks, which come late where the processor is busy.
 */
const keptIdleMs = 1_000;

export interface OutboundOptions {
  /** Origins (`http://127.0.0.1:4400`) that may be http and may lie on a private address. */
  readonly allowedPrivateOrigins: ReadonlySet<string>;
  /** Origin of a sandbox that gets every https call in place of the host that is meant. */
  readonly sandbox?: string | null;
  /** Hears what time answers say it is. */
  readonly heardDate?: HearDate;
  /** By which way, and to which hosts at all. */
  readonly egress: Egress;
  /** How names are looked up, where not by the system. */
  readonly lookup?: Lookup;
  readonly connectTimeoutMs?: number;
  /** From the first byte sent to the last byte received. */
  readonly totalTimeoutMs?: number;
  /** Of the answer, compressed and inflated. */
  readonly bodyBytesMax?: number;
}

const inflate: Record<string, (data: Uint8Array, options: { maxOutputLength: number }) => Buffer> =
  { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

/** `stream` is for callers who pass an answer on: nothing is kept of it, a redirect is an answer, too. */
export interface OutboundFunctions {
  readonly send: Outbound;
  readonly stream: OutboundStream;
}

/**
 * Creates the outbound functions. `within` makes such that reach other private origins, by the same
 * sockets, for a party whose names are looked up in turn with others'; `close` ends all of them.
 */
export function createOutbound(options: OutboundOptions): OutboundFunctions & {
  within(allowedPrivateOrigins: ReadonlySet<string>, party?: string): OutboundFunctions;
  close(): Promise<void>;
} {
  const { egress, lookup = lookupInTurn } = options;
  const { connectTimeoutMs = 5_000, totalTimeoutMs = callMsMax } = options;
  const bodyBytesMax = options.bodyBytesMax ?? answerBytesMax;
  const agent = {
    headersTimeout: totalTimeoutMs,
    bodyTimeout: totalTimeoutMs,
    maxHeaderSize: headBytesMax,
    keepAliveTimeout: keptIdleMs,
    keepAliveMaxTimeout: keptIdleMs,
  };
  const dispatchers = createDispatchers({ egress, lookup, connectTimeoutMs, agent });

  const within = (allowed: ReadonlySet<string>, party = ""): OutboundFunctions => ({
    send: asClientSpan(async (request) => {
      const origin = requireAllowedAddress(request.url, allowed);
      requireListed(egress, new URL(request.url));
      const url = sandboxedUrl(request.url, options.sandbox ?? null);
      const isOpen = allowed.has(origin) || url !== request.url;
      const signal = deadline(totalTimeoutMs);
      const answer = await lookingUpFor(party, () =>
        start({ ...request, url }, { dispatchers, isOpen, signal }),
      );
      const dateMs = dateOfAnswer(answer.headers);
      if (dateMs !== undefined) options.heardDate?.({ origin, dateMs });
      const isWanted = request.wantsBody?.(answer.statusCode) ?? true;
      return await complete(answer, isWanted ? bodyBytesMax : null);
    }),
    stream: asClientSpan(async (request) => {
      const origin = requireAllowedAddress(request.url, allowed);
      requireListed(egress, new URL(request.url));
      const isOpen = allowed.has(origin);
      return await lookingUpFor(party, () => startStream(request, dispatchers, isOpen));
    }),
  });
  return {
    ...within(options.allowedPrivateOrigins),
    within,
    close: dispatchers.close,
  };
}

/** How often the event loop reads what has come before a call whose time is over is given up. */
const readsAfterDeadline = 4;

/**
 * Aborts after this time. A process that stood still (suspended, or without a processor) finds its deadline
 * over before it has read what came meanwhile, which may be the only answer with a new refresh token: it is
 * read first.
 */
function deadline(timeoutMs: number): AbortSignal {
  const over = AbortSignal.timeout(timeoutMs);
  const ended = new AbortController();
  const endAfter = (reads: number): void => {
    if (reads === 0) ended.abort(over.reason);
    else setImmediate(() => endAfter(reads - 1));
  };
  over.addEventListener("abort", () => endAfter(readsAfterDeadline), { once: true });
  return ended.signal;
}

/**
 * The origin of an address that may be called. Throws an OutboundError of phase `refused` otherwise;
 * what a name resolves to is judged where the socket opens.
 */
export function requireAllowedAddress(
  address: string,
  allowedPrivateOrigins: ReadonlySet<string>,
): string {
  if (!URL.canParse(address)) throw new OutboundError("refused", "The address is not a URL.");
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") {
    throw new OutboundError("refused", "The address holds user information.");
  }
  if (allowedPrivateOrigins.has(url.origin)) return url.origin;
  if (url.protocol !== "https:") {
    throw new OutboundError("refused", `${url.origin} is not https and not an allowed origin.`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(host) && !isPublicAddress(host)) {
    throw new OutboundError("refused", `${url.origin} is a private address and not allowed.`);
  }
  return url.origin;
}

const tooLarge = () => new UnusableAnswerError("too_large", "The answer is too large.");

interface Sending {
  readonly dispatchers: Dispatchers;
  readonly isOpen: boolean;
  readonly signal: AbortSignal;
}

async function start(request: OutboundRequest, { dispatchers, isOpen, signal }: Sending) {
  try {
    return await dispatchers.request(request.url, isOpen, {
      method: request.method,
      headers: { "accept-encoding": "identity", ...request.headers },
      body: request.body ?? null,
      signal,
    });
  } catch (thrown) {
    throw outboundError(thrown);
  }
}

async function startStream(
  request: OutboundStreamRequest,
  dispatchers: Dispatchers,
  isOpen: boolean,
): Promise<OutboundStreamAnswer> {
  const { url, method, headers, body, signal, firstByteTimeoutMs, idleTimeoutMs } = request;
  try {
    const answer = await dispatchers.request(url, isOpen, {
      method,
      headers,
      body,
      signal,
      headersTimeout: firstByteTimeoutMs,
      bodyTimeout: idleTimeoutMs,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  } catch (thrown) {
    throw outboundError(thrown);
  }
}

/** The answer with its body; without one where `bodyBytesMax` is null. */
async function complete(
  answer: Dispatcher.ResponseData<unknown>,
  bodyBytesMax: number | null,
): Promise<Response> {
  const { statusCode: status } = answer;
  if (status >= 300 && status < 400) {
    discard(answer);
    throw new UnusableAnswerError(
      "redirect",
      `The answer was a redirect (${status}), none is followed.`,
    );
  }
  if (bodyBytesMax === null) discard(answer);
  const body = bodyBytesMax === null ? null : await readBody(answer, bodyBytesMax);
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (name === "content-encoding" || name === "content-length" || value === undefined) continue;
    for (const one of [value].flat()) headers.append(name, one);
  }
  const mayHoldBody = status !== 204 && status !== 205 && body !== null;
  return new Response(mayHoldBody ? new Uint8Array(body) : null, { status, headers });
}

async function readBody(
  answer: Dispatcher.ResponseData<unknown>,
  bodyBytesMax: number,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    const declared = Number(answer.headers["content-length"] ?? 0);
    if (declared > bodyBytesMax) throw tooLarge();
    for await (const part of answer.body) {
      size += part.length;
      if (size > bodyBytesMax) throw tooLarge();
      parts.push(part);
    }
    const encoding = String(answer.headers["content-encoding"] ?? "identity").toLowerCase();
    const data = Buffer.concat(parts);
    if (encoding === "identity" || encoding === "") return data;
    const decode = inflate[encoding];
    if (decode === undefined) throw new OutboundError("no_answer", "Unknown content encoding.");
    return decode(data, { maxOutputLength: bodyBytesMax });
  } catch (thrown) {
    discard(answer);
    throw outboundError(thrown);
  }
}

/** Drops what is left of an answer; its stream then errs, which nobody needs to hear. */
function discard(answer: Dispatcher.ResponseData<unknown>): void {
  answer.body.on("error", () => {});
  answer.body.destroy();
}
