/** Sends one request to the server: deadline, retries where they are safe, errors as GrantryError. */
import { answerText, readAnswer } from "./answer.ts";
import { GrantryError, isGrantryError } from "./errors.ts";
import { currentPage } from "./page.ts";
import type { WireObject } from "./wire.ts";

/** A request below `/api/apps/{appId}`. */
export interface WireRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Path below the app's address, with encoded segments. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Keeps a failure from the `onError` option: it is handled within this package. */
  readonly quiet?: boolean;
}

export interface SendSettings {
  /** `https://host/api/apps/{appId}` */
  readonly appUrl: string;
  /** Headers of every request. */
  readonly headers: Headers;
  readonly timeoutMs: number;
  readonly onError: ((error: Error) => void) | undefined;
}

export type Send = (request: WireRequest) => Promise<WireObject>;

const getAttemptsMax = 3;
const retryAfterSecondsMax = 5;
const backOffMs = 300;
const retriedStatuses: ReadonlySet<number | undefined> = new Set([429, 502, 503, 504]);

/** The function every method of the client sends its requests with. */
export function createSend(settings: SendSettings): Send {
  return async (request) => {
    try {
      return await sendWithRetries(settings, request);
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
  open(
    path: string,
    headers: Readonly<Record<string, string>>,
    init: RequestInit,
  ): Promise<Response>;
}

/** The functions that calls of functions are sent with. */
export function createExchange(settings: SendSettings): Exchange {
  return {
    send: async (request, read) => {
      try {
        const { response, text } = await exchangeOnce(settings, request, (one) => one.text());
        return read(response, text);
      } catch (thrown) {
        if (isGrantryError(thrown)) settings.onError?.(thrown);
        throw thrown;
      }
    },
    open: async (path, credentials, init) => {
      const headers = new Headers(settings.headers);
      for (const [name, value] of Object.entries(credentials)) headers.set(name, value);
      for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
      return await fetch(settings.appUrl + path, { ...init, headers });
    },
  };
}

/** Only a GET is sent again: a POST or DELETE may have taken effect although no answer arrived. */
async function sendWithRetries(settings: SendSettings, request: WireRequest): Promise<WireObject> {
  const attemptsMax = request.method === "GET" ? getAttemptsMax : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(settings, request);
    } catch (thrown) {
      const waitMs = attempt < attemptsMax ? retryDelayMs(thrown, attempt) : null;
      if (waitMs === null) throw thrown;
      await sleep(waitMs, request.signal);
    }
  }
}

/** Milliseconds to wait before the next try; null where another try would not help. */
function retryDelayMs(thrown: unknown, attempt: number): number | null {
  if (!isGrantryError(thrown)) return null;
  const isTransient = thrown.code === "network_error" || retriedStatuses.has(thrown.status);
  if (!isTransient) return null;
  if (thrown.retryAfterSeconds !== undefined) {
    const waitSeconds = thrown.retryAfterSeconds;
    return waitSeconds > retryAfterSecondsMax ? null : waitSeconds * 1000 + Math.random() * 100;
  }
  return backOffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}

async function sendOnce(settings: SendSettings, request: WireRequest): Promise<WireObject> {
  const { response, text } = await exchangeOnce(settings, request, answerText);
  return readAnswer(response, text);
}

async function exchangeOnce<Text extends string | null>(
  settings: SendSettings,
  request: WireRequest,
  textOf: (response: Response) => Promise<Text>,
): Promise<{ response: Response; text: Text }> {
  request.signal?.throwIfAborted();
  const deadline = startDeadline(settings.timeoutMs, request.signal);
  try {
    const response = await fetch(settings.appUrl + request.path, {
      ...fetchOptions(settings, request),
      signal: deadline.signal,
    });
    return { response, text: await textOf(response) };
  } catch (thrown) {
    request.signal?.throwIfAborted();
    throw deadline.hasPassed() ? timeoutError(settings, thrown) : networkError(settings, thrown);
  } finally {
    deadline.stop();
  }
}

function fetchOptions(settings: SendSettings, request: WireRequest): RequestInit {
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

function networkError(settings: SendSettings, cause: unknown): GrantryError {
  const message = `No answer from the Grantry server at ${new URL(settings.appUrl).origin}.`;
  return new GrantryError(message, { code: "network_error", cause });
}

function timeoutError(settings: SendSettings, cause: unknown): GrantryError {
  const origin = new URL(settings.appUrl).origin;
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
