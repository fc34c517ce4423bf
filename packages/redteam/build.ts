/** Makes the published package: the program, and what adapters are written with. Servers of ours are not in it. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../tools/pack/bundle.ts";
import { declare } from "../../tools/pack/declarations.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

await rm(join(folder, "dist"), { recursive: true, force: true });
await bundle({
  folder,
  entries: { index: "src/index.ts", main: "src/main.ts" },
  target: "node24",
  without: /^@grantry\/testing\/(?:harness|operators|weakened)$/,
});
await declare(folder);
