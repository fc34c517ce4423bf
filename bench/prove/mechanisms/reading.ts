/** G1, G2 and G12: what a read costs, and what it is given. */
import type { Mechanism } from "../mechanism.ts";

const token = "packages/server/src/service/engine";
const test = "packages/server/test";

export const reading: readonly Mechanism[] = [
  {
    guarantee: "G1",
    mechanism: "a fresh token is read with one statement",
    without: "the connection is read once more before it is served",
    file: `${token}/get.ts`,
    find: "  requireNotEnded(stored, isFrozen);\n",
    replace:
      "  requireNotEnded(stored, isFrozen);\n  await getConnector(context.store, stored.workspaceId, stored.connectorId);\n",
    testFile: `${test}/token-read.test.ts`,
    test: "a fresh token of a named user costs one statement, which reads, and nothing else (G1)",
    engine: "sqlite",
  },
  {
    guarantee: "G1",
    mechanism: "SQLite plans the read once, whatever owner is asked for",
    without:
      "a parameter stands bare beside a column of a partial index, and each read is planned anew",
    file: "packages/server/src/store/token-read.ts",
    find: `cast(\${slot("ownerKind")} as text)`,
    replace: `\${slot("ownerKind")}`,
    testFile: `${test}/token-read.test.ts`,
    test: "no parameter is compared with what a partial index names, so that SQLite plans the read once",
    engine: "sqlite",
  },
  {
    guarantee: "G1",
    mechanism: "what was used is noted, and written down with others",
    without: "every read writes down at once that the token was used",
    file: `${token}/use.ts`,
    find: "if (noted.size < notesMax) noted.add(connectionId);",
    replace: "void noteUse(store, [connectionId]);",
    testFile: `${test}/refresh.test.ts`,
    test: "a fresh token is read without asking the provider and without a write (G1)",
    engine: "sqlite",
  },
  {
    guarantee: "G1",
    mechanism: "use is noted once per token set",
    without: "every read leaves a note",
    file: `${token}/use.ts`,
    find: "if (lastUsedAt !== null && lastUsedAt >= obtainedAt(connection)) return;",
    replace: "if (lastUsedAt !== null && lastUsedAt < 0) return;",
    testFile: `${test}/engine/ahead.test.ts`,
    test: "use is written down once per token set, however often a token is read (G1)",
    engine: "sqlite",
  },
  {
    guarantee: "G2",
    mechanism: "freshness is judged before any back-off",
    without: "a read is refused during the back-off, whatever is stored",
    file: `${token}/get.ts`,
    find: "  requireNotEnded(stored, isFrozen);\n",
    replace: `  requireNotEnded(stored, isFrozen);
  const { nextTryAt } = stored;
  if (nextTryAt !== null && nextTryAt > context.clock.nowSeconds()) {
    throw new GrantryError("provider_unavailable");
  }
`,
    testFile: `${test}/engine/isolation.test.ts`,
    test: "good tokens are served all the while (G2)",
  },
  {
    guarantee: "G2",
    mechanism: "what is left of a token is served when no new one can be had",
    without: "the failure of the refresh is told although the token still lives",
    file: `${token}/get.ts`,
    find: "if (ended || demandsMore || !stillLives(context, stored)) throw thrown;",
    replace:
      "if (ended || demandsMore || !stillLives(context, stored) || stored.version > 0) throw thrown;",
    testFile: `${test}/refresh.test.ts`,
    test: "that asks for nothing gets what is left while the provider is away (G2, SEC-47)",
    engine: "sqlite",
  },
  {
    guarantee: "G2",
    mechanism: "a caller is never held to more life than a new token has",
    without: "min_ttl counts as it was asked",
    file: `${token}/is-good.ts`,
    find: "return Math.min(minTtlSeconds - 1, lifetimeSeconds - margin - 1);",
    replace: "return minTtlSeconds - 1;",
    testFile: `${test}/refresh.test.ts`,
    test: "that asks for longer than any token lives gets a new one, and not one per read",
    engine: "sqlite",
  },
  {
    guarantee: "G2",
    mechanism: "the margin is at most a tenth of a token's life",
    without: "the margin is a minute for every token",
    file: `${token}/token-set.ts`,
    find: "return Math.min(marginMaxSeconds, Math.floor(lifetimeSeconds / 10));",
    replace: "return marginMaxSeconds;",
    testFile: `${test}/engine/lifetime.test.ts`,
    test: "a token that lives for half a minute is served until near its end, not refreshed at every read (G1)",
    engine: "sqlite",
  },
  {
    guarantee: "G2",
    mechanism: "an answer that states no lifetime is taken to live as long as the last",
    without: "the last lifetime is not considered",
    file: `${token}/token-set.ts`,
    find: "grant.lifetimeSeconds ?? before.lifetimeSeconds ?? assumed",
    replace: "grant.lifetimeSeconds ?? assumed",
    testFile: `${test}/engine/lifetime.test.ts`,
    test: "an answer that states no lifetime lives as long as the one before",
    engine: "sqlite",
  },
  {
    guarantee: "G2",
    mechanism:
      "a first answer that states none, but brings a refresh token, is taken to live an hour",
    without: "such a token is taken to live for ever",
    file: `${token}/token-set.ts`,
    find: "grant.lifetimeSeconds ?? before.lifetimeSeconds ?? assumed",
    replace: "grant.lifetimeSeconds ?? before.lifetimeSeconds",
    testFile: "packages/server/src/service/engine/token-set.test.ts",
    test: "a first answer that states no lifetime, but brings a refresh token, lives an hour",
  },
  {
    guarantee: "G12",
    mechanism: "only the refused version is not good enough",
    without: "who complains gets a refresh, whatever version is stored",
    file: `${token}/is-good.ts`,
    find: "if (refusedVersion !== null && connection.version <= refusedVersion) return false;",
    replace: "if (refusedVersion !== null) return false;",
    testFile: `${test}/refresh.test.ts`,
    test: "whose token an API refused gets a newer one; a hundred who complain cause one refresh (G12)",
    engine: "sqlite",
  },
  {
    guarantee: "G12",
    mechanism: "who joins a refresh judges what it brought by its own demand",
    without: "who joins takes what the flight brought",
    file: `${token}/refresh.ts`,
    find: "if (isGood(context, landed, demand.demands)) return landed;",
    replace: "if (landed.version > 0) return landed;",
    testFile: `${test}/refresh.test.ts`,
    test: "that joins a refresh with a higher demand still gets what it asked for",
    engine: "sqlite",
  },
];
