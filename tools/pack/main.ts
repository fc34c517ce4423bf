/** `npm run pack`: the files that could be published, checked. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runScript } from "../script.ts";
import { packAll } from "./pack.ts";

const help = `npm run pack [-- --into <folder>]

Builds every package that is published, and writes it as a file that npm, pnpm and yarn install: into packed/ unless told. Each is
checked by publint and, where it has types, by arethetypeswrong.

  --into <folder>   where the files go
  --help            this text
`;

await runScript(help, async (args) => {
  const { values } = parseArgs({ args, options: { into: { type: "string" } } });
  const folder = values.into ?? fileURLToPath(new URL("../../packed", import.meta.url));
  for (const { file, bytes } of await packAll(folder)) {
    process.stdout.write(`${String(Math.ceil(bytes / 1024)).padStart(6)} kB  ${file}\n`);
  }
});
