/**
 * Makes the published program: one file that holds the contract, zod and jsonc-parser, so that the
 * package brings nothing along. The server is not in it.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const folder = fileURLToPath(new URL(".", import.meta.url));
await rm(`${folder}dist`, { recursive: true, force: true });
await build({
  root: folder,
  configFile: false,
  logLevel: "warn",
  resolve: { conditions: ["source"] },
  ssr: { noExternal: true, external: ["@grantry/server"] },
  build: {
    ssr: "src/main.ts",
    outDir: "dist",
    target: "node22",
    minify: false,
    rolldownOptions: {
      external: [/^@grantry\/server\//],
      output: { entryFileNames: "main.js", codeSplitting: false },
    },
  },
});

/** What is inside is others' work, under licences that want to be passed on. */
const inside = { zod: "LICENSE", "jsonc-parser": "LICENSE.md" };
const texts = Object.entries(inside).map(async ([name, file]) => {
  const text = await readFile(
    new URL(`../../node_modules/${name}/${file}`, import.meta.url),
    "utf8",
  );
  return `${name}\n\n${text.trim()}\n`;
});
const notices = (await Promise.all(texts)).join("\n----\n\n");
await writeFile(`${folder}dist/third-party-licenses.txt`, notices);
