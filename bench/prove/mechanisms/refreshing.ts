/** G3 and G5: one refresh at a time, by whoever holds the lease, by one clock. */
import type { Mechanism } from "../mechanism.ts";

const source = "packages/server/src";
const test = "packages/server/test";
const leases = `${source}/store/connection-leases.ts`;

export const refreshing: readonly Mechanism[] = [
  {
    guarantee: "G3",
    mechanism: "one flight per connection in a process",
    without: "everyone who asks looks after the refresh for themselves",
    file: `${source}/service/token/flights.ts`,
    find: "if (running !== undefined) return await running;",
    replace: 'if (running !== undefined && key === "") return await running;',
    testFile: `${test}/engine/flight.test.ts`,
    test: "a hundred who ask at once in one process cost a read each, and one refresh between them (G3)",
    engine: "sqlite",
  },
  {
    guarantee: "G3",
    mechanism: "one lease per connection among processes",
    without: "a lease is given to everyone who asks",
    file: leases,
    find: `    .where("lease_number", "=", connection.leaseNumber)
    .where("version", "=", connection.version)
    .where("status", "=", "active")
    .where("lease_owner", "is", null)
`,
    replace: "",
    testFile: `${source}/store/store.test.ts`,
    test: "is given to one of many (G3)",
    engine: "postgres",
  },
  {
    guarantee: "G3",
    mechanism: "a lease is given for the row as it was read",
    without: "a lease is given for a version that is past",
    file: leases,
    find: `    .where("lease_number", "=", connection.leaseNumber)
    .where("version", "=", connection.version)
    .where("status", "=", "active")
`,
    replace: "",
    testFile: `${source}/store/store.test.ts`,
    test: "is not given for a version that is past",
    engine: "sqlite",
  },
  {
    guarantee: "G3",
    mechanism: "all processes go by the database's clock",
    without: "each goes by its machine's",
    file: `${source}/app.ts`,
    find: 'if (database.engine === "sqlite") return hostClock;',
    replace: 'if (database.engine === "sqlite" || hostClock.nowMs() > 0) return hostClock;',
    testFile: `${test}/engine/clock.test.ts`,
    test: "a token's end is the same moment to both",
  },
  {
    guarantee: "G3",
    mechanism: "between two readings of the database's time the monotonic clock counts",
    without: "the machine's time counts, which may step",
    file: `${source}/store/database-clock.ts`,
    find: "Math.round(host.steadyMs() + offsetMs)",
    replace: "Math.round(host.nowMs() + (host.steadyMs() - host.steadyMs()))",
    testFile: `${test}/engine/clock.test.ts`,
    test: "a step of the machine's time changes nothing, the database's own time is followed",
  },
  {
    guarantee: "G3",
    mechanism: "the database's time is read anew every minute",
    without: "it is read at the start only",
    file: `${source}/store/database-clock.ts`,
    find: "host.every(synchronizeMs, () => {",
    replace: "host.every(synchronizeMs * 100_000, () => {",
    testFile: `${test}/engine/clock.test.ts`,
    test: "the database's time is read anew every minute, without being asked",
  },
  {
    guarantee: "G5",
    mechanism: "owner and number of the lease are part of every write's condition",
    without: "only the connection is",
    file: leases,
    find: `    .where("lease_owner", "=", lease.owner)
    .where("lease_number", "=", lease.number);`,
    replace: "    ;",
    testFile: `${source}/store/store.test.ts`,
    test: "that has run out is given to the next, and the first holder can store nothing (G5)",
    engine: "sqlite",
  },
  {
    guarantee: "G5",
    mechanism: "the number is part of it: a process is fenced off from its own earlier lease",
    without: "the owner alone is",
    file: leases,
    find: `    .where("lease_number", "=", lease.number);`,
    replace: "    ;",
    testFile: `${source}/store/store.test.ts`,
    test: "is fenced by its number and by its owner, each by itself (G5)",
    engine: "sqlite",
  },
  {
    guarantee: "G5",
    mechanism: "the owner is part of it",
    without: "the number alone is",
    file: leases,
    find: `    .where("lease_owner", "=", lease.owner)
`,
    replace: "",
    testFile: `${source}/store/store.test.ts`,
    test: "is fenced by its number and by its owner, each by itself (G5)",
    engine: "sqlite",
  },
  {
    guarantee: "G5",
    mechanism: "a lease that has run out is taken over",
    without: "who finds one waits for its holder",
    file: leases,
    find: "  return numUpdatedRows === 1n;\n}\n\nfunction whereLeased",
    replace: "  return numUpdatedRows === 2n;\n}\n\nfunction whereLeased",
    testFile: `${source}/store/store.test.ts`,
    test: "that has run out is given to the next, and the first holder can store nothing (G5)",
    engine: "sqlite",
  },
  {
    guarantee: "G5",
    mechanism: "a call to a provider has a deadline",
    without: "it may take an hour",
    file: `${source}/lib/outbound.ts`,
    find: "connectTimeoutMs = 5_000, totalTimeoutMs = callMsMax } = options;",
    replace: "connectTimeoutMs = 5_000 } = options;\n  const totalTimeoutMs = 3_600_000;",
    testFile: `${source}/lib/outbound.test.ts`,
    test: "ends at its deadline when the answer drips (SEC-29)",
  },
  {
    guarantee: "G5",
    mechanism: "a lease outlives every call to a provider",
    without: "it is shorter than a call may be",
    file: `${source}/service/token/settings.ts`,
    find: "leaseMs: 30_000,",
    replace: "leaseMs: 15_000,",
    testFile: `${test}/engine/flight.test.ts`,
    test: "a lease outlives the longest call to a provider, and its holder is heard of twice in it (G5)",
  },
  {
    guarantee: "G6",
    mechanism: "a process takes back a lease of its own that nothing is under way with",
    without: "it lapses, and its refresh counts as one whose outcome nobody knows",
    file: `${source}/service/token/claims.ts`,
    find: "if (leaseOwner === null || !context.claims.isLost(leaseOwner)) return false;",
    replace: 'if (leaseOwner === null || leaseOwner !== "") return false;',
    testFile: `${test}/engine/claim.test.ts`,
    test: "a failure that could not be written down is no unknown outcome",
  },
];
