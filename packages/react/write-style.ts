/** Writes the style sheet of the package: the one that the custom element has, too; and that importing it gives nothing. */
import { writeFileSync } from "node:fs";
import { connectionsCss } from "@grantry/sdk/connections";

writeFileSync(new URL("dist/style.css", import.meta.url), connectionsCss);
writeFileSync(new URL("dist/style.css.d.ts", import.meta.url), "export {};\n");
