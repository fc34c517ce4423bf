/**
 * Keeps compiled code between starts: the sources are TypeScript, and stripping their types costs
 * most of a start and some memory. Preloaded by the npm scripts that start something; filled after
 * an install by after-install.mjs.
 */
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compile", import.meta.url)));
