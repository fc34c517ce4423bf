/** deploy/monitoring by Prometheus' own tool (Debian: `apt-get install prometheus`). */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createMetrics } from "@grantry/server/lib/metrics";
import { expect, test } from "vitest";

const folder = "deploy/monitoring";

async function promtool(args: readonly string[], input = ""): Promise<string> {
  const running = promisify(execFile)("promtool", args, { cwd: folder });
  running.child.stdin?.end(input);
  const { stdout, stderr } = await running;
  return stdout + stderr;
}

test("the rules are such as Prometheus takes", async () => {
  expect(await promtool(["check", "rules", "alerts.yaml"])).toMatch(/SUCCESS: \d+ rules found/);
});

test("each alert fires when it should, and none while all is well", async () => {
  expect(await promtool(["test", "rules", "alerts.test.yaml"])).toContain("SUCCESS");
});

test("what the server answers under /metrics can be read", async () => {
  const metrics = createMetrics(new Set(["google"]));
  metrics.refreshEnded({ provider: "google", trigger: "read", outcome: "ok" }, 1);
  const { body } = await metrics.render();
  // It says nothing where it finds nothing to say.
  expect(await promtool(["check", "metrics"], body)).toBe("");
});
