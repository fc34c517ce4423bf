/** Builds the site: `npm run docs:build`. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { runScript, WrongArgument } from "../../tools/script.ts";
import { makeSite } from "./src/make.ts";

const dist = fileURLToPath(new URL("dist", import.meta.url));

const help = `npm run docs:build [-- --into <folder> [--base <path>]]

Builds the documentation's site from docs/ and the OpenAPI document: into packages/site/dist, which a server of this clone serves at
/docs. A link, an anchor or a picture that leads nowhere fails it.

  --into <folder>   builds it for any host instead, as plain files; what is in the folder is removed
  --base <path>     where the site will stand on that host, for its page 404.html alone: / unless told
  --help            this text
`;

/** A server has the texts compressed alone, and puts its own path before the links of 404.html; a host has them plain. */
type Audience = "for a server" | { readonly base: string };

export interface Built {
  readonly files: number;
  /** Of the files as a browser reads them, and as they were written. */
  readonly bytes: number;
  readonly writtenBytes: number;
}

const compressible = /\.(?:html|css|js|json|svg)$/;

/** Writes the site into a folder of its own. */
export async function buildSite(into: string, audience: Audience): Promise<Built> {
  const isForServer = audience === "for a server";
  const files = makeSite({ base: isForServer ? "/docs/" : audience.base });
  await rm(into, { recursive: true, force: true });
  let bytes = 0;
  let writtenBytes = 0;
  for (const [path, content] of files) {
    const isCompressed = isForServer && compressible.test(path);
    const written = isCompressed
      ? await promisify(brotliCompress)(content, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 9 },
        })
      : content;
    const file = join(into, isCompressed ? `${path}.br` : path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, written);
    bytes += Buffer.byteLength(content);
    writtenBytes += Buffer.byteLength(written);
  }
  return { files: files.size, bytes, writtenBytes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runScript(help, async (args) => {
    const options = { into: { type: "string" }, base: { type: "string" } } as const;
    const { into, base = "/" } = parseArgs({ args, options }).values;
    if (!/^\/(?:.*\/)?$/.test(base)) {
      throw new WrongArgument("--base must begin and end with a slash.");
    }
    const folder = into ?? dist;
    const built = await buildSite(folder, into === undefined ? "for a server" : { base });
    const kB = (size: number) => `${String(Math.ceil(size / 1024))} kB`;
    const { files, bytes, writtenBytes } = built;
    process.stdout.write(
      `${String(files)} files of ${kB(bytes)}, written as ${kB(writtenBytes)}: ${folder}\n`,
    );
  });
}
