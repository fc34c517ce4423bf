/** Names of values inside a document, as messages show them. */

/** The name of a value: `apps[0].name`; empty for the whole. */
export function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

/** The same as a JSON pointer (RFC 6901). */
export function pointerOf(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => String(part).slice(0, 128));
  return parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
