/** Names of values inside a document, as messages show them. */

/** The name of a value: `apps[0].name`; empty for the whole. */
export function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
