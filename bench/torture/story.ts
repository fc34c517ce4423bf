/** A history sorted by connection, with what several checks ask of it. */
import type {
  Ended,
  FinalRow,
  History,
  Issued,
  Operation,
  Outage,
  Passing,
  Point,
  ProviderId,
  Read,
  RefreshRequest,
} from "./history.ts";

/** How far two moments may be off before something counts as too late or too early. */
export const clockToleranceMs = 500;
/** Moments are stored in whole seconds: a token may count as used up that much early. */
export const resolutionMs = 1000;
/**
 * How long a process may take to store what it has in hand, while the database is there: SQLite waits
 * up to five seconds for its write lock, and is then asked again.
 */
export const storingMs = 8000;
/** How long after an outage its traces may still be seen. */
export const afterOutageMs = 5000;

/** An access token as its issuer knows it. */
export interface IssuedToken {
  readonly name: string;
  readonly family: string;
  /** When it was asked for: an answer does not say when it was made, so a client may count from here. */
  readonly askedAt: number;
  readonly issuedAt: number;
  readonly lifetimeMs: number;
  /** When it is known to have been stored; null where nothing tells. */
  readonly storedAt: number | null;
}

/** A while in which the connection rests on one grant and nobody touches that. */
export interface Period {
  readonly family: string;
  readonly from: number;
  readonly until: number;
}

/** What a refresh passed, and when. */
export interface Attempt {
  readonly process: string;
  readonly passed: Partial<Record<Point, number>>;
}

export interface Story {
  readonly connection: string;
  readonly provider: ProviderId;
  readonly issued: readonly Issued[];
  readonly refreshes: readonly RefreshRequest[];
  readonly reads: readonly Read[];
  readonly operations: readonly Operation[];
  /** By name. */
  readonly tokens: ReadonlyMap<string, IssuedToken>;
  readonly periods: readonly Period[];
  readonly row: FinalRow | undefined;
  /** Families that were revoked or withdrawn. */
  readonly ended: ReadonlyMap<string, Ended>;
}

export interface Index {
  readonly stories: readonly Story[];
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly diedAt: ReadonlyMap<string, number>;
  readonly outages: readonly Outage[];
  readonly history: History;
}

function group<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return groups;
}

function attemptsOf(passings: readonly Passing[]): Map<string, Attempt> {
  const attempts = new Map<string, Attempt>();
  for (const { attempt, point, process, at } of passings) {
    if (attempt === null || point === "killed") continue;
    const known = attempts.get(attempt) ?? { process, passed: {} };
    known.passed[point] = at;
    attempts.set(attempt, known);
  }
  return attempts;
}

/** When each process died, at the earliest it is known: its own last word, the kill, the exit. */
function deathsOf({ lives, passings }: History): Map<string, number> {
  const deaths = new Map<string, number>();
  for (const { process, killedAt, exitedAt } of lives) {
    const at = killedAt ?? exitedAt;
    if (at !== null) deaths.set(process, at);
  }
  for (const { process, point, at } of passings) if (point === "killed") deaths.set(process, at);
  return deaths;
}

/** Between a connect that was answered and the next thing a user does to the grant. */
function periodsOf(operations: readonly Operation[], issued: readonly Issued[]): Period[] {
  const periods: Period[] = [];
  operations.forEach((operation, at) => {
    if (operation.name !== "connect" || !operation.done) return;
    const { start, end } = operation;
    const family = issued.findLast((one) => one.at >= start && one.at <= end)?.family;
    if (family === undefined) return;
    const next = operations
      .slice(at + 1)
      .find(({ name }) => name === "connect" || name === "disconnect");
    const until = next === undefined ? Infinity : (next.effectiveFrom ?? next.start);
    periods.push({ family, from: end, until });
  });
  return periods;
}

function tokensOf(
  story: Pick<Story, "issued" | "refreshes" | "reads" | "operations">,
  attempts: ReadonlyMap<string, Attempt>,
): Map<string, IssuedToken> {
  const seenAt = new Map<string, number>();
  const see = (name: string | null, at: number | undefined) => {
    if (name === null || at === undefined) return;
    seenAt.set(name, Math.min(at, seenAt.get(name) ?? Infinity));
  };
  for (const { access, end } of story.reads) see(access, end);
  for (const { attempt, access, presented, arrivedAt } of story.refreshes) {
    see(access, attempt === null ? undefined : attempts.get(attempt)?.passed.stored);
    see(presented, arrivedAt);
  }
  for (const { access, at } of story.issued) {
    see(access, story.operations.find((one) => one.name === "connect" && one.end >= at)?.end);
  }
  const tokens = new Map<string, IssuedToken>();
  const add = (token: Omit<IssuedToken, "storedAt">) =>
    tokens.set(token.name, { ...token, storedAt: seenAt.get(token.name) ?? null });
  for (const { access, family, at, lifetimeMs } of story.issued) {
    const asked = story.operations.findLast(({ effectiveFrom }) => (effectiveFrom ?? at) < at);
    const askedAt = asked?.effectiveFrom ?? at;
    add({ name: access, family, askedAt, issuedAt: at, lifetimeMs });
  }
  for (const one of story.refreshes) {
    const { access, family, arrivedAt, decidedAt, lifetimeMs, attempt } = one;
    if (access === null) continue;
    const passed = attempt === null ? undefined : attempts.get(attempt)?.passed;
    const askedAt = passed?.sending ?? arrivedAt;
    add({ name: access, family, askedAt, issuedAt: decidedAt, lifetimeMs });
  }
  return tokens;
}

