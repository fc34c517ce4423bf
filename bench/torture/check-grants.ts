/** Lost grants: which connections ended, and whether anybody could have helped it. */
import type { Operation, Read } from "./history.ts";
import {
  diedHolding,
  type Index,
  isInconclusive,
  isLastTry,
  type Period,
  type Story,
} from "./story.ts";
import type { Findings } from "./verdict.ts";

const endings = new Set(["needs_reauth", "not_connected"]);

/** The first read in a period that says the connection is over. */
function endOf(story: Story, period: Period): Read | undefined {
  return story.reads.find(
    ({ start, end, reason }) =>
      start >= period.from && end <= period.until && reason !== null && endings.has(reason),
  );
}

/** What the connection itself said was the reason, where anybody looked. */
function reasonSeen(story: Story, period: Period, read: Read): Operation | undefined {
  return story.operations.find(
    ({ name, start, end }) => name === "view" && start >= read.end && end <= period.until,
  );
}

/** Judges one end; null where it is in order. */
function judge(index: Index, story: Story, period: Period, read: Read): string | null {
  const { family } = period;
  if (read.reason === "not_connected") return "it is gone without a trace";
  const ended = story.ended.get(family);
  if (ended !== undefined && ended.at <= read.end) return null;
  const reuse = story.refreshes.find((one) => one.family === family && one.outcome === "reuse");
  if (reuse !== undefined && !isLastTry(index, story, reuse)) {
    return "its refresh token was used twice";
  }
  const rotation = story.refreshes.findLast(
    (one) => one.family === family && one.outcome === "ok" && one.arrivedAt <= read.end,
  );
  if (rotation === undefined) return "its refresh token was never exchanged";
  if (story.provider !== "strict") return "the provider lets it be tried again";
  const kept = rotation.access !== null && story.tokens.get(rotation.access)?.storedAt != null;
  if (kept) return "its refresh token is the one that counts";
  if (!isInconclusive(index, rotation)) return "the answer was delivered, and was not kept";
  const view = reasonSeen(story, period, read);
  if (view === undefined || view.reason === "outcome_unknown") return null;
  return `the answer was lost on its way, but the reason it gives is ${view.reason}`;
}

/** How many grants nobody could save, by how their provider's answer was lost. */
export const unavoidable = {
  dropped: "unavoidable, no grace: the answer was dropped",
  aborted: "unavoidable, no grace: the answer came too late",
  killed: "unavoidable, no grace: killed with the answer in hand",
} as const;

function causeOf(index: Index, story: Story, { family }: Period): keyof typeof unavoidable {
  const lost = story.refreshes.findLast(
    (one) => one.family === family && one.outcome === "ok" && isInconclusive(index, one),
  );
  if (lost === undefined || lost.delivery === "dropped") return "dropped";
  return diedHolding(index, lost) ? "killed" : "aborted";
}

function isWithdrawn(story: Story, family: string, at: number): boolean {
  const ended = story.ended.get(family);
  return ended !== undefined && ended.at <= at;
}

/** Every end of every grant. */
export function checkEnds(index: Index, findings: Findings): void {
  for (const story of index.stories) {
    for (const period of story.periods) {
      const read = endOf(story, period);
      if (read === undefined) continue;
      const fault = judge(index, story, period, read);
      const { connection } = story;
      if (fault !== null) {
        const text = `${story.provider} ${period.family} ended, and ${fault}`;
        findings.violate({ kind: "lost", connection, at: read.end, text });
      } else if (isWithdrawn(story, period.family, read.end)) findings.add("ended by their user");
      else findings.add(unavoidable[causeOf(index, story, period)]);
    }
  }
}

/** In the end every connection is forced to refresh: whoever holds a dead refresh token cannot. */
export function checkFinal(index: Index, findings: Findings): void {
  for (const story of index.stories) {
    const period = story.periods.at(-1);
    const last = story.reads.at(-1);
    if (period === undefined || last === undefined || period.until !== Infinity) continue;
    if (endOf(story, period) !== undefined) continue;
    if (last.status === 200 && last.refusedVersion !== null) findings.add("alive in the end");
    else {
      const text = `${story.provider} ${period.family} could not be refreshed in the end: ${last.status} ${last.reason}`;
      findings.violate({ kind: "lost", connection: story.connection, at: last.end, text });
    }
  }
}

/** A disconnect that says revoked leaves nothing alive at the provider. */
export function checkRevocations(index: Index, findings: Findings): void {
  for (const { connection, operations, periods, ended } of index.stories) {
    for (const operation of operations) {
      if (operation.name !== "disconnect" || operation.status !== "revoked") continue;
      const period = periods.findLast(({ from }) => from <= operation.start);
      if (period === undefined || ended.has(period.family)) continue;
      const text = `${period.family} was never revoked`;
      findings.violate({ kind: "not_revoked", connection, at: operation.end, text });
    }
  }
}

/** What others wrote to the row stands, unless the user connected or disconnected after it. */
export function checkMetadata(index: Index, findings: Findings): void {
  for (const { connection, operations, row } of index.stories) {
    const write = operations.findLast(({ name, done }) => name === "metadata" && done);
    if (write === undefined || row === undefined) continue;
    const undone = operations.some(
      ({ name, end }) => (name === "connect" || name === "disconnect") && end >= write.start,
    );
    if (undone) continue;
    findings.add("metadata writes looked at");
    const possible = operations
      .filter(({ name, start }) => name === "metadata" && start >= write.start)
      .map(({ value }) => value);
    if (possible.includes(row.metadata)) continue;
    const text = `${write.value} was written, ${row.metadata} stands there`;
    findings.violate({ kind: "metadata_lost", connection, at: write.end, text });
  }
}
