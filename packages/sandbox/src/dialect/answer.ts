/** Plays a documented answer with tokens and dates of its own. */
import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { DialectAnswer } from "./fixture.ts";
import { replaceWords, type Words } from "./script.ts";

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value nobody else has, recognisably made from the fixture's. */
export function mint(word: string): string {
  return `${word}-${randomBytes(12).toString("hex")}`;
}

/**
 * The answer with every word replaced, every other token in it made anew, and its dates moved by so
 * many milliseconds; null where the fixture's dates stay.
 */
export function playAnswer(
  answer: DialectAnswer,
  words: Words,
  shiftMs: number | null,
): DialectAnswer {
  const { body } = answer;
  const played =
    typeof body === "string" ? replaceWords(body, words) : replay(body, words, shiftMs);
  return { ...answer, body: played };
}

/** The same for any JSON value. */
export function replay(value: unknown, words: Words, shiftMs: number | null): unknown {
  if (typeof value === "string") return words.get(value) ?? shifted(value, shiftMs);
  if (Array.isArray(value)) return value.map((one) => replay(one, words, shiftMs));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => {
    const isOtherToken =
      name.endsWith("_token") && typeof member === "string" && !words.has(member);
    return [name, isOtherToken ? mint(member) : replay(member, words, shiftMs)];
  });
  return Object.fromEntries(members);
}

function shifted(text: string, shiftMs: number | null): string {
  const fraction = isoTime.exec(text);
  if (shiftMs === null || fraction === null) return text;
  const moved = new Date(Date.parse(text) + shiftMs).toISOString();
  return fraction[1] === undefined ? moved.replace(/\.\d+Z$/, "Z") : moved;
}

/** Sends an answer as a fixture writes it. */
export function sendAnswer(
  response: ServerResponse,
  { status, headers, body }: DialectAnswer,
): void {
  // Not by `writeHead`: a fault may change what is set.
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === null) response.end();
  else response.end(typeof body === "string" ? body : JSON.stringify(body));
}
