/**
 * The load: a process of its own with plain keep-alive sockets, each with one request under way. It
 * builds no objects per request beyond the text it sends, so that it is not what is measured.
 */
import { connect, type Socket } from "node:net";
import { createHistogram, performance } from "node:perf_hooks";
import { answer } from "./child.ts";
import { forUser } from "./load-text.ts";

export interface LoadOrder {
  readonly port: number;
  readonly sockets: number;
  readonly durationMs: number;
  /** Requests a second, spread evenly; as fast as they are answered where not given. */
  readonly perSecond?: number;
  /** Texts of whole requests; See load-text.ts. One is taken at random. */
  readonly requests: readonly string[];
  /** How many users there are; each request is for a random one. */
  readonly users: number;
  /** Takes the users one after the other instead, from this number on. */
  readonly fromUser?: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers with another status than 200, and connections that broke. */
  readonly failures: number;
  /** Part of a core that this process used. Near 1 it is the load that is measured. */
  readonly ownCpu: number;
}

const receiveBytes = 64 * 1_024;
const headerEnd = "\r\n\r\n";
const ok = "HTTP/1.1 200";

interface Run {
  readonly order: LoadOrder;
  readonly latency: ReturnType<typeof createHistogram>;
  readonly startedMs: number;
  nextUser: number;
  requests: number;
  failures: number;
  over: boolean;
}

function nextRequest(run: Run): string {
  const { requests, users, fromUser } = run.order;
  const text = requests[requests.length === 1 ? 0 : Math.floor(Math.random() * requests.length)];
  const user = fromUser === undefined ? Math.floor(Math.random() * users) : run.nextUser++;
  return forUser(text ?? "", user);
}

interface Line {
  /** Sends one request unless one is under way; false then. */
  send(): boolean;
  close(): void;
}

/** One keep-alive connection. `onAnswer` is called after each complete answer. */
async function openLine(run: Run, onAnswer: (line: Line) => void): Promise<Line> {
  let sentMs = 0;
  let missing = 0;
  let busy = false;
  const buffer = Buffer.allocUnsafe(receiveBytes);
  const socket: Socket = connect({
    port: run.order.port,
    host: "127.0.0.1",
    noDelay: true,
    onread: {
      buffer,
      callback: (bytes) => {
        if (missing > 0) missing -= bytes;
        else missing = bodyMissing(run, buffer.toString("latin1", 0, bytes));
        if (missing === 0) finish();
        return true;
      },
    },
  });
  const finish = () => {
    run.latency.record(Math.max(1, Math.round((performance.now() - sentMs) * 1e6)));
    run.requests += 1;
    busy = false;
    onAnswer(line);
  };
  const line: Line = {
    send: () => {
      if (busy) return false;
      busy = true;
      sentMs = performance.now();
      socket.write(nextRequest(run), "latin1");
      return true;
    },
    close: () => socket.destroy(),
  };
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  socket.on("close", () => {
    if (!run.over) run.failures += 1;
  });
  return line;
}

/** How much of an answer's body has not come yet; its head comes in one piece. */
function bodyMissing(run: Run, text: string): number {
  const head = text.indexOf(headerEnd);
  if (!text.startsWith(ok)) run.failures += 1;
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(text) ?? [];
  if (head === -1 || length === undefined) throw new Error("An answer without a length.");
  return Number(length) - (text.length - head - headerEnd.length);
}

async function carryOut(order: LoadOrder): Promise<LoadResult> {
  const run: Run = {
    order,
    latency: createHistogram(),
    startedMs: performance.now(),
    nextUser: order.fromUser ?? 0,
    requests: 0,
    failures: 0,
    over: false,
  };
  const cpuBefore = process.cpuUsage();
  const free: Line[] = [];
  const again = (line: Line) => {
    if (order.perSecond !== undefined) free.push(line);
    else if (!run.over) line.send();
  };
  const lines = await Promise.all(
    Array.from({ length: order.sockets }, () => openLine(run, again)),
  );
  if (order.perSecond === undefined) for (const line of lines) line.send();
  else free.push(...lines);
  await untilOver(run, free);
  const seconds = (performance.now() - run.startedMs) / 1_000;
  run.over = true;
  for (const line of lines) line.close();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    requests: run.requests,
    seconds,
    p50Ms: run.latency.percentile(50) / 1e6,
    p99Ms: run.latency.percentile(99) / 1e6,
    maxMs: run.latency.max / 1e6,
    failures: run.failures,
    ownCpu: (user + system) / 1e6 / seconds,
  };
}

/** Waits for the end; where a pace is set, sends what is due meanwhile. */
async function untilOver({ order, startedMs }: Run, free: Line[]): Promise<void> {
  const pace = order.perSecond;
  let sent = 0;
  const timer =
    pace === undefined
      ? undefined
      : setInterval(() => {
          const due = ((performance.now() - startedMs) / 1_000) * pace;
          while (sent < due && free.length > 0) {
            free.shift()?.send();
            sent += 1;
          }
        }, 2);
  await new Promise((resolve) => setTimeout(resolve, order.durationMs));
  clearInterval(timer);
}

answer(carryOut);
