/**
 * Writes packages/catalogue/src/icons.ts: of the icons of the package simple-icons (CC0) those that the
 * catalogue names, so that a server needs no package of three thousand. Run it with `npm run icons` after an
 * entry names another.
 */
import { writeFileSync } from "node:fs";
import { authorizationServers } from "@grantry/catalogue/list";
import * as simpleIcons from "simple-icons";
import { runPlainScript } from "./script.ts";

const file = "packages/catalogue/src/icons.ts";

/** The text of the file. */
export function iconsFile(): string {
  const named = new Set(
    authorizationServers.flatMap(({ connectors }) => connectors.map(({ logo }) => logo?.icon)),
  );
  const rows = Object.values(simpleIcons)
    .flatMap((icon) => ("slug" in icon && named.has(icon.slug) ? [icon] : []))
    .map((icon) => `  ${icon.slug}:${icon.slug.length < 5 ? " " : "\n    "}"${icon.path}",`)
    .sort();
  return [
    "/** The shapes of providers' logos by icon, on a field of 24 by 24: simple-icons (CC0), by `npm run icons`. */",
    "export const iconPaths: Readonly<Record<string, string>> = {",
    ...rows,
    "};",
    "",
  ].join("\n");
}

if (import.meta.main) {
  await runPlainScript(`npm run icons\n\nWrites ${file}.\n`, () =>
    writeFileSync(file, iconsFile()),
  );
}
