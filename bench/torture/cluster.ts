/** The server processes of a run: a fixed number of slots, each with a port and one life after another. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { reservePort } from "@grantry/testing/free-port";
import { heard, pause, say, startChild } from "./child.ts";
import { type Life, monotonicMs, type Point } from "./history.ts";
import type { ServerStart, ServerWord } from "./messages.ts";

export interface ClusterOptions {
  readonly processes: number;
  readonly folder: string;
  readonly start: Omit<
    ServerStart,
    | "kind"
    | "process"
    | "port"
    | "publicUrl"
    | "passingsFile"
    | "logFile"
    | "clockSkewMs"
    | "unstoredFolder"
  >;
  readonly clockSkewsMs: readonly number[];
}

export interface Cluster {
  /** Addresses by slot; a slot that is down keeps its own. */
  readonly urls: readonly string[];
  readonly passingsFiles: readonly string[];
  isUp(slot: number): boolean;
  /** This slot, or while it is down the next that is up, as a load balancer would choose. */
  reachable(slot: number): number;
  /** Kills the process of a slot at once. */
  kill(slot: number): void;
  /** Has it kill itself at a fault point. */
  killAt(slot: number, point: Point, passing: number): void;
  /** Every life so far. */
  readonly lives: readonly Life[];
  /** Waits until every slot is up. */
  allUp(): Promise<void>;
  close(): Promise<void>;
}

interface Slot {
  readonly number: number;
  readonly port: number;
  child: ChildProcess | null;
  life: { -readonly [K in keyof Life]: Life[K] } | null;
  count: number;
}

/** A process that was killed comes back; `restartMs` answers after how long. */
export async function startCluster(
  options: ClusterOptions,
  restartMs: (slot: number) => number,
): Promise<Cluster> {
  const slots: Slot[] = [];
  for (let number = 0; number < options.processes; number += 1) {
    slots.push({ number, port: await reservePort(), child: null, life: null, count: 0 });
  }
  const state = { slots, options, restartMs, lives: [] as Life[], closing: false };
  const cluster = handsOn(state);
  // The first creates the tables; the others find them.
  for (const slot of slots) {
    spawn(state, slot);
    while (!isUp(slot)) {
      if (slot.child === null) throw new Error("a server process did not start");
      await pause(20);
    }
  }
  return cluster;
}

interface State {
  readonly slots: readonly Slot[];
  readonly options: ClusterOptions;
  restartMs(slot: number): number;
  readonly lives: Life[];
  closing: boolean;
}

function urlOf({ port }: Slot): string {
  return `http://127.0.0.1:${port}`;
}

function passingsFileOf({ options }: State, { number }: Slot): string {
  return `${options.folder}/passings-${number}.ndjson`;
}

function isUp({ child, life }: Slot): boolean {
  return child !== null && life?.listeningAt != null;
}

/** Begins the next life of a slot; the one after it begins when this has ended. */
function spawn(state: State, slot: Slot): void {
  const { folder, clockSkewsMs, start } = state.options;
  slot.count += 1;
  const process = `${slot.number}.${slot.count}`;
  const life: Slot["life"] = {
    kind: "life",
    process,
    slot: slot.number,
    spawnedAt: monotonicMs(),
    listeningAt: null,
    killedAt: null,
    exitedAt: null,
  };
  const first: ServerStart = {
    kind: "start",
    process,
    port: slot.port,
    publicUrl: state.slots[0] === undefined ? "" : urlOf(state.slots[0]),
    passingsFile: passingsFileOf(state, slot),
    logFile: `${folder}/server-${slot.number}.log`,
    unstoredFolder: `${folder}/unstored-${slot.number}`,
    clockSkewMs: clockSkewsMs[slot.number] ?? 0,
    ...start,
  };
  const child = startChild("server-process.ts", first);
  state.lives.push(life);
  slot.life = life;
  slot.child = child;
  heard<ServerWord>(child, "listening").then(
    () => {
      life.listeningAt = monotonicMs();
    },
    () => {},
  );
  child.once("exit", () => {
    life.exitedAt = monotonicMs();
    slot.child = null;
    if (state.closing) return;
    void pause(state.restartMs(slot.number)).then(() => {
      if (!state.closing) spawn(state, slot);
    });
  });
}

function handsOn(state: State): Cluster {
  const { slots, lives } = state;
  const at = (number: number) => {
    const slot = slots[number];
    if (slot === undefined) throw new Error(`no slot ${number}`);
    return slot;
  };
  return {
    urls: slots.map(urlOf),
    passingsFiles: slots.map((slot) => passingsFileOf(state, slot)),
    lives,
    isUp: (number) => isUp(at(number)),
    reachable: (number) => {
      const order = [...slots.slice(number), ...slots.slice(0, number)];
      return order.find(isUp)?.number ?? number;
    },
    kill: (number) => {
      const { child, life } = at(number);
      if (child === null || life === null) return;
      life.killedAt ??= monotonicMs();
      child.kill("SIGKILL");
    },
    killAt: (number, point, passing) => {
      const { child } = at(number);
      if (child !== null) say(child, { kind: "kill", point, passing });
    },
    allUp: async () => {
      while (!slots.every(isUp)) await pause(50);
    },
    close: async () => {
      state.closing = true;
      for (const { child } of slots) {
        if (child === null) continue;
        const gone = once(child, "exit");
        child.disconnect();
        await gone;
      }
    },
  };
}
