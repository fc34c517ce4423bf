/** `npm run build:executable`: server, dashboard and command line in one file that needs no Node. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runScript, WrongArgument } from "../script.ts";
import { buildExecutables } from "./build.ts";
import { platforms } from "./platforms.ts";

const names = platforms.map(({ name }) => name).join(", ");
const help = `npm run build:executable [-- --into <folder>] [-- --platform <name>]

Makes one file of server, dashboard, command line and Node, and its bill of materials (CycloneDX) beside it: for this machine unless
told. For another platform it is made, but cannot be tried here, and starts a little slower.

  --into <folder>     where the files go; packed/ unless told
  --platform <name>   ${names}, or all
  --help              this text
`;

await runScript(help, async (args) => {
  const options = { into: { type: "string" }, platform: { type: "string" } } as const;
  const { into, platform } = parseArgs({ args, options }).values;
  const wanted = platforms.filter(({ name, isHere }) =>
    platform === undefined ? isHere : platform === "all" || platform === name,
  );
  if (wanted.length === 0) throw new WrongArgument(`Name one of ${names} by --platform, or all.`);
  const folder = resolve(into ?? fileURLToPath(new URL("../../packed", import.meta.url)));
  for (const { file } of await buildExecutables(folder, wanted)) {
    const { size } = await stat(file);
    process.stdout.write(`${(size / 1e6).toFixed(1).padStart(6)} MB  ${file}\n`);
  }
});
