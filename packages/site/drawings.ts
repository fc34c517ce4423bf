/** Writes the drawings of docs/pictures/: `npm run docs:drawings`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { runPlainScript } from "../../tools/script.ts";
import { draw } from "./src/draw.ts";
import { drawings } from "./src/drawings.ts";

const help = `npm run docs:drawings

Writes the drawings of the documentation, docs/pictures/*.svg, from packages/site/src/drawings.ts.
`;

await runPlainScript(help, () => {
  const folder = new URL("../../docs/pictures/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, drawing] of Object.entries(drawings)) {
    writeFileSync(new URL(`${name}.svg`, folder), draw(drawing));
  }
});
