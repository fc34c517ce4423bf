/** Finding values in what a provider sent. */
import type { Json } from "../lib/json.ts";

/** The value at a path such as `a.b[0].c`; undefined where there is none. */
export function valueAt(document: Json | undefined, path: string): Json | undefined {
  let value = document;
  for (const [, name, index] of path.matchAll(/([A-Za-z0-9_-]+)|\[(\d+)\]/g)) {
    if (typeof value !== "object" || value === null) return undefined;
    if (index !== undefined) {
      value = Array.isArray(value) ? value[Number(index)] : undefined;
    } else if (name !== undefined && !Array.isArray(value)) {
      value = Object.hasOwn(value, name) ? value[name] : undefined;
    } else {
      return undefined;
    }
  }
  return value;
}

/** The first value that stands at one of the paths and is neither null nor empty. */
export function firstValueAt(
  document: Json | undefined,
  paths: readonly string[],
): Json | undefined {
  for (const path of paths) {
    const value = valueAt(document, path);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

/** A value as text: strings and numbers; undefined for everything else. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Whether an answer passes a declared test. */
export function passes(
  document: Json | undefined,
  test: { readonly path: string; readonly equals: Json } | undefined,
): boolean {
  return test === undefined || valueAt(document, test.path) === test.equals;
}
