/** Refreshes per expiry: one at a time, one per version, and none that was not needed. */
import type { RefreshRequest } from "./history.ts";
import {
  clockToleranceMs,
  diedHolding,
  type Index,
  isInconclusive,
  isLastTry,
  resolutionMs,
  type Story,
  storingMs,
} from "./story.ts";
import type { Findings, ViolationKind } from "./verdict.ts";

interface Check {
  readonly index: Index;
  readonly story: Story;
  readonly findings: Findings;
}

function violate(check: Check, kind: ViolationKind, at: number, text: string): void {
  const { connection } = check.story;
  check.findings.violate({ kind, connection, at, text });
}

function checkOutcome(check: Check, refresh: RefreshRequest): void {
  const { outcome, arrivedAt, family, presented, provider } = refresh;
  check.findings.add(`refreshes answered ${outcome}`);
  if (outcome === "reuse") {
    if (isLastTry(check.index, check.story, refresh)) {
      check.findings.add("last tries, when there was nothing to lose");
    } else violate(check, "double_use", arrivedAt, `${provider} ${presented} was presented again`);
  }
  if (outcome !== "dead") return;
  const ended = check.story.ended.get(family);
  if (ended !== undefined && ended.at <= refresh.decidedAt) return;
  // A first answer that says so may be lost on its way, and is asked for again.
  if (check.story.refreshes.some((one) => one.family === family && one.outcome === "reuse")) return;
  violate(check, "refresh_of_dead", arrivedAt, `${family} was over before ${presented} came`);
}

/** The next refresh may begin when this one is over: answered, given up, or its process is dead. */
function checkConcurrency(check: Check, refreshes: readonly RefreshRequest[]): void {
  refreshes.forEach((refresh, at) => {
    const next = refreshes[at + 1];
    if (next === undefined || next.arrivedAt >= refresh.endedAt) return;
    if (diedHolding(check.index, refresh)) return;
    const text = `${next.presented} was presented while ${refresh.presented} was under way`;
    violate(check, "concurrent", next.arrivedAt, text);
  });
}

/** Where nothing was lost on the way, no refresh token brings tokens twice. */
function checkOncePerVersion(check: Check, refreshes: readonly RefreshRequest[]): void {
  if (check.story.provider === "stable") return;
  const first = new Map<string, RefreshRequest>();
  for (const refresh of refreshes) {
    if (refresh.outcome !== "ok") continue;
    const before = first.get(refresh.presented);
    first.set(refresh.presented, refresh);
    if (before === undefined) continue;
    if (isInconclusive(check.index, before)) check.findings.add("tried again after a lost answer");
    else {
      const text = `${refresh.presented} was exchanged a second time`;
      violate(check, "refreshed_twice", refresh.arrivedAt, text);
    }
  }
}

/**
 * Users who disconnect or connect anew end a refresh under way: its answer is rightly dropped. Under
 * way it is as soon as it was claimed, which may be a while before its request arrives.
 */
function isOvertaken({ index, story }: Check, refresh: RefreshRequest): boolean {
  const { attempt, arrivedAt, endedAt } = refresh;
  const passed = attempt === null ? undefined : index.attempts.get(attempt)?.passed;
  const begunAt = passed?.claimed ?? arrivedAt;
  const outage = index.outages.findLast(({ start }) => start <= endedAt + storingMs);
  const until = Math.max(endedAt, outage?.end ?? 0) + storingMs;
  return story.operations.some(
    ({ name, start, end }) =>
      (name === "connect" || name === "disconnect") && start <= until && end >= begunAt,
  );
}

function checkKept(check: Check, refresh: RefreshRequest): void {
  const { index, story, findings } = check;
  if (refresh.outcome !== "ok" || refresh.access === null) return;
  if (story.tokens.get(refresh.access)?.storedAt != null) findings.add("answers kept");
  else if (isInconclusive(index, refresh)) findings.add("answers lost on the way");
  else if (isOvertaken(check, refresh)) findings.add("answers overtaken by the user");
  else {
    const text = `${refresh.access} was delivered to ${refresh.attempt} and was not kept`;
    violate(check, "thrown_away", refresh.endedAt, text);
  }
}

/**
 * A token that is not half used, by more than the resolution of the stored end, needs no refresh
 * unless a caller complained of it or the refresh before had no clear end. Its age counts from when it
 * was asked for, as everywhere.
 */
function checkNeed(check: Check, refresh: RefreshRequest): void {
  const { index, story } = check;
  if (refresh.outcome !== "ok") return;
  const { family, arrivedAt } = refresh;
  const stored = [...story.tokens.values()].filter(
    (token) => token.family === family && token.storedAt !== null && token.storedAt < arrivedAt,
  );
  const current = stored.sort((one, other) => one.issuedAt - other.issuedAt).at(-1);
  if (current === undefined) return;
  const age = arrivedAt - current.askedAt;
  if (age >= current.lifetimeMs / 2 - resolutionMs - clockToleranceMs) return;
  const complained = story.reads.some(
    ({ refusedVersion, start, end }) =>
      refusedVersion !== null && start <= arrivedAt && end >= current.issuedAt,
  );
  const unclear = story.refreshes.some(
    (one) =>
      one !== refresh &&
      one.family === family &&
      one.arrivedAt <= arrivedAt &&
      one.endedAt >= current.issuedAt - current.lifetimeMs &&
      isInconclusive(index, one),
  );
  if (complained || unclear) return;
  const text = `${current.name} was ${Math.round(age)} ms old and lived ${current.lifetimeMs} ms`;
  violate(check, "needless", arrivedAt, text);
}

/** Everything about the requests to the token endpoint. */
export function checkRefreshes(index: Index, findings: Findings): void {
  for (const story of index.stories) {
    const check = { index, story, findings };
    for (const { family } of story.issued) {
      const refreshes = story.refreshes.filter((one) => one.family === family);
      checkConcurrency(check, refreshes);
      checkOncePerVersion(check, refreshes);
    }
    for (const refresh of story.refreshes) {
      checkOutcome(check, refresh);
      checkKept(check, refresh);
      checkNeed(check, refresh);
    }
  }
}
