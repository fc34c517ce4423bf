/** A short run of the rig on each engine: what a long one does, for some seconds. */

import { engines } from "@grantry/testing/databases";
import { expect, inject, test } from "vitest";
import { check } from "./checker.ts";
import { historiesOf } from "./report.ts";
import { type RunOptions, runTorture } from "./run.ts";

const options: Omit<RunOptions, "engine"> = {
  seed: 7,
  refreshes: 3_000,
  seconds: 15,
  processes: 2,
  connections: 150,
  paceMs: 400,
  chaos: { killEveryMs: 3_000, outageEveryMs: 7_000, outageMaxMs: 1_500, sickEveryMs: 5_000 },
  postgresUrl: inject("postgresUrl"),
  progress: () => {},
};

test.each(engines)(
  "on %s, kills, outages and faults break no promise of the token engine",
  async (engine) => {
    const history = await runTorture({ ...options, engine }, null);
    const { violations, counts } = check(history);
    expect(historiesOf(history, violations)).toBe("");
    expect(violations).toEqual([]);
    // What it looked at: without kills, outages and lost answers it would say nothing.
    expect(counts["alive in the end"]).toBeGreaterThan(0);
    expect(counts["answers kept"]).toBeGreaterThan(options.connections);
    expect(counts["answers lost on the way"]).toBeGreaterThan(0);
    expect(history.lives.length).toBeGreaterThan(options.processes);
    expect(history.outages).not.toEqual([]);
  },
  240_000,
);
