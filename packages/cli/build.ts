/**
 * Makes the published program: one file that holds the contract, zod and jsonc-parser, so that the
 * package brings nothing along. The server is not in it.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../tools/pack/bundle.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
await rm(join(folder, "dist"), { recursive: true, force: true });
await bundle({
  folder,
  entries: { main: "src/main.ts" },
  target: "node22",
  without: /^@grantry\/server\//,
});
