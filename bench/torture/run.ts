/** One run: starts everything, lets it go on, brings it to rest, and hands what happened to the checker. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newKeyText } from "../../packages/server/src/crypto/keyring.ts";
import type { EngineOverrides } from "../../packages/server/src/service/engine/settings.ts";
import type { Engine } from "../../packages/server/src/store/engine.ts";
import { type AuthorizationHandle, startAuthorizationServer } from "./authorization-handle.ts";
import { type Callers, createCallers, type Target } from "./callers.ts";
import { type ChaosPace, type ChaosStep, carryOut, planChaos } from "./chaos.ts";
import { pause } from "./child.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { openRunDatabase, type RunDatabase } from "./database.ts";
import {
  type FinalRow,
  type History,
  type LedgerEntry,
  monotonicMs,
  type Operation,
  type Outage,
  type Passing,
  providerIds,
  type Read,
} from "./history.ts";
import { createHttpClient } from "./http-client.ts";
import { createRandom } from "./random.ts";
import { keepBusy } from "./workload.ts";

export interface RunOptions {
  readonly engine: Engine;
  readonly seed: number;
  /** The run ends after so many granted refreshes, or so many seconds, whichever is first. */
  readonly refreshes: number;
  readonly seconds: number;
  readonly processes: number;
  readonly connections: number;
  readonly paceMs: number;
  readonly chaos: Omit<ChaosPace, "slots">;
  /** A PostgreSQL to use, which is then not stopped; null for an own one. */
  readonly postgresUrl: string | null;
  progress(text: string): void;
}

const slowMaxMs = 900;
const outboundTimeoutMs = 2_500;
/**
 * Shorter than the engine's own, so that what a killed process left behind is taken up soon. The lease
 * still outlives what SQLite may wait for its write lock.
 */
const engineSettings: EngineOverrides = {
  leaseMs: 8_000,
  heartbeatMs: 2_000,
  // Seldom: most tokens are to end before they are refreshed, so that readers race for the refresh.
  background: { tickMs: 6_000, leastSeconds: 1 },
  gate: { openMinMs: 500, openMaxMs: 3_000 },
};
const readTimeoutMs = 60_000;
const connectsAtOnce = 12;
const settleSeconds = 120;

interface Running {
  readonly options: RunOptions;
  readonly folder: string;
  readonly database: RunDatabase;
  readonly authorization: AuthorizationHandle;
  readonly cluster: Cluster;
  readonly callers: Callers;
  readonly targets: readonly Target[];
  readonly reads: Read[];
  readonly operations: Operation[];
  readonly outages: Outage[];
}

/** Clocks of the machines: up to five minutes apart where the servers' database has the last word. */
function skewsOf({ engine, seed, processes }: RunOptions): number[] {
  const random = createRandom(seed, "clocks");
  const skewMaxMs = engine === "postgres" ? 150_000 : 0;
  return Array.from({ length: processes }, () => random.whole(-skewMaxMs, skewMaxMs));
}

async function start(options: RunOptions, folder: string): Promise<Running> {
  const { seed, engine, processes, connections } = options;
  const database = await openRunDatabase(engine, options.postgresUrl);
  const authorization = await startAuthorizationServer({ seed, folder, slowMaxMs });
  const restarts = createRandom(seed, "restarts");
  const cluster = await startCluster(
    {
      processes,
      folder,
      clockSkewsMs: skewsOf(options),
      start: {
        databaseUrl: database.url,
        encryptionKeys: newKeyText("k1"),
        authorizationServer: authorization.origin,
        engine: engineSettings,
        outboundTimeoutMs,
      },
    },
    () => restarts.whole(0, 1_000),
  );
  const http = createHttpClient(readTimeoutMs);
  const callers = createCallers({ seed, http, cluster, origin: authorization.origin });
  const targets = Array.from({ length: connections }, (_none, at) => ({
    connection: `c${at}`,
    provider: providerIds[at % providerIds.length] ?? "strict",
  }));
  const logs = { reads: [], operations: [], outages: [] };
  return { options, folder, database, authorization, cluster, callers, targets, ...logs };
}

