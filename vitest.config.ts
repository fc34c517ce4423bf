import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SecondTries } from "./tools/second-tries.ts";

const shared = {
  ssr: { resolve: { conditions: ["source"] } },
  resolve: { conditions: ["source"] },
};

const asInProduction = {
  // Node loads the sources itself, as in production, and keeps what it compiled.
  execArgv: [
    "--conditions=source",
    "--import",
    "./tools/compile-cache.mjs",
    // A world is made and dropped per test: with room for it, what is dropped is never copied.
    "--min-semi-space-size=32",
    "--max-semi-space-size=64",
  ],
  experimental: { viteModuleRunner: false, nodeLoader: false },
  // Files share a process one after the other: each leaves what is of the process as it found it.
  isolate: false,
};

/**
 * What starts programs of its own (servers, packed packages, a standby, compilers) or takes real time:
 * `npm run check:long`, so that `npm test` stays quick. `tools/long-tests.test.ts` holds the list against the files, and
 * names those others that start a program, each with its reason.
 */
const long = [
  "examples/calendar/start.test.ts",
  "packages/cli/test/decommission.test.ts",
  "packages/cli/test/local.test.ts",
  "packages/cli/test/package.test.ts",
  "packages/cli/test/process.test.ts",
  "packages/cli/test/production.test.ts",
  "packages/cli/test/types.test.ts",
  "packages/react/test/package.test.ts",
  "packages/sdk/test/package.test.ts",
  "packages/server/src/crypto/nonces.test.ts",
  "packages/server/src/key-service/proxied.test.ts",
  "packages/server/test/audit-kill.test.ts",
  "packages/server/test/bad-starts.test.ts",
  "packages/server/test/completion-killed.test.ts",
  "packages/server/test/database-full.test.ts",
  "packages/server/test/database-sessions.test.ts",
  "packages/server/test/dump.test.ts",
  "packages/server/test/engine/budget.test.ts",
  "packages/server/test/engine/scale.test.ts",
  "packages/server/test/mail-killed.test.ts",
  "packages/server/test/operation-killed.test.ts",
  "packages/server/test/outbound-proxy.test.ts",
  "packages/server/test/private-authority.test.ts",
  "packages/server/test/process.test.ts",
  "packages/server/test/standby.test.ts",
  "packages/server/test/telemetry-settings.test.ts",
  "packages/server/test/token-reads-killed.test.ts",
  "tools/api-document/api-document.test.ts",
  "tools/npm-scripts.test.ts",
  "tools/release/version.test.ts",
  "tools/scripts.test.ts",
  "tools/second-tries.test.ts",
  "tools/shell-blocks.test.ts",
  "tools/typed-blocks.test.ts",
];

/** Tests that render our React parts themselves: Node does not load JSX. */
const withJsx = ["packages/react/test/*.browser.test.ts"];

const inBrowser = {
  globalSetup: ["packages/testing/src/postgres.ts"],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // A browser paces itself by the machine: one that fails is tried once more, and tools/second-tries.ts names it.
  retry: 1,
  // A browser, a page and a server are busy at once, and wait for each other: more files than cores gain nothing.
  maxWorkers: Math.max(2, availableParallelism()),
};

export default defineConfig({
  test: {
    // Most tests wait for a process or a database much of their time: one more than there are cores keeps those busy.
    maxWorkers: availableParallelism() + 1,
    reporters: ["default", new SecondTries()],
    // What is waited for comes when the machine gets to it: the test's own time limit bounds it.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        ...shared,
        test: {
          name: "node",
          include: [
            "packages/**/*.test.ts",
            "examples/**/*.test.ts",
            "tools/**/*.test.ts",
            "bench/**/*.test.ts",
          ],
          exclude: [
            "**/node_modules/**",
            "**/*.browser.test.ts",
            "**/*.cli.test.ts",
            "**/*.deploy.test.ts",
            "**/*.backup.test.ts",
            "**/*.executable.test.ts",
            "**/*.frameworks.test.ts",
            "**/*.packages.test.ts",
            "**/*.egress.test.ts",
            "bench/torture/torture.test.ts",
            ...long,
          ],
          globalSetup: ["packages/testing/src/postgres.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...asInProduction,
        },
      },
      {
        ...shared,
        test: {
          name: "long",
          include: long,
          globalSetup: ["packages/testing/src/postgres.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...asInProduction,
        },
      },
      {
        ...shared,
        test: {
          name: "torture",
          include: ["bench/torture/torture.test.ts"],
          globalSetup: ["packages/testing/src/postgres.ts"],
        },
      },
      {
        ...shared,
        test: {
          name: "egress",
          include: ["packages/server/test/egress/*.egress.test.ts"],
          globalSetup: ["packages/testing/src/postgres.ts"],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          ...asInProduction,
        },
      },
      {
        ...shared,
        test: {
          name: "pooler",
          include: [
            "packages/server/test/engine/*.test.ts",
            "packages/server/test/{main-job,disconnect}.test.ts",
          ],
          exclude: ["**/node_modules/**"],
          globalSetup: ["packages/testing/src/pooler.ts"],
          // The one that Debian has does not know statements that are prepared by name.
          env: { GRANTRY_DATABASE_PREPARED_STATEMENTS: "off" },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          ...asInProduction,
        },
      },
      {
        ...shared,
        test: {
          name: "backup",
          include: ["packages/server/test/backup.test.ts", "packages/**/*.backup.test.ts"],
          exclude: ["**/node_modules/**"],
          // Its client programs must be of the version of the server.
          globalSetup: ["packages/testing/src/debian-postgres.ts"],
          env: { GRANTRY_TEST_BACKUP: "postgres" },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...asInProduction,
        },
      },
      {
        ...shared,
        test: {
          ...inBrowser,
          name: "browser",
          include: ["packages/**/*.browser.test.ts", "examples/**/*.browser.test.ts"],
          exclude: ["**/node_modules/**", ...withJsx],
          ...asInProduction,
        },
      },
      {
        ...shared,
        test: { ...inBrowser, name: "browser-jsx", include: withJsx },
      },
      {
        ...shared,
        test: {
          name: "official-cli",
          include: ["packages/**/*.cli.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: "executable",
          include: ["tools/**/*.executable.test.ts"],
          exclude: ["**/node_modules/**"],
          globalSetup: ["tools/executable/built.ts", "packages/testing/src/postgres.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          ...asInProduction,
        },
      },
      {
        ...shared,
        test: {
          name: "deploy",
          include: ["packages/**/*.deploy.test.ts", "tools/**/*.deploy.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...asInProduction,
        },
      },
      {
        ...shared,
        test: {
          name: "frameworks",
          include: ["packages/**/*.frameworks.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "packages",
          include: ["tools/**/*.packages.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
