/**
 * Preloaded into each server process (`node --import`): tells over IPC what the process has used.
 * Does nothing until it is asked.
 */
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { answer } from "./child.ts";

/** What a server process has used since it started. */
export interface Usage {
  /** User and system time, microseconds. */
  readonly cpuUs: number;
  /** Resident memory (VmRSS), bytes. */
  readonly residentBytes: number;
  /** Delay of the event loop, milliseconds, where it is being watched. */
  readonly delayMs: { readonly p50: number; readonly p99: number; readonly max: number } | null;
}

/** `watch` begins to measure the event loop's delay; `usage` tells everything so far. */
export type ProbeQuestion = "watch" | "usage";

/** Interval of the measuring timer, ms; each sample holds it besides the delay. */
const resolutionMs = 1;
let delay: ReturnType<typeof monitorEventLoopDelay> | undefined;

function residentBytes(): number {
  try {
    const [, kilobytes] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1_024;
  } catch {
    // No such file: not Linux.
  }
  return process.memoryUsage.rss();
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const toMs = (ns: number) => Math.max(0, ns / 1e6 - resolutionMs);
  return {
    cpuUs: user + system,
    residentBytes: residentBytes(),
    delayMs: delay
      ? { p50: toMs(delay.percentile(50)), p99: toMs(delay.percentile(99)), max: toMs(delay.max) }
      : null,
  };
}

answer((question: ProbeQuestion) => {
  if (question === "watch") {
    delay = monitorEventLoopDelay({ resolution: resolutionMs });
    delay.enable();
  }
  return usage();
});
// Nothing but the server itself keeps its process alive.
process.channel?.unref();
