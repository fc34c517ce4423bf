/** Prints a verdict, and the histories of the connections for which a promise was broken. */
import type { History } from "./history.ts";
import { type Verdict, type Violation, type ViolationKind, violationKinds } from "./verdict.ts";

const shownMax = 5;
const beforeMs = 8_000;
const afterMs = 2_000;

function row(label: string, value: number): string {
  return `  ${label.padEnd(64)}${String(value).padStart(10)}`;
}

/** What happened and how often each promise was broken, as lines. */
export function tableOf({ counts, violations }: Verdict): string {
  const happened = Object.entries(counts).map(([label, value]) => row(label, value));
  const broken = Object.entries(violationKinds).map(([kind, label]) =>
    row(label, violations.filter((one) => one.kind === kind).length),
  );
  return ["What happened", ...happened, "", "What must not happen", ...broken].join("\n");
}

/** Counts of violations by kind. */
export function broken({ violations }: Verdict): Record<ViolationKind, number> {
  const entries = Object.keys(violationKinds).map((kind) => [
    kind,
    violations.filter((one) => one.kind === kind).length,
  ]);
  return Object.fromEntries(entries) as Record<ViolationKind, number>;
}

/** The moments of an event, for sorting, and its words. */
function eventsOf(history: History, connection: string): { at: number; text: string }[] {
  const { ledger, reads, operations, passings } = history;
  const families = new Set(
    ledger.flatMap((one) =>
      one.kind === "issued" && one.account === connection ? one.family : [],
    ),
  );
  const events: { at: number; text: string }[] = [];
  const attempts = new Set<string>();
  for (const entry of ledger) {
    if (!families.has(entry.family)) continue;
    if (entry.kind !== "refresh") {
      const name = entry.kind === "issued" ? entry.access : entry.family;
      events.push({ at: entry.at, text: `provider: ${entry.kind} ${name}` });
      continue;
    }
    if (entry.attempt !== null) attempts.add(entry.attempt);
    const { presented, outcome, access, fault, delivery, attempt, endedAt, arrivedAt } = entry;
    const took = `${Math.round(endedAt - arrivedAt)} ms`;
    const brought = access === null ? "" : ` -> ${access} (lives ${entry.lifetimeMs} ms)`;
    const text = `provider: ${presented} by ${attempt}: ${outcome}${brought}, ${fault}, ${delivery}, ${took}`;
    events.push({ at: arrivedAt, text });
  }
  for (const { attempt, point, at } of passings) {
    if (attempt !== null && attempts.has(attempt))
      events.push({ at, text: `${attempt}: ${point}` });
  }
  for (const read of reads) {
    if (read.connection !== connection) continue;
    const { start, end, slot, status, reason, access, version, refusedVersion } = read;
    const asked = refusedVersion === null ? "" : `, version ${refusedVersion} was refused`;
    const got = status === 200 ? `${access}, version ${version}` : `${status} ${reason}`;
    const took = `${Math.round(end - start)} ms`;
    events.push({ at: start, text: `read at ${slot}${asked}: ${got}, ${took}` });
  }
  for (const { name, connection: of, start, end, status, reason, value, done } of operations) {
    if (of !== connection) continue;
    const details = [status, reason, value].filter((one) => one !== null).join(" ");
    const took = `${Math.round(end - start)} ms`;
    events.push({ at: start, text: `${name} ${details} ${done ? "done" : "failed"}, ${took}` });
  }
  return events;
}

function disturbancesOf({ lives, outages }: History): { at: number; text: string }[] {
  const events: { at: number; text: string }[] = [];
  for (const { process, listeningAt, killedAt, exitedAt } of lives) {
    if (listeningAt !== null) events.push({ at: listeningAt, text: `process ${process} is up` });
    if (killedAt !== null) events.push({ at: killedAt, text: `process ${process} is killed` });
    if (exitedAt !== null) events.push({ at: exitedAt, text: `process ${process} is gone` });
  }
  for (const { start, end, how } of outages) {
    events.push({ at: start, text: `database: ${how}` });
    events.push({ at: end, text: "database: back" });
  }
  return events;
}

/** A few of the violations, each with what happened to its connection around it. */
export function historiesOf(history: History, violations: readonly Violation[]): string {
  const kinds = new Map<string, number>();
  const shown = violations.filter(({ kind }) => {
    const count = (kinds.get(kind) ?? 0) + 1;
    kinds.set(kind, count);
    return count <= shownMax;
  });
  const parts = shown.map(({ kind, connection, at, text }) => {
    const events = [...eventsOf(history, connection), ...disturbancesOf(history)]
      .filter((event) => event.at >= at - beforeMs && event.at <= at + afterMs)
      .sort((one, other) => one.at - other.at);
    const lines = events.map((event) => {
      const offset = String(Math.round(event.at - at)).padStart(7);
      return `  ${offset}  ${event.text}`;
    });
    return [`${kind}: ${connection === "" ? "" : `${connection}: `}${text}`, ...lines].join("\n");
  });
  return parts.join("\n\n");
}
