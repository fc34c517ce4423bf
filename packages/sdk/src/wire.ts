/**
 * Reads members of the server's JSON. Each reader throws a GrantryError of code
 * `unexpected_answer` where the member is not what the contract says, so that no caller ever gets
 * an undefined token.
 */
import { GrantryError } from "./errors.ts";

export type WireObject = Readonly<Record<string, unknown>>;

/** An answer that should be of this shape, and of which nothing was looked at yet. */
export type Unread<Shape> = { readonly [Name in keyof Shape]?: unknown };

export function readText<Body extends object>(body: Body, name: keyof Body & string): string {
  const value: unknown = body[name];
  return typeof value === "string" && value !== "" ? value : fail(name);
}

export function readTextOrNull<Body extends object>(
  body: Body,
  name: keyof Body & string,
): string | null {
  const value: unknown = body[name];
  return typeof value === "string" || value === null ? value : fail(name);
}

export function readNumber<Body extends object>(body: Body, name: keyof Body & string): number {
  return readNumberOrNull(body, name) ?? fail(name);
}

export function readNumberOrNull<Body extends object>(
  body: Body,
  name: keyof Body & string,
): number | null {
  const value: unknown = body[name];
  return typeof value === "number" || value === null ? value : fail(name);
}

export function readTexts<Body extends object>(body: Body, name: keyof Body & string): string[] {
  const value: unknown = body[name];
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isTexts ? value : fail(name);
}

export function readObjects<Body extends object>(
  body: Body,
  name: keyof Body & string,
): WireObject[] {
  const value: unknown = body[name];
  return Array.isArray(value) && value.every(isObject) ? value : fail(name);
}

export function readObject<Body extends object>(body: Body, name: keyof Body & string): WireObject {
  return readObjectOrNull(body, name) ?? fail(name);
}

export function readObjectOrNull<Body extends object>(
  body: Body,
  name: keyof Body & string,
): WireObject | null {
  const value: unknown = body[name];
  return value === null || isObject(value) ? value : fail(name);
}

/** A record of texts; null where it is empty. */
export function readTextRecord<Body extends object>(
  body: Body,
  name: keyof Body & string,
): Record<string, string> | null {
  const value = readObject(body, name);
  if (!isTextRecord(value)) return fail(name);
  return Object.keys(value).length === 0 ? null : value;
}

export function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextRecord(value: WireObject): value is Record<string, string> {
  return Object.values(value).every((member) => typeof member === "string");
}

function fail(name: string): never {
  throw unexpectedAnswer(`The server's answer has no usable "${name}".`);
}

/** Of an answer that is the server's, and not what it should be. */
export function unexpectedAnswer(message: string): GrantryError {
  return new GrantryError(message, { code: "unexpected_answer", status: 200 });
}
