/** Sends one request to the server: deadline, retries where they are safe, errors as GrantryError. */
import { answerText, readAnswer } from "./answer.ts";
import { GrantryError, isGrantryError } from "./errors.ts";
import { networkError, watchPolicy } from "./network-error.ts";
import { currentPage } from "./page.ts";
import type { Unread, WireObject } from "./wire.ts";

/** A request below an address of the app. */
export interface WireRequest {
  readonly method: "GET" | "POST";
  /** Path below the app's address, with encoded segments. */
  readonly path: string;
  /** Further headers: who asks. Asked for again where the server answers 401. */
  readonly credentials: Credentials;
  readonly body?: unknown;
  /** Makes the body, where that holds a credential as well: called again where the server answers 401. */
  readonly composeBody?: () => Promise<object>;
  /**
   * Whether a POST may be sent again when it may have taken effect already: as it is, or under an
   * `Idempotency-Key`, by which the server knows it again and carries it out once. A GET always may.
   */
  readonly repeat?: "as_it_is" | "by_key";
  readonly signal?: AbortSignal | undefined;
  /** Keeps a failure from the `onError` option: it is handled within this package. */
  readonly quiet?: boolean;
}

/** Gives the headers that say who asks. May give others when it is asked again. */
export type Credentials = () => Promise<NamedHeaders>;

type NamedHeaders = Readonly<Record<string, string>>;

export interface SendSettings {
  /** The app's address, such as `https://host/v1/apps/{appId}`. */
  readonly root: string;
  /** Headers of every request. */
  readonly headers: Headers;
  readonly timeoutMs: number;
  /** How long what may be repeated is tried again while the server is away. */
  readonly retryForMs: number;
  readonly onError: ((error: Error) => void) | undefined;
}

export type Send = <Shape>(request: WireRequest) => Promise<Unread<Shape>>;

const backOffMs = 300;
const backOffMsMax = 5_000;
const retriedStatuses: ReadonlySet<number | undefined> = new Set([429, 502, 503, 504]);

/** The function every method of the client sends its requests with. */
export function createSend(settings: SendSettings): Send {
  return async <Shape>(request: WireRequest) => {
    const named: NamedHeaders = request.repeat === "by_key" ? { "Idempotency-Key": newKey() } : {};
    try {
      const answer = await withCredentials(request, (one) =>
        sendWithRetries(settings, { ...one, headers: { ...one.headers, ...named } }),
      );
      return answer as Unread<Shape>;
    } catch (thrown) {
      if (isGrantryError(thrown) && request.quiet !== true) settings.onError?.(thrown);
      throw thrown;
    }
  };
}

/** Requests whose answers are not the server's own JSON. Nothing is sent again. */
export interface Exchange {
  /** Sends a request and reads its whole answer, whatever its status. */
  send<Read>(request: WireRequest, read: (response: Response, text: string) => Read): Promise<Read>;
  /** The platform's `fetch` below the app's address, with the headers of this client. */
  open(path: string, credentials: Credentials, init: RequestInit): Promise<Response>;
}

/** The functions that calls of functions are sent with. */
export function createExchange(settings: SendSettings): Exchange {
  return {
    send: async (request, read) => {
      try {
        return await withCredentials(request, async (authorized) => {
          const { response, text } = await exchangeOnce(settings, authorized, (one) => one.text());
          return read(response, text);
        });
      } catch (thrown) {
        if (isGrantryError(thrown)) settings.onError?.(thrown);
        throw thrown;
      }
    },
    open: async (path, credentials, init) => {
      const headers = new Headers(settings.headers);
      for (const [name, value] of Object.entries(await credentials())) headers.set(name, value);
      for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
      return await fetch(settings.root + path, { ...init, headers });
    },
  };
}

/** A request, and the headers that say who asks. */
interface AuthorizedRequest extends WireRequest {
  readonly headers: NamedHeaders;
}

/** A refused token is replaced once, where another one can be had: nothing was done in its name. */
async function withCredentials<Result>(
  request: WireRequest,
  send: (request: AuthorizedRequest) => Promise<Result>,
): Promise<Result> {
  const first = await authorize(request);
  try {
    return await send(first);
  } catch (thrown) {
    // A function's own 401 is its answer, after it has run.
    const isRefusal = isGrantryError(thrown) && thrown.code !== "function_failed";
    if (!isRefusal || thrown.status !== 401) throw thrown;
    const second = await authorize(request);
    if (credentialsIn(first) === credentialsIn(second)) throw thrown;
    return await send(second);
  }
}

async function authorize(request: WireRequest): Promise<AuthorizedRequest> {
  const headers = await request.credentials();
  const { body, composeBody } = request;
  return { ...request, headers, body: composeBody === undefined ? body : await composeBody() };
}

