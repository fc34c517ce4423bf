/** Checks a form by the contract's own schema, and says what is wrong at the field, in words for people. */
import type { FieldErrors, FieldValues, Resolver } from "react-hook-form";
import type { z } from "zod";
import { Refused } from "../api/failures.ts";
import { numberOf } from "../words/figures.ts";

/** What a form sends, and where in it each field stands: `oauth_client.client_id` → `clientId`. */
export interface Asks<Values extends FieldValues> {
  readonly schema: z.ZodType;
  readonly toRequest: (values: Values) => unknown;
  readonly fields: Readonly<Record<string, keyof Values & string>>;
}

/** A resolver of react-hook-form. What the schema says of no field is said of the first. */
export function byContract<Values extends FieldValues>(asks: Asks<Values>): Resolver<Values> {
  return (values) => {
    const { success, error } = asks.schema.safeParse(asks.toRequest(values));
    if (success) return { values, errors: {} };
    const errors: Record<string, { type: string; message: string }> = {};
    for (const issue of error.issues) {
      const field = fieldOf(asks, issue.path.map(String));
      errors[field] ??= { type: issue.code, message: messageOf(issue) };
    }
    return { values: {}, errors: errors as FieldErrors<Values> };
  };
}

function fieldOf<Values extends FieldValues>(
  { fields }: Pick<Asks<Values>, "fields">,
  path: readonly string[],
): string {
  for (let length = path.length; length > 0; length -= 1) {
    const field = fields[path.slice(0, length).join(".")];
    if (field !== undefined) return field;
  }
  return Object.values(fields)[0] ?? "root";
}

function messageOf(issue: z.core.$ZodIssue): string {
  const ofNumber = numberProblem(issue);
  if (ofNumber !== null) return ofNumber;
  if (issue.code === "too_small") return "This is needed.";
  if (issue.code === "too_big") return `This is too long: at most ${issue.maximum} characters.`;
  if (issue.code === "invalid_type") return "This is needed.";
  return sentence(issue.message);
}

/** What is wrong with a number; null where it is none that is asked for. */
function numberProblem(issue: z.core.$ZodIssue): string | null {
  const numbers: readonly string[] = ["number", "int"];
  if (issue.code === "invalid_type") {
    return numbers.includes(issue.expected) ? "Enter a whole number." : null;
  }
  if (issue.code === "too_small" && numbers.includes(issue.origin)) {
    return `At least ${numberOf(Number(issue.minimum))}.`;
  }
  if (issue.code === "too_big" && numbers.includes(issue.origin)) {
    return `At most ${numberOf(Number(issue.maximum))}.`;
  }
  return null;
}

const sentence = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

/** What the server said is wrong, by field: for faults that only it can find. */
export function faultsByField<Values extends FieldValues>(
  failure: unknown,
  fields: Asks<Values>["fields"],
): readonly { readonly field: string; readonly message: string }[] {
  if (!(failure instanceof Refused)) return [];
  return failure.faults.map(({ pointer = "", detail }) => ({
    field: fieldOf({ fields }, pointer.split("/").slice(1)),
    message: sentence(detail),
  }));
}
