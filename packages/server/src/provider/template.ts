/** Fills the `{name}` placeholders of a catalogue entry. */
import { GrantryError } from "../lib/error.ts";

export type Values = Readonly<Record<string, string>>;

/** `{+name}` (RFC 6570 section 3.2.3) may fill several steps of a path. */
const placeholder = /\{(\+?)([a-z0-9_-]+)\}/gi;
/** What may stand for a host or a part of one. */
const hostPart = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** A text with every placeholder filled; null where a value is missing. */
export function expandText(template: string, values: Values): string | null {
  let complete = true;
  const text = template.replace(placeholder, (_whole, _steps, name: string) => {
    const value = fillerOf(values, name);
    if (value === undefined) complete = false;
    return value ?? "";
  });
  return complete ? text : null;
}

/** A record of texts with every placeholder filled, without those that lack a value. */
export function expandTexts(templates: Values, values: Values): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, template] of Object.entries(templates)) {
    const text = expandText(template, values);
    if (text !== null) texts[name] = text;
  }
  return texts;
}

/**
 * A URL with every placeholder filled. A value can fill a place but not make one: outside the host
 * it is percent-encoded whole, inside the host it may only hold what a host holds. The host that
 * results must be the one that was written.
 *
 * Throws `connection_config_invalid`, naming the placeholder.
 */
export function expandUrl(template: string, values: Values, allowInsecure: boolean): URL {
  const [, scheme = "", authority = "", rest = ""] = splitUrl(template);
  const host = fill(authority, values, hostValue);
  const filled = fill(rest, values, encodeValue, encodeSteps);
  if (rest.includes("{+") && hasEmptyStep(filled)) {
    throw invalid("The settings make an empty step in the path of an address.");
  }
  const text = scheme + host + filled;
  if (!URL.canParse(text)) throw invalid("The settings do not make a valid address.");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.hostname !== hostName(host)) {
    throw invalid("The settings do not make a valid host.");
  }
  if (url.protocol !== "https:" && !allowInsecure) {
    throw invalid(`The address ${url.origin} is not https.`);
  }
  return url;
}

/** The placeholders in the host of a URL template, and whether one of them ends the host. */
export function hostPlaceholders(template: string): { names: string[]; last: string | null } {
  const [, , authority = ""] = splitUrl(template);
  const names = [...authority.matchAll(placeholder)].map(([, , name = ""]) => name);
  // Without the port, which may be a placeholder itself, and the dot of a name that is whole.
  const host = authority.replace(/:(?:\d+|\{\+?[a-z0-9_-]+\})$/i, "").replace(/\.$/, "");
  const last = /\{\+?([a-z0-9_-]+)\}$/i.exec(host)?.[1] ?? null;
  return { names, last };
}

/** Every placeholder of a template. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map(([, , name = ""]) => name);
}

/** Whether a value is a host and one of, or below one of, the allowed hosts. */
export function isAllowedHost(host: string, suffixes: readonly string[]): boolean {
  const name = hostName(host);
  if (!hostPart.test(name) || name.includes("..")) return false;
  return suffixes.some((suffix) =>
    suffix.startsWith(".") ? name.endsWith(suffix) : name === suffix,
  );
}

/** The host of an https origin; every other value as it is. */
export function hostOf(value: string): string {
  if (!value.startsWith("https://") || !URL.canParse(value)) return value;
  const url = new URL(value);
  const isOrigin = value === url.origin || value === `${url.origin}/`;
  return isOrigin ? url.host : value;
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

function splitUrl(template: string): readonly string[] {
  return /^(https?:\/\/)([^/?#]*)(.*)$/.exec(template) ?? [];
}

type Write = (name: string, value: string) => string;

function fill(template: string, values: Values, write: Write, writeSteps: Write = write) {
  return template.replace(placeholder, (_whole, steps: string, name: string) => {
    const value = fillerOf(values, name);
    if (value === undefined) throw invalid(`The setting "${name}" is missing.`);
    return steps === "+" ? writeSteps(name, value) : write(name, value);
  });
}

function hostValue(name: string, value: string): string {
  const host = hostOf(value);
  if (!hostPart.test(host) || host.includes("..")) {
    throw invalid(`The setting "${name}" cannot be a host.`);
  }
  return host;
}

function encodeValue(name: string, value: string): string {
  const isStep = value === "." || value === "..";
  if (isStep || !value.isWellFormed()) throw invalid(`The setting "${name}" is not allowed.`);
  return encodeURIComponent(value);
}

/** RFC 3986 section 3.3: servers do not agree on what `//` is in a path. */
function hasEmptyStep(rest: string): boolean {
  return (rest.split(/[?#]/, 1)[0] ?? "").includes("//");
}

/** Steps of a path, each encoded by itself; none that leads up, none that is empty but the end of the last. */
function encodeSteps(name: string, value: string): string {
  if (value.startsWith("/") || value.includes("//")) {
    throw invalid(`The setting "${name}" has an empty step in its path.`);
  }
  return value
    .split("/")
    .map((step) => encodeValue(name, step))
    .join("/");
}

function fillerOf(values: Values, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function invalid(detail: string): GrantryError {
  return new GrantryError("connection_config_invalid", { detail });
}
