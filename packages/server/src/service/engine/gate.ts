/**
 * What stands between this process and one OAuth client's token endpoint: so many calls at once and
 * no more (bulkhead), and none for a while when it fails one connection after the other (breaker).
 * One sick endpoint then takes nothing from the others.
 */
import type { Clock } from "../../lib/clock.ts";
import { GrantryError } from "../../lib/error.ts";
import type { BreakerState } from "../../lib/metrics.ts";
import type { EngineSettings } from "./settings.ts";

/** What a call said of the endpoint. `nothing`: the call was not made, or its failure was ours. */
export type EndpointHealth = "well" | "sick" | "nothing";

export interface CallReport {
  readonly health: EndpointHealth;
  /** What the endpoint asked for, in seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Ends a call that `enter` let through. Must be called exactly once. */
export type Leave = (report: CallReport) => void;

/** Names an endpoint. */
export interface GateKey {
  /** Whose it is. */
  readonly provider: string;
  /** Names the OAuth client and, where its provider has many hosts, the one at hand. */
  readonly endpoint: string;
}

/** Who enters. */
export interface Entering {
  readonly connectionId: string;
  /** Somebody has decided to ask now, whatever the endpoint said last. */
  readonly insists?: boolean;
}

export interface Gates {
  /**
   * Waits for a turn. Throws provider_unavailable while the endpoint is left alone, unless somebody
   * insists, and where too many wait already.
   */
  enter(key: GateKey, who: Entering): Promise<Leave>;
  /** How the endpoint of a key is held. */
  state(key: GateKey): BreakerState;
}

interface Gate {
  calls: number;
  readonly waiting: (() => void)[];
  /** Connections whose calls failed since the last that did not. */
  readonly failed: Set<string>;
  /** Until when it is left alone; 0 where the breaker is closed. */
  openUntilMs: number;
  openings: number;
  probing: boolean;
}

type Changed = (key: GateKey, from: BreakerState, to: BreakerState) => void;

/** Gates that nobody passes and that hold nothing are forgotten when there are so many. */
const gatesMax = 5_000;
/** `Retry-After` may hold the endpoint closed for so long; each connection keeps to its own besides. */
const retryAfterMsMax = 300_000;

export function createGates(
  clock: Clock,
  settings: EngineSettings["gate"],
  changed: Changed = () => {},
): Gates {
  const gates = new Map<string, Gate>();
  const stateOf = (gate: Gate): BreakerState => {
    if (gate.openUntilMs === 0) return "closed";
    return gate.openUntilMs > clock.nowMs() ? "open" : "half_open";
  };

  const requireOpenDoor = (gate: Gate) => {
    const state = stateOf(gate);
    if (state === "closed" || (state === "half_open" && !gate.probing)) return;
    const waitMs = Math.max(gate.openUntilMs - clock.nowMs(), 1_000);
    throw new GrantryError("provider_unavailable", {
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
      internal: "the breaker is open",
    });
  };

  const enter = async (
    key: GateKey,
    { connectionId, insists = false }: Entering,
  ): Promise<Leave> => {
    const gate = gates.get(key.endpoint) ?? newGate(gates, key.endpoint);
    if (!insists) requireOpenDoor(gate);
    if (gate.calls >= settings.concurrentMax) {
      if (gate.waiting.length >= settings.waitingMax) throw crowded();
      await new Promise<void>((resolve) => gate.waiting.push(resolve));
      if (!insists) requireOpenDoor(gate);
    }
    gate.calls += 1;
    const probes = stateOf(gate) === "half_open";
    gate.probing ||= probes;
    return (report) => {
      gate.calls -= 1;
      note(key, gate, { ...report, connectionId, probes });
      gate.waiting.shift()?.();
    };
  };

  const note = (
    key: GateKey,
    gate: Gate,
    report: CallReport & { readonly connectionId: string; readonly probes: boolean },
  ) => {
    const before = stateOf(gate);
    if (report.probes) gate.probing = false;
    if (report.health === "well") close(gate);
    if (report.health === "sick") {
      gate.failed.add(report.connectionId);
      if (report.probes || gate.failed.size >= settings.failuresMax) open(gate, report);
    }
    const after = stateOf(gate);
    if (before !== after) changed(key, before, after);
  };

  const open = (gate: Gate, { retryAfterSeconds = 0 }: CallReport) => {
    const doubled = settings.openMinMs * 2 ** Math.min(gate.openings, 20);
    const asked = Math.min(retryAfterSeconds * 1_000, retryAfterMsMax);
    gate.openUntilMs = clock.nowMs() + Math.max(asked, Math.min(doubled, settings.openMaxMs));
    gate.openings += 1;
    gate.failed.clear();
    // Whoever waits is told now, instead of after everyone before them.
    for (const wake of gate.waiting.splice(0)) wake();
  };

  return {
    enter,
    state: (key) => {
      const gate = gates.get(key.endpoint);
      return gate === undefined ? "closed" : stateOf(gate);
    },
  };
}

function newGate(gates: Map<string, Gate>, endpoint: string): Gate {
  if (gates.size >= gatesMax) {
    for (const [name, { calls, openUntilMs, failed }] of gates) {
      if (calls === 0 && openUntilMs === 0 && failed.size === 0) gates.delete(name);
    }
  }
  const gate: Gate = {
    calls: 0,
    waiting: [],
    failed: new Set(),
    openUntilMs: 0,
    openings: 0,
    probing: false,
  };
  gates.set(endpoint, gate);
  return gate;
}

function close(gate: Gate): void {
  gate.failed.clear();
  gate.openUntilMs = 0;
  gate.openings = 0;
}

function crowded(): GrantryError {
  return new GrantryError("provider_unavailable", {
    detail: "Too many tokens of this provider are being refreshed at the moment.",
    retryAfterSeconds: 5,
    internal: "the queue of the token endpoint is full",
  });
}
