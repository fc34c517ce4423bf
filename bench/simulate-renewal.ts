/**
 * A hundred thousand tokens that end in the same minute, renewed by two processes within a provider's
 * budget: npm run simulate:renewal. Simulated time; the databases and the engine are real.
 */
import { parseArgs } from "node:util";
import { simulateRenewal } from "@grantry/testing/renewal-simulation";

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "100000" },
    "per-second": { type: "string", default: "100" },
  },
});
const result = await simulateRenewal({
  engine: "sqlite",
  connections: Number(values.connections),
  perSecond: Number(values["per-second"]),
  lifetimeSeconds: 3_600,
  progress: (second, renewed) => process.stdout.write(`second ${second}: ${renewed} renewed\n`),
});
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
const allRight =
  result.unserved === 0 &&
  result.reused === 0 &&
  result.renewed === Number(values.connections) &&
  result.mostPerSecond <= Number(values["per-second"]);
process.exitCode = allRight ? 0 : 1;
