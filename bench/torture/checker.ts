/**
 * Decides whether a history kept every promise of the token engine. It knows nothing of the servers:
 * it reads the authorization server's ledger and the callers' logs, and the fault points that tell
 * which process held an answer when it was killed.
 */
import {
  checkEnds,
  checkFinal,
  checkMetadata,
  checkRevocations,
  unavoidable,
} from "./check-grants.ts";
import { checkLives, checkReads } from "./check-reads.ts";
import { checkRefreshes } from "./check-refreshes.ts";
import type { History } from "./history.ts";
import { indexOf } from "./story.ts";
import type { Findings, Verdict, Violation } from "./verdict.ts";

/** Reads a whole history. */
export function check(history: History): Verdict {
  const index = indexOf(history);
  const counts: Record<string, number> = {
    connections: index.stories.length,
    grants: index.stories.reduce((sum, { issued }) => sum + issued.length, 0),
    "token reads": history.reads.length,
    "refresh requests": index.stories.reduce((sum, { refreshes }) => sum + refreshes.length, 0),
    "database outages": history.outages.length,
    [unavoidable.dropped]: 0,
    [unavoidable.aborted]: 0,
    [unavoidable.killed]: 0,
  };
  const violations: Violation[] = [];
  const findings: Findings = {
    add: (name, by = 1) => {
      counts[name] = (counts[name] ?? 0) + by;
    },
    violate: (violation) => violations.push(violation),
  };
  checkLives(index, findings);
  checkRefreshes(index, findings);
  checkReads(index, findings);
  checkEnds(index, findings);
  checkFinal(index, findings);
  checkRevocations(index, findings);
  checkMetadata(index, findings);
  const kept = counts["answers kept"] ?? 0;
  const exchanged = counts["refreshes answered ok"] ?? 0;
  if (kept > 0) counts["exchanges per stored version"] = Number((exchanged / kept).toFixed(3));
  violations.sort((one, other) => one.at - other.at);
  return { counts, violations };
}