function credentialsIn({ headers, composeBody, body }: AuthorizedRequest): string {
  return JSON.stringify([headers, composeBody && body]);
}

/**
 * Names one call of a caller, for a day: what is sent again under it is the same call. Nobody else's call
 * can be named by it, so that it need not be hard to guess.
 */
function newKey(): string {
  const digits = () => Math.random().toString(36).slice(2);
  return digits() + digits() + digits();
}

/** Only what may be repeated is sent again: all else may have taken effect although no answer arrived. */
async function sendWithRetries(
  settings: SendSettings,
  request: AuthorizedRequest,
): Promise<WireObject> {
  const mayRepeat = request.method === "GET" || request.repeat !== undefined;
  const endMs = Date.now() + (mayRepeat ? settings.retryForMs : 0);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(settings, request);
    } catch (thrown) {
      const waitMs = retryDelayMs(thrown, attempt);
      if (waitMs === null || Date.now() + waitMs >= endMs) throw thrown;
      await sleep(waitMs, request.signal);
    }
  }
}

/** Milliseconds to wait before the next try; null where another try would not help. */
function retryDelayMs(thrown: unknown, attempt: number): number | null {
  if (!isGrantryError(thrown)) return null;
  const { code, status, retry } = thrown;
  // The server says it itself; what stands in front of it says a status.
  const passes = retry === undefined ? retriedStatuses.has(status) : retry === "later";
  if (code !== "network_error" && !passes) return null;
  // Half of it is chance, so that many who failed together do not come back together.
  const full = Math.min(backOffMsMax, backOffMs * 2 ** Math.min(attempt - 1, 10));
  const ownMs = full * (0.5 + Math.random() / 2);
  const { retryAfterSeconds } = thrown;
  // A server that is about to stop may ask for no wait at all: the next tries come slower all the same.
  if (retryAfterSeconds === undefined) return ownMs;
  return Math.max(retryAfterSeconds * 1000 + Math.random() * 100, attempt === 1 ? 0 : ownMs);
}

async function sendOnce(settings: SendSettings, request: AuthorizedRequest): Promise<WireObject> {
  const { response, text } = await exchangeOnce(settings, request, answerText);
  return readAnswer(response, text);
}

async function exchangeOnce<Text extends string | null>(
  settings: SendSettings,
  request: AuthorizedRequest,
  textOf: (response: Response) => Promise<Text>,
): Promise<{ response: Response; text: Text }> {
  request.signal?.throwIfAborted();
  const deadline = startDeadline(settings.timeoutMs, request.signal);
  const { origin } = new URL(settings.root);
  const policy = watchPolicy(origin);
  try {
    const response = await fetch(settings.root + request.path, {
      ...fetchOptions(settings, request),
      signal: deadline.signal,
    });
    return { response, text: await textOf(response) };
  } catch (thrown) {
    request.signal?.throwIfAborted();
    if (deadline.hasPassed()) throw timeoutError(settings, thrown);
    throw networkError(origin, thrown, await policy.blocked());
  } finally {
    policy.stop();
    deadline.stop();
  }
}

function fetchOptions(settings: SendSettings, request: AuthorizedRequest): RequestInit {
  const headers = new Headers(settings.headers);
  headers.set("Accept", "application/json");
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, value);
  // A redirect is an error: following it would carry the tokens to another address.
  const options: RequestInit = { method: request.method, headers, redirect: "manual" };
  if (currentPage() !== null) {
    // The server may bind an authorization to the browser by a cookie. Edge runtimes refuse these.
    options.credentials = "same-origin";
    options.cache = "no-store";
  }
  if (request.body === undefined) return options;
  // The platform writes a form's content type, which holds its boundary.
  if (request.body instanceof FormData) return { ...options, body: request.body };
  headers.set("Content-Type", "application/json");
  return { ...options, body: JSON.stringify(request.body) };
}

function timeoutError(settings: SendSettings, cause: unknown): GrantryError {
  const { origin } = new URL(settings.root);
  const message = `No answer from the Grantry server at ${origin} within ${settings.timeoutMs} ms.`;
  return new GrantryError(message, { code: "timeout", cause });
}

/** Aborts when the caller does, or when the time is up. */
function startDeadline(timeoutMs: number, outer: AbortSignal | undefined) {
  const controller = new AbortController();
  let passed = false;
  const follow = () => controller.abort(outer?.reason);
  outer?.addEventListener("abort", follow, { once: true });
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, timeoutMs);
  return {
    signal: controller.signal,
    hasPassed: () => passed,
    stop: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", follow);
    },
  };
}

/** Waits; rejects with the signal's reason when it aborts. */
function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
