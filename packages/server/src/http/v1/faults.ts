/** What is wrong with the form of a request, in words that never hold the value that was sent. */
import type { z } from "zod";
import type { RequestFault } from "../../lib/error.ts";
import { pointerOf } from "../../lib/value-name.ts";

type Part = RequestFault["in"];
type Issue = z.core.$ZodIssue;

/** Shown of one request: a body of thousands of wrong members is not answered with as many. */
const faultsMax = 50;

/** All that zod found wrong with one part of a request, whose value `given` was. */
export function faultsOf(part: Part, { issues }: z.ZodError, given: unknown): RequestFault[] {
  return issues.flatMap((issue) => faultsOfIssue(part, issue, given)).slice(0, faultsMax);
}

function faultsOfIssue(part: Part, issue: Issue, given: unknown): RequestFault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      ...placeOf(part, [...issue.path, key]),
      code: "unknown",
      detail: "There is no such member here.",
    }));
  }
  const [code, detail] = isMissing(issue, given)
    ? (["missing", "It is needed."] as const)
    : wordsOf(issue);
  return [{ ...placeOf(part, issue.path), code, detail }];
}

/** Pointer (RFC 6901) into the body, or the name of a parameter. */
function placeOf(
  part: Part,
  path: readonly PropertyKey[],
): Pick<RequestFault, "in" | "pointer" | "name"> {
  if (part === "body") return { in: part, pointer: pointerOf(path) };
  return { in: part, name: path.map((one) => String(one).slice(0, 128)).join(".") };
}

function isMissing({ code, path }: Issue, given: unknown): boolean {
  if (code !== "invalid_type" && code !== "invalid_value") return false;
  let value = given;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[part];
  return value === undefined && given !== undefined
    ? true
    : path.length === 0 && given === undefined;
}

const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

function wordsOf(issue: Issue): readonly [code: string, detail: string] {
  switch (issue.code) {
    case "invalid_type":
      return ["wrong_type", `It must be ${typeNames[issue.expected] ?? issue.expected}.`];
    case "invalid_value":
      return ["not_allowed", `It must be one of: ${issue.values.map(String).join(", ")}.`];
    case "too_small":
      return ["too_small", `It must be at least ${issue.minimum}${unitOf(issue.origin)}.`];
    case "too_big":
      return ["too_big", `It must be at most ${issue.maximum}${unitOf(issue.origin)}.`];
    case "custom":
      return ["invalid", sentence(issue.message)];
    case "invalid_format":
      return [
        "invalid",
        issue.format === "regex" ? sentence(issue.message) : `It is not a valid ${issue.format}.`,
      ];
    default:
      return ["invalid", "It is not valid here."];
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " items" : "";
}

function sentence(message: string): string {
  const told = message.endsWith(".") ? message : `${message}.`;
  return /^(?:is|does|goes|holds|must|has)\b/.test(told) ? `It ${told}` : told;
}
