/** Texts of a provider that people see. */
import type { Json } from "../lib/json.ts";
import { firstValueAt } from "./json.ts";

const textCharactersMax = 320;
/** Of a longer text no more is looked at. */
const textCharactersRead = 4 * textCharactersMax;

/** A text to show: without control characters, of bounded length; null where there is none. */
export function shownText(document: Json | undefined, paths: readonly string[]): string | null {
  const value = firstValueAt(document, paths);
  if (typeof value !== "string") return null;
  const clean = value
    .slice(0, textCharactersRead)
    .replace(/\p{C}/gu, "")
    .trim()
    .slice(0, textCharactersMax);
  return clean === "" ? null : clean;
}
