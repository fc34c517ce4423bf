/** `npm run build:image`: an image of the executable and what it links to. */
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildExecutables } from "../executable/build.ts";
import { platforms } from "../executable/platforms.ts";
import { runScript, WrongArgument } from "../script.ts";
import { buildImage } from "./build.ts";
import { readImage } from "./layout.ts";
import { makeRootFolder } from "./root-folder.ts";

const help = `npm run build:image [-- --into <folder>] [-- --folders-only]

Makes an image of this machine's platform by the Dockerfile, in OCI's layout, with buildah: no engine runs, and nothing is fetched
from a registry of images. It wants Debian, whose libraries the image has in it. The executable is made first.

  --into <folder>   where the image goes, into a folder of its own; packed/ unless told
  --folders-only    only what the image is made of, as the Dockerfile's own first stage does it
  --help            this text
`;

await runScript(help, async (args) => {
  const options = { into: { type: "string" }, "folders-only": { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  const folder = resolve(values.into ?? fileURLToPath(new URL("../../packed", import.meta.url)));
  const here = platforms.filter(({ isHere }) => isHere);
  if (here.length === 0) throw new WrongArgument("Images are made on Linux, on x64 or arm64.");
  await mkdir(folder, { recursive: true });
  const [executable] = await buildExecutables(folder, here);
  if (executable === undefined) throw new Error("No executable was made.");
  if (values["folders-only"]) return await makeRootFolder(executable, folder);
  const layout = join(folder, `grantry-image-${executable.platform.name}`);
  await rm(layout, { recursive: true, force: true });
  await buildImage(executable, layout);
  const { bytes } = await readImage(layout);
  process.stdout.write(`${(bytes / 1e6).toFixed(1).padStart(6)} MB  ${layout}\n`);
});
