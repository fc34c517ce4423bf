/** What readers were answered: nothing dead, nothing older, nothing after the end, and no good token refused. */
import type { Read } from "./history.ts";
import {
  afterOutageMs,
  clockToleranceMs,
  goodUntil,
  type Index,
  type IssuedToken,
  isOutage,
  type Period,
  type Story,
} from "./story.ts";
import type { Findings, ViolationKind } from "./verdict.ts";

interface Check {
  readonly index: Index;
  readonly story: Story;
  readonly findings: Findings;
}

function violate(check: Check, kind: ViolationKind, read: Read, text: string): void {
  const { connection } = check.story;
  check.findings.violate({ kind, connection, at: read.end, text });
}

function checkToken(check: Check, read: Read): void {
  const { story, index } = check;
  const token = read.access === null ? undefined : story.tokens.get(read.access);
  if (token === undefined) {
    violate(check, "unknown_token", read, `${read.access}`);
    return;
  }
  const over = read.start - token.issuedAt - token.lifetimeMs - clockToleranceMs;
  if (over > 0) {
    const text = `${token.name} was over for ${Math.round(over + clockToleranceMs)} ms`;
    violate(check, "dead_served", read, text);
  }
  const fatal = story.refreshes.find(({ family, outcome, attempt, decidedAt, delivery }) => {
    if (family !== token.family) return false;
    if (outcome === "reuse" && delivery === "finished") {
      return decidedAt + clockToleranceMs < read.start;
    }
    const judged = attempt === null ? undefined : index.attempts.get(attempt)?.passed.judged;
    return (
      outcome === "dead" &&
      delivery === "finished" &&
      judged !== undefined &&
      judged + clockToleranceMs < read.start
    );
  });
  if (fatal !== undefined) {
    const text = `${token.name}: the provider had said that ${token.family} was over`;
    violate(check, "dead_served", read, text);
  }
}

/** A token is served after a disconnect only where a new consent may have come in between. */
function checkEnded(check: Check, read: Read): void {
  const { operations } = check.story;
  const disconnect = operations.findLast(
    ({ name, done, end }) => name === "disconnect" && done && end < read.start,
  );
  if (disconnect === undefined) return;
  const connectedAnew = operations.some(
    ({ name, start, effectiveFrom }) =>
      name === "connect" &&
      start >= disconnect.end &&
      effectiveFrom !== null &&
      effectiveFrom <= read.end,
  );
  if (connectedAnew) return;
  violate(check, "served_after_disconnect", read, `${read.access}, version ${read.version}`);
}

function checkPeriod(check: Check, read: Read): void {
  const period = periodOf(check.story, read);
  const token = read.access === null ? undefined : check.story.tokens.get(read.access);
  if (period === undefined || token === undefined || token.family === period.family) return;
  const text = `${token.name}, while ${period.family} is the connection's grant`;
  violate(check, "superseded_served", read, text);
}

/** The period that a read lies in as a whole. */
function periodOf({ periods }: Story, { start, end }: Read): Period | undefined {
  return periods.find(({ from, until }) => start >= from && end <= until);
}

/** Versions never go back from a read that ended to one that began after it. */
function checkOrder(check: Check): void {
  const answered = check.story.reads.filter(({ version }) => version !== null);
  const byEnd = [...answered].sort((one, other) => one.end - other.end);
  const names = new Map<number, string | null>();
  let highest = 0;
  let at = 0;
  for (const read of answered) {
    const version = read.version ?? 0;
    for (let ended = byEnd[at]; ended !== undefined && ended.end < read.start; ended = byEnd[at]) {
      highest = Math.max(highest, ended.version ?? 0);
      at += 1;
    }
    if (version < highest) {
      violate(check, "went_back", read, `version ${version}, after ${highest} was seen`);
    }
    const known = names.get(version);
    if (known !== undefined && known !== read.access) {
      violate(check, "two_tokens", read, `version ${version} was ${known} and is ${read.access}`);
    }
    names.set(version, read.access);
    if (read.refusedVersion !== null && version <= read.refusedVersion) {
      violate(check, "complaint_ignored", read, `version ${version} was refused by its API`);
    }
  }
}

