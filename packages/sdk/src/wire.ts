/**
 * Reads members of the server's JSON. Each reader throws a GrantryError of code
 * `unexpected_answer` where the member is not what the contract says, so that no caller ever gets
 * an undefined token.
 */
import { GrantryError } from "./errors.ts";

export type WireObject = Readonly<Record<string, unknown>>;

export function readText(body: WireObject, name: string): string {
  const value = body[name];
  return typeof value === "string" && value !== "" ? value : fail(name);
}

export function readTextOrNull(body: WireObject, name: string): string | null {
  const value = body[name];
  return typeof value === "string" || value === null ? value : fail(name);
}

export function readNumber(body: WireObject, name: string): number {
  const value = body[name];
  return typeof value === "number" ? value : fail(name);
}

export function readNumberOrNull(body: WireObject, name: string): number | null {
  const value = body[name];
  return typeof value === "number" || value === null ? value : fail(name);
}

export function readBoolean(body: WireObject, name: string): boolean {
  const value = body[name];
  return typeof value === "boolean" ? value : fail(name);
}

export function readTexts(body: WireObject, name: string): string[] {
  const value = body[name];
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isTexts ? value : fail(name);
}

export function readObjects(body: WireObject, name: string): WireObject[] {
  const value = body[name];
  return Array.isArray(value) && value.every(isObject) ? value : fail(name);
}

export function readObjectOrNull(body: WireObject, name: string): WireObject | null {
  const value = body[name];
  return value === null || isObject(value) ? value : fail(name);
}

export function readTextRecordOrNull(
  body: WireObject,
  name: string,
): Record<string, string> | null {
  const value = readObjectOrNull(body, name);
  return value === null || isTextRecord(value) ? value : fail(name);
}

export function readOneOf<Value extends string>(
  body: WireObject,
  name: string,
  values: readonly Value[],
): Value {
  return values.find((value) => value === body[name]) ?? fail(name);
}

function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextRecord(value: WireObject): value is Record<string, string> {
  return Object.values(value).every((member) => typeof member === "string");
}

function fail(name: string): never {
  throw new GrantryError(`The server's answer has no usable "${name}".`, {
    code: "unexpected_answer",
    status: 200,
  });
}
