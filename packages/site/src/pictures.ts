/** Pictures of pages: drawings stand in the page itself, so that they follow its colours; screenshots come light and dark. */
import { existsSync, readFileSync } from "node:fs";

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (one) => `&#${String(one.codePointAt(0))};`);

/** The drawing as a part of a page, whose style sheet colours it. */
export function drawing(svg: string, words: string): string {
  const inner = svg
    .replace(/<\?xml[^>]*>\s*/, "")
    .replace(/<style>[\s\S]*?<\/style>\s*/, "")
    .replace(/<title>[\s\S]*?<\/title>\s*/, "")
    .replace(/^<svg /, `<svg role="img" aria-label="${escaped(words)}" `);
  return `<span class="drawing wide" tabindex="0" role="group" aria-label="Drawing">${inner.trim()}</span>`;
}

/** Width and height of a PNG. */
export function sizeOf(png: Buffer): readonly [width: number, height: number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** What the picture of a file is on a page; `addressOf` says where a file of pixels stands. */
export function pictureHtml(
  file: string,
  words: string,
  addressOf: (file: string) => string,
): string {
  if (!existsSync(file)) throw new Error(`There is no picture ${file}.`);
  if (file.endsWith(".svg")) return drawing(readFileSync(file, "utf8"), words);
  const dark = file.replace(/-light\.png$/, "-dark.png");
  const image = (one: string, name: string) => {
    const [width, height] = sizeOf(readFileSync(one));
    return `<img class="${name}" src="${addressOf(one)}" alt="${escaped(words)}" width="${width}" height="${height}" loading="lazy">`;
  };
  if (dark === file || !existsSync(dark)) return image(file, "shot");
  return image(file, "shot in-light") + image(dark, "shot in-dark");
}
