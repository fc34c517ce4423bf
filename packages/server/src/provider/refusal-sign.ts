/** Telling by an entry's section `api` what an answer of the API says of the token. */
import type { ApiRefusals } from "@grantry/catalogue/schema";
import type { Json } from "../lib/json.ts";
import { textOf } from "./json.ts";

type RefusalSign = ApiRefusals["missing_scope"][number];
type SignPart = Pick<RefusalSign, "header" | "body">;

/** An answer as it was read. */
export interface ReadAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly document: Json | undefined;
}

/** Of a longer list no more entries are looked at. */
const entriesMax = 100;

/** Whether an answer is one of those that the signs tell of: of its status, and without exception. */
export function showsRefusal(signs: readonly RefusalSign[], answer: ReadAnswer): boolean {
  const holds = (part: SignPart) => holdsPart(part, answer);
  return signs.some(
    (sign) => sign.statuses.includes(answer.status) && holds(sign) && !sign.unless.some(holds),
  );
}

function holdsPart({ header, body }: SignPart, { headers, document }: ReadAnswer): boolean {
  if (header !== undefined) {
    const value = headers.get(header.name)?.toLowerCase();
    if (value?.includes(header.holds.toLowerCase()) !== true) return false;
  }
  if (body === undefined) return true;
  return textsAt(document, body.at).some(
    (text) =>
      body.equals.includes(text) || body.starts_with.some((start) => text.startsWith(start)),
  );
}

/** The texts and numbers that stand at a place; `*` is every entry of a list. */
function textsAt(
  value: Json | undefined,
  [step, ...rest]: readonly (string | number)[],
): readonly string[] {
  if (step === undefined) {
    const text = textOf(value);
    return text === undefined ? [] : [text];
  }
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    if (typeof step === "number") return textsAt(value[step], rest);
    return step === "*" ? value.slice(0, entriesMax).flatMap((one) => textsAt(one, rest)) : [];
  }
  return Object.hasOwn(value, step) ? textsAt(value[step], rest) : [];
}
