import { expect, test } from "vitest";
import { createLog } from "../lib/log.ts";
import { createMetrics } from "../lib/metrics.ts";
import { KeyServiceFailure } from "./failure.ts";
import type { KeyUse } from "./service-root-key.ts";
import { createKeyServiceWatch } from "./watch.ts";

test("a key service that fails is in log and metrics: once where it begins, changes and ends", async () => {
  const lines: string[] = [];
  const metrics = createMetrics(new Set());
  const watch = createKeyServiceWatch(
    metrics,
    createLog("info", { write: (line) => lines.push(line) }),
  );
  const use = (outcome: KeyUse["outcome"]): void => {
    const isWell = outcome === "ok";
    const failure = isWell ? null : new KeyServiceFailure(outcome, `it is ${outcome}`);
    watch.used({ keyId: "k2", service: "vault", outcome, ms: 5, failure });
  };
  const failing = async () => {
    const { body } = await metrics.render();
    return [watch.isFailing(), /key_service_failing\{service="vault"\} (\d)/.exec(body)?.[1]];
  };

  use("ok");
  expect(await failing()).toEqual([false, "0"]);
  for (const outcome of ["away", "away", "refused", "refused"] as const) use(outcome);
  expect(await failing()).toEqual([true, "1"]);
  // It answers: what it was given is another matter.
  use("not_its_own");
  expect(await failing()).toEqual([false, "0"]);
  use("busy");
  use("ok");
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(told.map(({ msg, outcome }) => [msg, outcome])).toEqual([
    ["the key service fails", "away"],
    ["the key service fails", "refused"],
    ["the key service is back", undefined],
    ["the key service fails", "busy"],
    ["the key service is back", undefined],
  ]);
  expect((await metrics.render()).body).toContain(
    'grantry_key_service_uses_total{service="vault",outcome="away"} 2',
  );
});
