/** G10: what is wrong can be read. */
import type { Mechanism } from "../mechanism.ts";

const service = "packages/server/src/service";
const report = "packages/server/test/engine/report.test.ts";

export const telling: readonly Mechanism[] = [
  {
    guarantee: "G10",
    mechanism: "an expired token without a refresh token is said to need its owner",
    without: "the status is told as it is stored",
    file: `${service}/connections/connection.ts`,
    find: 'return ended ? { status: "needs_reauth", reason: "no_refresh_token" } : { status, reason };',
    replace: "return { status, reason };",
    testFile: report,
    test: "that expired and cannot be refreshed is not called healthy",
    engine: "sqlite",
  },
  {
    guarantee: "G10",
    mechanism: "a failure that another try may mend is told",
    without: "only an unknown outcome is",
    file: `${service}/connections/connection.ts`,
    find: "const isTroubled = failureCode !== null || outcomeUnknownAt !== null;",
    replace: "const isTroubled = outcomeUnknownAt !== null;",
    testFile: report,
    test: "whose provider fails: degraded, with the reason and the next try",
    engine: "sqlite",
  },
  {
    guarantee: "G10",
    mechanism: "the reason says that it was unknown whether the last refresh was carried out",
    without: "the grant is said to be over, whatever happened before",
    file: `${service}/engine/judge.ts`,
    find: 'outcomeUnknownAt === null ? "invalid_grant" : "outcome_unknown";',
    replace: 'outcomeUnknownAt === null ? "invalid_grant" : "invalid_grant";',
    testFile: "packages/server/test/engine/outcome.test.ts",
    test: "then it is tried once; only the provider's word ends it, and the reason says what happened",
    engine: "sqlite",
  },
];
