/** Scripted misbehaviour: per endpoint, first in, first out, each used up by one request. */
import { once } from "node:events";
import { type ServerResponse, STATUS_CODES } from "node:http";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

export type FaultEndpoint = "auth" | "token" | "revocation" | "userinfo" | "api";

type Misbehaviour =
  /** Answers with this status, for instance 429 with `retry-after`, or 500 with an HTML page. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Waits so many milliseconds, then processes the request and answers it properly. */
  | { readonly kind: "slow"; readonly ms: number }
  /** The same, but waits until this is settled: for whoever has something to do meanwhile. */
  | { readonly kind: "held"; readonly until: Promise<unknown> }
  /** Never answers; the connection stays open until one side closes it. */
  | { readonly kind: "hang" }
  /** Closes the connection without having processed the request; where `until` is given, when that is settled. */
  | { readonly kind: "drop_before"; readonly until?: Promise<unknown> }
  /** Processes the request (a refresh token is then rotated) and closes the connection unanswered. */
  | { readonly kind: "drop_after" }
  /** 200 and `application/json`, but this body. */
  | { readonly kind: "rubbish"; readonly body: string }
  /** 200 with this as JSON. */
  | { readonly kind: "json"; readonly body: unknown }
  | { readonly kind: "redirect"; readonly location: string }
  /** 200 with a body of so many bytes. */
  | { readonly kind: "huge"; readonly bytes: number }
  /** 200, then a byte now and then, without end. */
  | { readonly kind: "drip" };

export type Fault = Misbehaviour & {
  /**
   * The request is processed for real first, then answered like this: the provider has acted and
   * the client cannot know. With `slow` and `held`, the proper answer is held back.
   */
  readonly processed?: boolean;
};

export interface Faults {
  /** The next `times` requests to the endpoint meet this fault, after those already queued. */
  next(endpoint: FaultEndpoint, fault: Fault, times?: number): void;
  /** Forgets every fault that was not used up. */
  clear(): void;
}

/** Creates the queues. `take` uses up the next fault of an endpoint. */
export function createFaults(): {
  faults: Faults;
  take(endpoint: FaultEndpoint): Fault | undefined;
} {
  const queues = new Map<FaultEndpoint, Fault[]>();
  return {
    faults: {
      next: (endpoint, fault, times = 1) => {
        const queue = queues.get(endpoint) ?? [];
        queues.set(endpoint, queue);
        for (let i = 0; i < times; i += 1) queue.push(fault);
      },
      clear: () => queues.clear(),
    },
    take: (endpoint) => queues.get(endpoint)?.shift(),
  };
}

/** Whether the request is carried out in spite of the fault. */
export function processes(fault: Fault): boolean {
  return fault.kind === "drop_after" || isLate(fault) || fault.processed === true;
}

/**
 * Answers a request the faulty way. `carryOut` answers it properly, into the same response.
 * `closing` aborts when the provider stops.
 */
export async function misbehave(
  fault: Fault,
  response: ServerResponse,
  carryOut: () => Promise<void>,
  closing: AbortSignal,
): Promise<void> {
  if (isLate(fault)) return delay(fault, response, carryOut, closing);
  if (processes(fault)) {
    await withhold(response, carryOut);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
  }
  if (fault.kind === "drop_before") await settled(fault.until, closing);
  answer(fault, response);
}

type Late = Extract<Fault, { kind: "slow" | "held" }>;

function isLate(fault: Fault): fault is Late {
  return fault.kind === "slow" || fault.kind === "held";
}

async function delay(
  fault: Late,
  response: ServerResponse,
  carryOut: () => Promise<void>,
  closing: AbortSignal,
): Promise<void> {
  const finish = fault.processed === true ? await withhold(response, carryOut) : carryOut;
  if (fault.kind === "slow") await wait(fault.ms, undefined, { signal: closing });
  else await settled(fault.until, closing);
  await finish();
}

async function settled(until: Promise<unknown> | undefined, closing: AbortSignal): Promise<void> {
  if (until === undefined) return;
  closing.throwIfAborted();
  await Promise.race([until, once(closing, "abort")]);
  closing.throwIfAborted();
}

/** Runs `carryOut` but keeps its answer back; the returned function sends it. */
async function withhold(
  response: ServerResponse,
  carryOut: () => Promise<void>,
): Promise<() => Promise<void>> {
  const body = new Promise<unknown>((resolve) => {
    const keep = (chunk?: unknown) => {
      resolve(chunk);
      return response;
    };
    response.end = keep as ServerResponse["end"];
  });
  await carryOut();
  const chunk = await body;
  Reflect.deleteProperty(response, "end");
  return async () => {
    response.end(chunk);
  };
}

function answer(fault: Exclude<Fault, Late>, response: ServerResponse): void {
  const json = { "content-type": "application/json" };
  const head = (status: number, headers: Readonly<Record<string, string>>) => {
    response.statusCode = status;
    response.statusMessage = STATUS_CODES[status] ?? "";
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return response;
  };
  switch (fault.kind) {
    case "status":
      response.setHeader("content-type", "text/plain");
      head(fault.status, fault.headers ?? {}).end(fault.body);
      return;
    case "hang":
      return;
    case "drop_before":
    case "drop_after":
      response.destroy();
      return;
    case "rubbish":
      head(200, json).end(fault.body);
      return;
    case "json":
      head(200, json).end(JSON.stringify(fault.body));
      return;
    case "redirect":
      head(302, { location: fault.location }).end();
      return;
    case "huge":
      pour(blocks(fault.bytes), head(200, json));
      return;
    case "drip":
      drip(head(200, json));
  }
}

/** Sends as fast as the reader reads; a reader that leaves ends it. */
function pour(source: Iterable<Buffer>, response: ServerResponse): void {
  const readable = Readable.from(source);
  response.on("close", () => readable.destroy());
  readable.pipe(response);
}

function* blocks(bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(65_536, "x");
  for (let left = bytes; left > 0; left -= block.length) yield block.subarray(0, left);
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
}
