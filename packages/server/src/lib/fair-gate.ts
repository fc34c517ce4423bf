/**
 * Lets so many pass at once, so many of each party, and the parties that wait each in turn: however many of one wait,
 * another's next comes after one of each.
 */

export interface FairGateSettings {
  /** Of all parties together. */
  readonly atOnce: number;
  readonly perParty: number;
  /** How many of one party may wait. */
  readonly waitingPerParty: number;
  /** How long one waits, in milliseconds. */
  readonly waitMs: number;
}

/** Lets the next one pass. May be called more than once. */
export type Leave = () => void;

export interface FairGate {
  /** Waits for a turn. Rejects with a CrowdedError where too many of the party wait, or one waited too long. */
  enter(party: string): Promise<Leave>;
  /** How many have passed and not left. */
  running(party: string): number;
}

export class CrowdedError extends Error {
  readonly because: "too_many" | "too_long";

  constructor(because: CrowdedError["because"]) {
    super(because === "too_many" ? "Too many wait already." : "It waited too long for its turn.");
    this.name = "CrowdedError";
    this.because = because;
  }
}

interface Party {
  running: number;
  /** In the order of their coming. */
  readonly waiting: Set<() => void>;
}

export function createFairGate(settings: FairGateSettings): FairGate {
  const { atOnce, perParty, waitingPerParty, waitMs } = settings;
  const parties = new Map<string, Party>();
  /** Those of which one waits that may pass, in the order of their turns. */
  const turns = new Set<string>();
  let running = 0;

  const mayPass = (party: Party) => party.waiting.size > 0 && party.running < perParty;

  function settle(name: string, party: Party): void {
    if (mayPass(party)) turns.add(name);
    else turns.delete(name);
    if (party.running === 0 && party.waiting.size === 0) parties.delete(name);
  }

  function passOn(): void {
    while (running < atOnce) {
      const [name] = turns;
      if (name === undefined) return;
      const party = parties.get(name) as Party;
      const [wake] = party.waiting;
      turns.delete(name);
      party.waiting.delete(wake as () => void);
      begin(party);
      wake?.();
      settle(name, party);
    }
  }

  function begin(party: Party): void {
    running += 1;
    party.running += 1;
  }

  function leaveOnce(name: string, party: Party): Leave {
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      running -= 1;
      party.running -= 1;
      settle(name, party);
      passOn();
    };
  }

  return {
    running: (name) => parties.get(name)?.running ?? 0,
    enter: (name) => {
      const party = parties.get(name) ?? { running: 0, waiting: new Set() };
      parties.set(name, party);
      const leave = leaveOnce(name, party);
      if (running < atOnce && party.running < perParty && party.waiting.size === 0) {
        begin(party);
        return Promise.resolve(leave);
      }
      if (party.waiting.size >= waitingPerParty) {
        settle(name, party);
        return Promise.reject(new CrowdedError("too_many"));
      }
      return new Promise((resolve, reject) => {
        const over = AbortSignal.timeout(waitMs);
        const late = () => {
          party.waiting.delete(wake);
          settle(name, party);
          reject(new CrowdedError("too_long"));
        };
        const wake = () => {
          over.removeEventListener("abort", late);
          resolve(leave);
        };
        over.addEventListener("abort", late, { once: true });
        party.waiting.add(wake);
        settle(name, party);
      });
    },
  };
}