/** The newest token that was stored when a read began. */
function storedToken(story: Story, read: Read, period: Period): IssuedToken | undefined {
  let newest: IssuedToken | undefined;
  for (const token of story.tokens.values()) {
    if (token.family !== period.family || token.storedAt === null) continue;
    if (token.storedAt > read.start) continue;
    if (newest === undefined || token.issuedAt > newest.issuedAt) newest = token;
  }
  return newest;
}

function isDown({ index }: Check, { slot, start, end }: Read): boolean {
  const lives = index.history.lives.filter((life) => life.slot === slot);
  return lives.some(({ process, exitedAt }) => {
    const diedAt = index.diedAt.get(process) ?? exitedAt;
    if (diedAt === null || diedAt > end + clockToleranceMs) return false;
    const next = lives.find(({ spawnedAt, listeningAt }) => {
      return spawnedAt >= diedAt && listeningAt !== null;
    });
    return (next?.listeningAt ?? Infinity) + clockToleranceMs >= start;
  });
}

/** What a refusal may be put down to; null where nothing explains it. */
function excuseOf(check: Check, read: Read): string | null {
  if (read.status === 0) return isDown(check, read) ? "server was killed" : null;
  if (read.reason === "database_unavailable") {
    return isOutage(check.index, read.start, read.end) ? "database was away" : null;
  }
  const known = ["provider_unavailable", "needs_reauth", "not_connected"];
  return read.reason !== null && known.includes(read.reason) ? read.reason : null;
}

function checkRefusal(check: Check, read: Read): void {
  const excuse = excuseOf(check, read);
  if (excuse === null) {
    violate(check, "unexpected_answer", read, `${read.status} ${read.reason}`);
    return;
  }
  check.findings.add(`reads refused: ${excuse}`);
  if (read.refusedVersion !== null || excuse === "server was killed") return;
  if (excuse === "database was away") return;
  const period = periodOf(check.story, read);
  if (period === undefined) return;
  const ended = check.story.ended.get(period.family);
  if (ended !== undefined && ended.at <= read.end) return;
  const token = storedToken(check.story, read, period);
  if (token === undefined) return;
  const reuse = check.story.refreshes.find(
    (one) => one.family === token.family && one.outcome === "reuse",
  );
  // A double use that was wrong is found where refreshes are checked; the token is dead with it.
  if (reuse !== undefined && reuse.decidedAt <= read.end) return;
  const leftMs = Math.round(goodUntil(token) - read.end);
  if (leftMs <= 0) return;
  const text = `${read.reason}, although ${token.name} was good for ${leftMs} ms more`;
  violate(check, "good_refused", read, text);
}

/** Everything that readers were answered. */
export function checkReads(index: Index, findings: Findings): void {
  for (const story of index.stories) {
    const check = { index, story, findings };
    for (const read of story.reads) {
      if (read.status !== 200) {
        checkRefusal(check, read);
        continue;
      }
      findings.add("tokens served");
      checkToken(check, read);
      checkEnded(check, read);
      checkPeriod(check, read);
    }
    checkOrder(check);
  }
}

/** A process ends because it was killed, and for no other reason; at a start, because nothing answers. */
export function checkLives(index: Index, findings: Findings): void {
  for (const { process, listeningAt, killedAt, exitedAt } of index.history.lives) {
    if (exitedAt === null) continue;
    const lastWord = index.history.passings.some(
      (one) => one.process === process && one.point === "killed",
    );
    if (lastWord) findings.add("processes killed at a fault point");
    else if (killedAt !== null) findings.add("processes killed at random");
    else if (listeningAt === null && isOutage(index, exitedAt - afterOutageMs, exitedAt)) {
      findings.add("starts while the database was away");
    } else {
      const text = `process ${process} ended by itself`;
      findings.violate({ kind: "process_died", connection: "", at: exitedAt, text });
    }
  }
}
