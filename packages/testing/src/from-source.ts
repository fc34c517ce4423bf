/** Node's options for a program of ours that a test starts from its source. */

/** The cache of compiled code is that of the npm scripts: without it each start strips all types anew. */
export const fromSource: readonly string[] = [
  "--import",
  new URL("../../../tools/compile-cache.mjs", import.meta.url).href,
  "--disable-warning=ExperimentalWarning",
  "--conditions=source",
];
