/** Makes the published package: program and modules, declaration files, and the fixtures of the catalogue. */
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../tools/pack/bundle.ts";
import { declare } from "../../tools/pack/declarations.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const dist = join(folder, "dist");

await rm(dist, { recursive: true, force: true });
await bundle({ folder, entries: { index: "src/index.ts", main: "src/main.ts" }, target: "node24" });
await declare(folder);
await cp(join(folder, "../catalogue/fixtures"), join(dist, "fixtures"), { recursive: true });
