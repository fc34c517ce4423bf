/** What goes wrong and when: a schedule made from the seed alone, and the hands that carry it out. */
import { pause } from "./child.ts";
import { type Point, type ProviderId, points, providerIds } from "./history.ts";
import { createRandom } from "./random.ts";

export type ChaosStep = { readonly atMs: number } & (
  | { readonly kind: "kill"; readonly slot: number }
  | {
      readonly kind: "kill_at";
      readonly slot: number;
      readonly point: Point;
      readonly passing: number;
    }
  | { readonly kind: "outage"; readonly ms: number; readonly hard: boolean }
  | {
      readonly kind: "sick";
      readonly provider: ProviderId;
      readonly how: "error" | "silent";
      readonly ms: number;
    }
);

export interface ChaosPace {
  readonly slots: number;
  /** Milliseconds between two kills, two outages, two sick providers, on average; 0 for none. */
  readonly killEveryMs: number;
  readonly outageEveryMs: number;
  readonly sickEveryMs: number;
  readonly outageMaxMs: number;
}

/** The steps of so many milliseconds, in order. Two outages never overlap. */
export function planChaos(seed: number, lengthMs: number, pace: ChaosPace): ChaosStep[] {
  const steps = [
    ...planKills(seed, lengthMs, pace),
    ...planOutages(seed, lengthMs, pace),
    ...planSickness(seed, lengthMs, pace),
  ];
  return steps.sort((one, other) => one.atMs - other.atMs);
}

function planKills(seed: number, lengthMs: number, pace: ChaosPace): ChaosStep[] {
  const random = createRandom(seed, "kills");
  const steps: ChaosStep[] = [];
  if (pace.killEveryMs === 0) return steps;
  for (let atMs = next(0); atMs < lengthMs; atMs = next(atMs)) {
    const slot = random.whole(0, pace.slots - 1);
    if (random.chance(0.3)) steps.push({ kind: "kill", atMs, slot });
    else {
      const point = random.pick(points);
      steps.push({ kind: "kill_at", atMs, slot, point, passing: random.whole(1, 12) });
    }
  }
  return steps;
  function next(atMs: number) {
    return atMs + pace.killEveryMs * (0.5 + random.next());
  }
}

function planOutages(seed: number, lengthMs: number, pace: ChaosPace): ChaosStep[] {
  const random = createRandom(seed, "outages");
  const steps: ChaosStep[] = [];
  if (pace.outageEveryMs === 0) return steps;
  let atMs = pace.outageEveryMs * (0.3 + random.next() * 0.4);
  while (atMs < lengthMs) {
    const ms = random.whole(200, pace.outageMaxMs);
    steps.push({ kind: "outage", atMs, ms, hard: random.chance(0.5) });
    atMs += ms + pace.outageEveryMs * (0.5 + random.next());
  }
  return steps;
}

function planSickness(seed: number, lengthMs: number, pace: ChaosPace): ChaosStep[] {
  const random = createRandom(seed, "sickness");
  const steps: ChaosStep[] = [];
  if (pace.sickEveryMs === 0) return steps;
  let atMs = pace.sickEveryMs * (0.5 + random.next());
  while (atMs < lengthMs) {
    const provider = random.pick(providerIds);
    // A silent `strict` would end grants that it never touched, as faults.ts says.
    const silent = provider !== "strict" && random.chance(0.5);
    const how = silent ? "silent" : "error";
    steps.push({ kind: "sick", atMs, provider, how, ms: random.whole(500, 3_000) });
    atMs += pace.sickEveryMs * (0.5 + random.next());
  }
  return steps;
}

export interface ChaosHands {
  kill(slot: number): void;
  killAt(slot: number, point: Point, passing: number): void;
  outage(ms: number, hard: boolean): Promise<void>;
  sicken(provider: ProviderId, how: "error" | "silent", ms: number): void;
}

/** Carries a schedule out until told to stop; resolves when the last outage is over. */
export async function carryOut(
  steps: readonly ChaosStep[],
  hands: ChaosHands,
  stopped: () => boolean,
): Promise<void> {
  let nowMs = 0;
  let outage: Promise<void> = Promise.resolve();
  for (const step of steps) {
    while (nowMs < step.atMs && !stopped()) {
      const stepMs = Math.min(100, step.atMs - nowMs);
      await pause(stepMs);
      nowMs += stepMs;
    }
    if (stopped()) break;
    if (step.kind === "kill") hands.kill(step.slot);
    else if (step.kind === "kill_at") hands.killAt(step.slot, step.point, step.passing);
    else if (step.kind === "sick") hands.sicken(step.provider, step.how, step.ms);
    else outage = outage.then(() => hands.outage(step.ms, step.hard));
  }
  await outage;
}
