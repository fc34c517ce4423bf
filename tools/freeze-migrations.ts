/**
 * Writes down what new migrations say, so that a test notices when one changes afterwards. Refuses where
 * an older one has changed. Run it with `npm run migrations:freeze` after adding a migration.
 */
import { writeFileSync } from "node:fs";
import { migrations } from "@grantry/server/store/migrations";
import {
  compareWithFrozen,
  frozenPath,
  readFrozen,
} from "../packages/server/test/migrations/frozen.ts";
import { runPlainScript } from "./script.ts";

const help = `npm run migrations:freeze

Writes the hashes of new migrations to packages/server/test/migrations/frozen.json; refuses where an older one has changed.
`;

await runPlainScript(help, () => {
  const { broken, added, now } = compareWithFrozen(readFrozen(), migrations);
  if (broken.length > 0) {
    console.error(broken.join("\n"));
    process.exitCode = 1;
    return;
  }
  writeFileSync(frozenPath, `${JSON.stringify(now, null, 2)}\n`);
  console.log(added.length === 0 ? "Nothing is new." : `Frozen: ${added.join(", ")}.`);
});
