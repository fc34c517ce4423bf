/**
 * A hundred thousand tokens that end in the same minute, refreshed by two processes within a provider's
 * budget: npm run simulate:refresh. Simulated time; the databases and the engine are real.
 */
import { parseArgs } from "node:util";
import { simulateRefresh } from "@grantry/testing/refresh-simulation";

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "100000" },
    "per-second": { type: "string", default: "100" },
  },
});
const result = await simulateRefresh({
  engine: "sqlite",
  connections: Number(values.connections),
  perSecond: Number(values["per-second"]),
  lifetimeSeconds: 3_600,
  progress: (second, refreshed) =>
    process.stdout.write(`second ${second}: ${refreshed} refreshed\n`),
});
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
const allRight =
  result.unserved === 0 &&
  result.reused === 0 &&
  result.refreshed === Number(values.connections) &&
  result.mostPerSecond <= Number(values["per-second"]);
process.exitCode = allRight ? 0 : 1;
