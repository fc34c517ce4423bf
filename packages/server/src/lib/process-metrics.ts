/**
 * Processor, memory and event loop. All are read when somebody scrapes and cost nothing otherwise: the
 * client library's own set keeps timers and observers running.
 */
import { performance } from "node:perf_hooks";
import { Counter, Gauge, type Registry } from "@prometheus-io/client";

/** Registers them under the names that the client libraries of Prometheus share. */
export function registerProcessMetrics(registry: Registry): void {
  const registers = [registry];
  registerTotal(registers, {
    name: "process_cpu_seconds_total",
    help: "Processor time used, user and system, in seconds.",
    read: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  });
  registerTotal(registers, {
    name: "nodejs_eventloop_active_seconds_total",
    help: "Time that the event loop was at work rather than waiting, in seconds.",
    read: () => performance.eventLoopUtilization().active / 1000,
  });
  registerGauge(registers, {
    name: "process_resident_memory_bytes",
    help: "Resident memory in bytes.",
    read: () => process.memoryUsage.rss(),
  });
  registerGauge(registers, {
    name: "nodejs_heap_size_used_bytes",
    help: "Heap in use in bytes.",
    read: () => process.memoryUsage().heapUsed,
  });
}

interface Reading {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/** A counter of which the platform tells the total. */
function registerTotal(registers: Registry[], { name, help, read }: Reading): void {
  const counter: Counter = new Counter({
    name,
    help,
    registers,
    collect: () => {
      counter.reset();
      counter.inc(read());
    },
  });
}

function registerGauge(registers: Registry[], { name, help, read }: Reading): void {
  const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(read()) });
}
