/** What is wrong with the form of a request, in words that never hold the value that was sent. */
import { z } from "zod";
import type { RequestFault } from "../../lib/error.ts";
import { pointerOf } from "../../lib/value-name.ts";

type Part = RequestFault["in"];
type Issue = z.core.$ZodIssue;

/** Shown of one request: a body of thousands of wrong members is not answered with as many. */
const faultsMax = 50;

/** A part of a request: its schema, and what was given. */
interface Read {
  readonly part: Part;
  readonly schema: z.ZodType;
  readonly given: unknown;
}

/** All that zod found wrong with one part of a request. */
export function faultsOf(read: Read, { issues }: z.ZodError): RequestFault[] {
  return issues.flatMap((issue) => faultsOfIssue(read, issue)).slice(0, faultsMax);
}

function faultsOfIssue({ part, schema, given }: Read, issue: Issue): RequestFault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const home = issue.path.length === 0 ? homeOf(schema, key) : undefined;
      const whereTo = home === undefined ? "" : `: it goes into ${pointerOf([home])}`;
      return {
        ...whereOf(part, [...issue.path, key]),
        code: "unknown",
        detail: `There is no such member here${whereTo}.`,
      };
    });
  }
  const [code, detail] = isMissing(issue, given)
    ? (["missing", neededWords(issue)] as const)
    : wordsOf(issue);
  return [{ ...whereOf(part, issue.path), code, detail }];
}

/** The member that has one of this name, where the object itself has none. */
function homeOf(schema: z.ZodType, key: string): string | undefined {
  if (!(schema instanceof z.ZodObject)) return undefined;
  const [home] =
    Object.entries(schema.shape).find(([, member]) => {
      const inner = member instanceof z.ZodOptional ? member.unwrap() : member;
      return inner instanceof z.ZodObject && Object.hasOwn(inner.shape, key);
    }) ?? [];
  return home;
}

function neededWords(issue: Issue): string {
  if (isOwn(issue.message)) return sentence(issue.message);
  if (issue.code !== "invalid_value") return "It is needed.";
  return `It is needed: one of ${issue.values.map(String).join(", ")}.`;
}

/** Pointer (RFC 6901) into the body, or the name of a parameter. */
function whereOf(
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
      return ["invalid", formatWords(issue)];
    default:
      return ["invalid", "It is not valid here."];
  }
}

function formatWords({ format, message }: Extract<Issue, { code: "invalid_format" }>): string {
  if (format === "regex") return sentence(message);
  if (format !== "datetime") return `It is not a valid ${format}.`;
  return "It must be a time in UTC, as RFC 3339 writes it: 2026-05-04T09:00:00Z.";
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " items" : "";
}

function sentence(message: string): string {
  const told = message.endsWith(".") ? message : `${message}.`;
  return isOwn(told) ? `It ${told}` : told;
}

/** Whether a schema of ours says it, and not zod. */
function isOwn(message: string): boolean {
  return /^(?:is|does|goes|holds|must|has)\b/.test(message);
}
