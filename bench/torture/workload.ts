/** What is done to each connection, by a stream of chance of its own. */
import type { Callers, Target } from "./callers.ts";
import { pause } from "./child.ts";
import type { Operation, Read } from "./history.ts";
import { createRandom, type Random } from "./random.ts";

export interface WorkloadOptions {
  readonly seed: number;
  readonly slots: number;
  readonly callers: Callers;
  /** The slot, or another one while it is known to be down. */
  reachable(slot: number): number;
  /** Pause between two bursts of reads, on average. */
  readonly paceMs: number;
  /** The user takes the grant back at the provider. */
  withdraw(target: Target): Promise<Operation>;
  /** Something else writes to the row. */
  writeMetadata(target: Target, value: string): Promise<Operation>;
  log(entry: Read | Operation): void;
}

/** Shares of what happens between two bursts of reads. */
const shares = { reconnect: 0.003, disconnect: 0.003, withdraw: 0.0005, metadata: 0.01 } as const;
/** How often a caller says that an API refused the token it was given. */
const complaintShare = 0.02;
const bursts = [1, 1, 1, 1, 1, 2, 2, 3, 6, 24] as const;

/** Keeps a connection busy until told to stop; resolves when the last call was answered. */
export async function keepBusy(
  target: Target,
  options: WorkloadOptions,
  stopped: () => boolean,
): Promise<void> {
  const random = createRandom(options.seed, "workload", target.connection);
  const user = createUser(target, options);
  // Not all at once, and not in step.
  await pause(random.next() * options.paceMs);
  while (!stopped()) {
    act(random, user);
    const reads = await burst(target, options, random);
    const ended = reads.some(({ reason }) => reason === "needs_reauth");
    const missing = reads.some(({ reason }) => reason === "not_connected");
    if (ended) user.afterEnd(random.whole(100, 1_500));
    else if (missing) user.afterLoss();
    await pause((0.5 + random.next()) * options.paceMs);
  }
  await user.idle();
}

function act(random: Random, user: User): void {
  const { reconnect, disconnect, withdraw, metadata } = shares;
  const chance = random.next();
  const delayMs = random.whole(0, 1_500);
  if (chance < reconnect) user.reconnect();
  else if (chance < reconnect + disconnect) user.disconnect(delayMs);
  else if (chance < reconnect + disconnect + withdraw) user.withdraw();
  else if (chance < reconnect + disconnect + withdraw + metadata) user.writeMetadata();
}

async function burst(target: Target, options: WorkloadOptions, random: Random): Promise<Read[]> {
  const { callers, slots, log } = options;
  const read = async (refusedVersion?: number) => {
    const slot = options.reachable(random.whole(0, slots - 1));
    const done = await callers.read(target, slot, refusedVersion);
    log(done);
    return done;
  };
  const size = random.pick(bursts);
  const reads = await Promise.all(Array.from({ length: size }, () => read()));
  const version = reads[0]?.version ?? null;
  if (version === null || !random.chance(complaintShare)) return reads;
  const complaints = random.whole(1, 5);
  const answers = Array.from({ length: complaints }, () => read(version));
  return [...reads, ...(await Promise.all(answers))];
}

interface User {
  reconnect(): void;
  /** And connects again after a while. */
  disconnect(delayMs: number): void;
  withdraw(): void;
  writeMetadata(): void;
  /** The connection ended: looks why, and after a while connects again. */
  afterEnd(delayMs: number): void;
  /** The connection is not there although nobody disconnected it. */
  afterLoss(): void;
  idle(): Promise<void>;
}

/** One person: does one thing after the other, and while one is under way thinks of no other. */
function createUser(target: Target, options: WorkloadOptions): User {
  const { callers, log } = options;
  let busy: Promise<void> | null = null;
  let written = 0;
  const start = (work: () => Promise<void>) => {
    if (busy !== null) return;
    busy = work().finally(() => {
      busy = null;
    });
  };
  const connect = async () => log(await callers.connect(target));
  const look = async (delayMs: number) => {
    log(await callers.view(target));
    await pause(delayMs);
    await connect();
  };
  return {
    reconnect: () => start(connect),
    disconnect: (delayMs) =>
      start(async () => {
        log(await callers.disconnect(target));
        await pause(delayMs);
        await connect();
      }),
    withdraw: () => start(async () => log(await options.withdraw(target))),
    writeMetadata: () =>
      start(async () => {
        written += 1;
        log(await options.writeMetadata(target, `${target.connection} write ${written}`));
      }),
    afterEnd: (delayMs) => start(() => look(delayMs)),
    afterLoss: () => start(() => look(0)),
    idle: async () => {
      while (busy !== null) await busy;
    },
  };
}