/** Does it for all of them, so many at once. */
async function forAll<T>(list: readonly T[], atOnce: number, work: (one: T) => Promise<void>) {
  const left = [...list];
  const worker = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function recorded(
  name: Operation["name"],
  target: Target,
  value: string | null,
  work: () => Promise<void>,
): Promise<Operation> {
  const start = monotonicMs();
  const done = await work().then(
    () => true,
    () => false,
  );
  const { connection } = target;
  const blank = { effectiveFrom: null, status: null, reason: null };
  return { kind: "operation", name, connection, start, end: monotonicMs(), done, value, ...blank };
}

/** The time in which everything goes wrong. */
async function torture(running: Running): Promise<void> {
  const { options, authorization, cluster, callers, database, targets } = running;
  let stopping = false;
  const stopped = () => stopping;
  const log = (entry: Read | Operation) => {
    if (entry.kind === "read") running.reads.push(entry);
    else running.operations.push(entry);
  };
  const workload = Promise.all(
    targets.map((target) =>
      keepBusy(
        target,
        {
          seed: options.seed,
          slots: options.processes,
          reachable: cluster.reachable,
          callers,
          paceMs: options.paceMs,
          log,
          withdraw: (one) =>
            recorded("withdraw", one, null, () => authorization.withdraw(one.connection)),
          writeMetadata: (one, value) =>
            recorded("metadata", one, value, () => database.writeMetadata(one.connection, value)),
        },
        stopped,
      ),
    ),
  );
  const pace = { ...options.chaos, slots: options.processes };
  const steps: ChaosStep[] = planChaos(options.seed, options.seconds * 1000, pace);
  const chaos = carryOut(
    steps,
    {
      kill: cluster.kill,
      killAt: cluster.killAt,
      sicken: (provider, how, ms) => authorization.tell({ kind: "sick", provider, how, ms }),
      outage: async (ms, hard) => {
        const start = monotonicMs();
        const how = await database.outage(ms, hard);
        running.outages.push({ kind: "outage", start, end: monotonicMs(), how });
      },
    },
    stopped,
  );
  await untilEnough(running);
  stopping = true;
  await chaos;
  authorization.tell({ kind: "calm" });
  await cluster.allUp();
  await workload;
}

async function untilEnough({ options, authorization }: Running): Promise<void> {
  const begun = monotonicMs();
  let said = 0;
  for (;;) {
    const seconds = (monotonicMs() - begun) / 1000;
    const done = authorization.refreshes();
    if (done >= options.refreshes || seconds >= options.seconds) return;
    if (seconds - said >= 10) {
      said = seconds;
      options.progress(`${Math.round(seconds)} s, ${done} refreshes`);
    }
    await pause(100);
  }
}

/**
 * Everything works again. Each connection is made to refresh once more: only one whose refresh token
 * is alive can. Asks on while the answer is "not now".
 */
async function settle({
  targets,
  callers,
  cluster,
  options,
  reads,
  operations,
}: Running): Promise<void> {
  await forAll(targets, connectsAtOnce, async (target) => {
    const until = monotonicMs() + settleSeconds * 1000;
    const random = createRandom(options.seed, "settle", target.connection);
    const ask = async (refusedVersion?: number) => {
      const slot = random.whole(0, options.processes - 1);
      const read = await callers.read(target, cluster.reachable(slot), refusedVersion);
      reads.push(read);
      return read;
    };
    let read = await ask();
    while (monotonicMs() < until) {
      const proven = read.status === 200 && read.refusedVersion !== null;
      if (proven || read.reason === "not_connected") return;
      if (read.reason === "needs_reauth") {
        operations.push(await callers.view(target));
        return;
      }
      if (read.status !== 200) await pause(250);
      const { version } = read;
      read = await ask(version ?? read.refusedVersion ?? undefined);
    }
  });
}

async function linesOf<T>(file: string): Promise<T[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as T);
}

async function collect(running: Running, rows: FinalRow[]): Promise<History> {
  const { authorization, cluster, reads, operations, outages } = running;
  const passings = await Promise.all(cluster.passingsFiles.map((one) => linesOf<Passing>(one)));
  return {
    ledger: await linesOf<LedgerEntry>(authorization.ledgerFile),
    passings: passings.flat(),
    lives: cluster.lives,
    reads,
    operations,
    outages,
    rows,
    deadlineMs: outboundTimeoutMs,
  };
}

/** Runs; `keepIn` is a folder for everything that was logged, or null. */
export async function runTorture(options: RunOptions, keepIn: string | null): Promise<History> {
  const folder = keepIn ?? (await mkdtemp(join(tmpdir(), "grantry-torture-")));
  const running = await start(options, folder);
  const { database, authorization, cluster, callers, targets, operations } = running;
  await forAll(targets, connectsAtOnce, async (target) => {
    operations.push(await callers.connect(target));
  });
  options.progress(`${targets.length} connections on ${options.processes} processes`);
  await torture(running);
  options.progress("calm: every connection is made to refresh");
  await settle(running);
  const lives = structuredClone(cluster.lives);
  await cluster.close();
  const rows = await database.rows();
  await authorization.end();
  await database.close();
  const history = { ...(await collect(running, rows)), lives };
  if (keepIn === null) await rm(folder, { recursive: true, force: true });
  else await writeFile(join(folder, "history.json"), JSON.stringify(history));
  return history;
}
