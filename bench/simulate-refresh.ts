/**
 * A hundred thousand tokens that end in the same minute, refreshed by two processes within a provider's
 * budget: npm run simulate:refresh. Simulated time; the databases and the engine are real.
 */
import { parseArgs } from "node:util";
import { simulateRefresh } from "@grantry/testing/refresh-simulation";
import { runScript, wholeNumber } from "../tools/script.ts";

const help = `npm run simulate:refresh -- [options]

  --connections <n>    how many tokens end in the same minute (100000)
  --per-second <n>     how many refreshes a second the provider takes (100)
  --help               this text
`;

await runScript(help, async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      connections: { type: "string", default: "100000" },
      "per-second": { type: "string", default: "100" },
    },
  });
  const connections = wholeNumber("--connections", values.connections);
  const perSecond = wholeNumber("--per-second", values["per-second"]);
  const result = await simulateRefresh({
    engine: "sqlite",
    connections,
    perSecond,
    lifetimeSeconds: 3_600,
    progress: (second, refreshed) =>
      process.stdout.write(`second ${second}: ${refreshed} refreshed\n`),
  });
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  const allRight =
    result.unserved === 0 &&
    result.reused === 0 &&
    result.refreshed === connections &&
    result.mostPerSecond <= perSecond;
  process.exitCode = allRight ? 0 : 1;
});