/** Sorts a history. */
export function indexOf(history: History): Index {
  const byStart = (one: { start: number }, other: { start: number }) => one.start - other.start;
  const issued = history.ledger.filter((entry) => entry.kind === "issued");
  const refreshes = history.ledger.filter((entry) => entry.kind === "refresh");
  refreshes.sort((one, other) => one.arrivedAt - other.arrivedAt);
  const ended = new Map<string, Ended>();
  for (const entry of history.ledger) {
    if (entry.kind !== "revoked" && entry.kind !== "withdrawn") continue;
    if (!ended.has(entry.family)) ended.set(entry.family, entry);
  }
  const attempts = attemptsOf(history.passings);
  const refreshesOf = group(refreshes, ({ account }) => account);
  const readsOf = group([...history.reads].sort(byStart), ({ connection }) => connection);
  const operationsOf = group([...history.operations].sort(byStart), (one) => one.connection);
  const rows = new Map(history.rows.map((row) => [row.connection, row]));
  const stories = [...group(issued, ({ account }) => account)].map(([connection, grants]) => {
    const story = {
      connection,
      provider: grants[0]?.provider ?? "strict",
      issued: grants,
      refreshes: refreshesOf.get(connection) ?? [],
      reads: readsOf.get(connection) ?? [],
      operations: operationsOf.get(connection) ?? [],
      row: rows.get(connection),
      ended,
    };
    const periods = periodsOf(story.operations, grants);
    return { ...story, periods, tokens: tokensOf(story, attempts) };
  });
  return { stories, attempts, diedAt: deathsOf(history), outages: history.outages, history };
}

/** Whether an outage was on, or had just been, between two moments. */
export function isOutage({ outages }: Index, start: number, end: number): boolean {
  return outages.some((one) => one.start <= end && one.end + afterOutageMs >= start);
}

/**
 * Whether the process that asked died with the answer, or the wait for it, in hand: it passed neither
 * of the last points, and was gone before it could have.
 */
export function diedHolding(index: Index, refresh: RefreshRequest): boolean {
  if (refresh.attempt === null) return false;
  const attempt = index.attempts.get(refresh.attempt);
  if (attempt === undefined) return false;
  const { stored, judged } = attempt.passed;
  const diedAt = index.diedAt.get(attempt.process);
  if (stored !== undefined || judged !== undefined || diedAt === undefined) return false;
  if (cameTooLate(index, refresh)) return false;
  const soon = diedAt <= refresh.endedAt + storingMs;
  return soon || isOutage(index, refresh.endedAt, diedAt);
}

/**
 * Whether the whole answer was handed over just when the call's time was up, so that the client, which
 * never passed the point of having it, had turned away.
 */
function cameTooLate(index: Index, { attempt, endedAt }: RefreshRequest): boolean {
  const passed = attempt === null ? undefined : index.attempts.get(attempt)?.passed;
  if (passed?.sending === undefined || passed.answered !== undefined) return false;
  return endedAt + clockToleranceMs >= passed.sending + index.history.deadlineMs;
}

/** Whether nobody can be sure to have the answer: it did not arrive, or its holder died with it. */
export function isInconclusive(index: Index, refresh: RefreshRequest): boolean {
  if (refresh.delivery !== "finished") return true;
  return cameTooLate(index, refresh) || diedHolding(index, refresh);
}

/** The margin that the server documents: a minute, or a tenth of the lifetime. */
export function marginMs(lifetimeMs: number): number {
  return Math.min(60_000, lifetimeMs / 10);
}

/** Until when a token must be served, at least. */
export function goodUntil({ askedAt, lifetimeMs }: IssuedToken): number {
  return askedAt + lifetimeMs - marginMs(lifetimeMs) - resolutionMs;
}

/**
 * A single-use refresh token may be presented again where nobody knows whether it was used, and
 * nothing is left to lose: the access token of before is over, or a caller cannot use it. If it was
 * not used, that saves the grant.
 */
export function isLastTry(index: Index, story: Story, refresh: RefreshRequest): boolean {
  const { family, presented, arrivedAt } = refresh;
  const before = story.refreshes.findLast(
    (one) => one.presented === presented && one.outcome === "ok" && one.arrivedAt < arrivedAt,
  );
  if (before === undefined || !isInconclusive(index, before)) return false;
  // What came of that exchange must not be in anybody's hands.
  if (before.access !== null && story.tokens.get(before.access)?.storedAt != null) return false;
  const current = story.tokens.get(presented);
  if (current === undefined || current.family !== family) return false;
  const complained = story.reads.some(
    ({ refusedVersion, start, end }) =>
      refusedVersion !== null && start <= arrivedAt && end >= current.issuedAt,
  );
  return complained || arrivedAt >= goodUntil(current);
}
