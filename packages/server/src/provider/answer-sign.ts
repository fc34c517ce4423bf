/** Telling an answer by what its entry declares of it. */
import type { AnswerSign } from "@grantry/catalogue/schema";
import type { Json } from "../lib/json.ts";
import { valueAt } from "./json.ts";

/** An answer as it was read. */
export interface SeenAnswer {
  readonly status: number;
  /** Whether it has no body, or one of white space. */
  readonly isEmpty: boolean;
  readonly document: Json | undefined;
}

/** Whether an answer is one of those that the signs tell of. */
export function showsSign(signs: readonly AnswerSign[], seen: SeenAnswer): boolean {
  return signs.some(({ status, path, values, empty_body: empty }) => {
    if (status !== seen.status) return false;
    if (empty !== undefined && empty !== seen.isEmpty) return false;
    if (path === undefined) return true;
    const found = valueAt(seen.document, path);
    // A number in one place is a text of digits in another.
    if (values !== undefined) return values.some((value) => String(value) === textIn(found));
    return textIn(found) !== undefined;
  });
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
