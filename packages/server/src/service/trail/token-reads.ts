/**
 * Reads of tokens on record. *Batched*: a read is noted in memory, and what was noted within a quarter of a second is
 * written together; a process that is killed loses what it had noted by then. *Strict*: the token leaves once its record is
 * committed; all that are asked for while others are being written share the next transaction.
 */
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { addressOf, currentOrigin } from "../../lib/origin.ts";
import { afterwards } from "../../lib/regularly.ts";
import { insertTokenReads, type TokenReadRecord } from "../../store/audit-token-reads.ts";
import { pause } from "../../store/bounded-counts.ts";
import type { AuditMode } from "../../store/tables/apps.ts";
import type { TrailContext } from "./context.ts";

/** How many are written in one transaction: on SQLite everybody else waits for it. */
const atOnce = 500;
/** How many a process holds while the database is away; what comes after that is lost, and counted. */
export const heldMax = 20_000;
/** How many wait for their record at once; who comes after them is refused. */
const waitingMax = 5_000;

export interface TokenRead {
  readonly workspaceId: string;
  readonly mode: AuditMode;
  readonly serviceTokenId: string;
  readonly appId: string;
  readonly target: TokenReadRecord["target"];
  readonly result: string;
}

export interface TokenReads {
  /**
   * Puts a read on record. Undefined where it is noted; where its workspace wants it strict, resolves once it is
   * committed, and rejects with audit_unavailable where it cannot be.
   */
  record(read: TokenRead): Promise<void> | undefined;
  /** Writes what was noted. Never rejects; what could not be written is kept for the next time. */
  flush(): Promise<void>;
}

type Context = Pick<TrailContext, "store" | "clock" | "log" | "metrics" | "trail">;

export function createTokenReads(context: Context): TokenReads {
  const batched = createBatches(context);
  const strict = createGroups(context);
  return {
    record: (read) => {
      const origin = currentOrigin();
      const record: TokenReadRecord = {
        at: context.clock.nowSeconds(),
        serviceTokenId: read.serviceTokenId,
        appId: read.appId,
        target: read.target,
        result: read.result,
        address: origin === undefined ? null : addressOf(origin),
        requestId: origin?.id ?? null,
      };
      // What is refused anyhow needs to wait for nothing.
      if (read.mode === "strict" && read.result === "ok") {
        return strict(read.workspaceId, record);
      }
      batched.note(read.workspaceId, record);
      return undefined;
    },
    flush: batched.flush,
  };
}

type Held = Map<string, TokenReadRecord[]>;

function createBatches({ store, clock, log, metrics, trail }: Context) {
  let held: Held = new Map();
  let count = 0;
  let isDue = false;
  let lost = 0;
  const flush = async () => {
    const taken = held;
    held = new Map();
    count = 0;
    for (const [workspaceId, records] of taken) {
      try {
        await write(workspaceId, records);
      } catch (thrown) {
        log.warn({ cause: describeThrown(thrown) }, "token reads are not on record yet");
        keep(workspaceId, records);
      }
    }
    if (lost > 0)
      log.error({ lost }, "token reads were lost to the audit trail: the database is away");
    lost = 0;
    if (count > 0) flushSoon();
  };
  /** Takes out of the list what is written, so that nothing is written twice. */
  const write = async (workspaceId: string, records: TokenReadRecord[]) => {
    while (records.length > 0) {
      await insertTokenReads(store, workspaceId, records.slice(0, atOnce));
      records.splice(0, atOnce);
      if (records.length > 0) await pause();
    }
  };
  const keep = (workspaceId: string, records: readonly TokenReadRecord[]) => {
    const since = held.get(workspaceId) ?? [];
    const kept = records.slice(0, Math.max(0, heldMax - count));
    held.set(workspaceId, [...kept, ...since]);
    count += kept.length;
    lose(records.length - kept.length);
  };
  const lose = (more: number) => {
    lost += more;
    if (more > 0) metrics.tokenReadsLost(more);
  };
  const flushSoon = () => {
    if (isDue) return;
    isDue = true;
    afterwards(clock, trail.flushMs, () => {
      isDue = false;
      void flush();
    });
  };
  return {
    note: (workspaceId: string, record: TokenReadRecord) => {
      if (count >= heldMax) return lose(1);
      count += 1;
      const before = held.get(workspaceId);
      if (before === undefined) held.set(workspaceId, [record]);
      else before.push(record);
      flushSoon();
    },
    flush,
  };
}

interface Waiting {
  readonly record: TokenReadRecord;
  readonly done: () => void;
  readonly failed: (thrown: unknown) => void;
}

/** How long somebody waits who is told that nothing can be put on record. */
const comeBackSeconds = 1;

/** Of a workspace, those that wait are written together, one transaction after the other. */
function createGroups({ store, clock, log, metrics, trail }: Context) {
  const groups = new Map<string, Waiting[]>();
  const busy = new Set<string>();
  /** Workspaces in which a write goes on for longer than anybody waits. */
  const stuck = new Set<string>();
  let count = 0;
  const unavailable = (cause: unknown) =>
    new GrantryError("audit_unavailable", { retryAfterSeconds: comeBackSeconds, cause });
  /** Takes them off the list, and gives them no token. */
  const refuse = (waiting: Waiting[], cause: unknown) => {
    const refused = waiting.splice(0);
    metrics.tokenReadsWithheld(refused.length);
    count -= refused.length;
    for (const { failed } of refused) failed(unavailable(cause));
  };
  const writeAll = async (workspaceId: string) => {
    busy.add(workspaceId);
    // Those that are asked for in this turn of the event loop.
    await pause();
    for (let group = take(workspaceId); group !== undefined; group = take(workspaceId)) {
      await writeGroup(workspaceId, group);
    }
    busy.delete(workspaceId);
  };
  const writeGroup = async (workspaceId: string, group: Waiting[]) => {
    const records = group.map(({ record }) => record);
    const stop = afterwards(clock, trail.strictWaitMs, () => {
      stuck.add(workspaceId);
      log.error({}, "token reads wait too long for their record");
      // What is written goes on: a read may be on record whose token did not leave, and never the other way.
      refuse(group, undefined);
      refuse(groups.get(workspaceId) ?? [], undefined);
    });
    try {
      await insertTokenReads(store, workspaceId, records);
      count -= group.length;
      for (const { done } of group) done();
    } catch (thrown) {
      log.error({ cause: describeThrown(thrown) }, "token reads cannot be put on record");
      refuse(group, thrown);
    }
    stop();
    stuck.delete(workspaceId);
  };
  const take = (workspaceId: string): Waiting[] | undefined => {
    const waiting = groups.get(workspaceId) ?? [];
    const group = waiting.splice(0, atOnce);
    if (waiting.length === 0) groups.delete(workspaceId);
    return group.length === 0 ? undefined : group;
  };
  return async (workspaceId: string, record: TokenReadRecord): Promise<void> => {
    if (count >= waitingMax || stuck.has(workspaceId)) {
      metrics.tokenReadsWithheld(1);
      throw unavailable(undefined);
    }
    count += 1;
    const written = new Promise<void>((done, failed) => {
      const waiting = groups.get(workspaceId) ?? [];
      groups.set(workspaceId, waiting);
      waiting.push({ record, done, failed });
    });
    if (!busy.has(workspaceId)) void writeAll(workspaceId);
    await written;
  };
}
