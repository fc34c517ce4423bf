/**
 * Carries faults out, for any server that answers by `node:http`: one of our own or a library's that
 * writes its answer with `setHeader` and `end` (after `writeHead` there is nothing left to change).
 */
import { once } from "node:events";
import { type ServerResponse, STATUS_CODES } from "node:http";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, type Fault, isLate, type LateFault, processes } from "./faults.ts";

/** What a response ends with. */
type Chunk = string | Uint8Array | undefined;

/**
 * Answers a request the faulty way. `carryOut` answers it properly, into the same response.
 * `closing` aborts when the server stops; what waits then rejects.
 */
export async function misbehave(
  fault: Fault,
  response: ServerResponse,
  carryOut: () => Promise<void>,
  closing: AbortSignal,
): Promise<void> {
  if (isLate(fault)) return delay(fault, response, carryOut, closing);
  const proper = processes(fault) ? await withhold(response, carryOut) : undefined;
  if (fault.kind === "cut") return cut(response, proper);
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  if (fault.kind === "drop") await settled(fault.until, closing);
  answer(fault, response);
}

/** Writes an answer and ends the response. */
export function writeAnswer(
  response: ServerResponse,
  { status = 200, body, headers = {} }: Answer,
): void {
  if (body !== undefined) response.setHeader("content-type", "application/json");
  writeHead(response, status, headers);
  const isRaw = typeof body === "string" || body instanceof Uint8Array || body === undefined;
  response.end(isRaw ? body : JSON.stringify(body));
}

async function delay(
  fault: LateFault,
  response: ServerResponse,
  carryOut: () => Promise<void>,
  closing: AbortSignal,
): Promise<void> {
  const proper = fault.processed === true ? await withhold(response, carryOut) : undefined;
  if (fault.kind === "slow") await wait(fault.ms, undefined, { signal: closing });
  else await settled(fault.until, closing);
  if (fault.processed === true) response.end(proper);
  else await carryOut();
}

async function settled(until: Promise<unknown> | undefined, closing: AbortSignal): Promise<void> {
  if (until === undefined) return;
  closing.throwIfAborted();
  await Promise.race([until, once(closing, "abort")]);
  closing.throwIfAborted();
}

/** Runs `carryOut` but keeps its answer back, and resolves with the body. */
async function withhold(response: ServerResponse, carryOut: () => Promise<void>): Promise<Chunk> {
  const body = new Promise<Chunk>((resolve) => {
    const keep = (chunk?: Chunk) => {
      resolve(chunk);
      return response;
    };
    response.end = keep as ServerResponse["end"];
  });
  await carryOut();
  const chunk = await body;
  Reflect.deleteProperty(response, "end");
  return chunk;
}

function cut(response: ServerResponse, body: Chunk = ""): void {
  const whole = Buffer.from(typeof body === "string" ? Buffer.from(body) : body);
  response.setHeader("content-length", whole.length);
  response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
}

function answer(
  fault: Exclude<Fault, LateFault | { kind: "cut" }>,
  response: ServerResponse,
): void {
  switch (fault.kind) {
    case "answer":
      writeAnswer(response, fault);
      break;
    case "error": {
      const { error, description, status = 400, headers = {} } = fault;
      writeAnswer(response, { status, body: { error, error_description: description }, headers });
      break;
    }
    case "hang":
      break;
    case "drop":
      response.destroy();
      break;
    case "huge":
      writeHead(response, 200);
      pour(blocks(fault.bytes), response);
      break;
    case "drip":
      writeHead(response, fault.status, fault.headers);
      drip(response);
  }
}

/** Unlike `writeHead` of Node it leaves everything open to change. */
function writeHead(
  response: ServerResponse,
  status = 200,
  headers: Readonly<Record<string, string>> = { "content-type": "application/json" },
): void {
  response.statusCode = status;
  response.statusMessage = STATUS_CODES[status] ?? "";
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
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
