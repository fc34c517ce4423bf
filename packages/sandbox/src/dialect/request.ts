/** Compares requests with the documented ones, name by name. */
import type { DialectRequest } from "./fixture.ts";
import type { Received } from "./received.ts";
import { addressOf, type Play, replaceWords, type Words } from "./script.ts";

/** A difference, and whose mistake it would be at the provider. */
export interface Difference {
  readonly field: string;
  /** `shape`: the request is not the documented one. */
  readonly about: "shape" | "client" | "grant";
}

/** Everything of a request that is compared, by a name that says where it stands. */
type Fields = ReadonlyMap<string, string>;

/** Every text of a request that may be a client id, a code or a token. */
export function credentialsIn(received: Received): string[] {
  const [scheme = "", word = ""] = splitAuthorization(received.headers["authorization"] ?? "");
  const basic = scheme.toLowerCase() === "basic" ? basicParts(word) : [];
  const path = received.url.pathname.split("/").filter((step) => step !== "");
  return [...bodyFields(received).values(), ...received.url.searchParams.values()].concat(
    [word, scheme, ...basic, ...path].filter((text) => text !== ""),
  );
}

/**
 * How a request differs from the one of the play. `words` says what stands for what now; a word that
 * nothing may stand for is mapped to something that is never sent.
 */
export function compare(received: Received, play: Play, words: Words): Difference[] {
  const written = fieldsOf(play.call.request, new Map());
  const expected = fieldsOf(play.call.request, words);
  const actual = receivedFields(received, play.call.request);
  const differences: Difference[] = [];
  const url = new URL(replaceWords(play.call.request.url, words));
  if (addressOf("", url) !== addressOf("", received.url)) {
    differences.push({ field: `address ${url.host}${url.pathname}`, about: "shape" });
  }
  for (const field of new Set([...expected.keys(), ...actual.keys()])) {
    const value = actual.get(field);
    if (value === expected.get(field)) continue;
    const missing = value === undefined || !expected.has(field);
    const about = missing ? "shape" : subjectOf(written.get(field) ?? "", play);
    differences.push({ field, about });
  }
  return differences;
}

/** The name of the field in which the documented request writes this word, alone. */
export function fieldOfWord(request: DialectRequest, word: string): string | undefined {
  for (const [field, value] of fieldsOf(request, new Map())) if (value === word) return field;
  return undefined;
}

/** What stands in a field of a request. */
export function valueIn(
  received: Received,
  request: DialectRequest,
  field: string,
): string | undefined {
  return receivedFields(received, request).get(field);
}

/** Whose a value is that is not as it should be. */
function subjectOf(written: string, { script }: Play): Difference["about"] {
  const { client, code_verifier, token } = script.fixture;
  const holds = (word: string | null) =>
    word !== null && (written.includes(word) || written.includes(encodeURIComponent(word)));
  if (holds(client.client_secret) || holds(client.client_id)) return "client";
  const { access_token, refresh_token } = token.grant;
  const ofGrant = [client.redirect_uri, script.codeWord, code_verifier, script.shortTokenWord];
  return [...ofGrant, access_token, refresh_token].some(holds) ? "grant" : "shape";
}

function fieldsOf(request: DialectRequest, words: Words): Fields {
  const fields = new Map<string, string>();
  const url = new URL(request.url);
  for (const [name, value] of url.searchParams)
    fields.set(`query ${name}`, replaceWords(value, words));
  for (const [name, value] of Object.entries(request.headers)) {
    const clear = name === "authorization" ? clearAuthorization(value) : value;
    fields.set(`header ${name}`, replaceWords(clear, words));
  }
  for (const [name, value] of Object.entries(request.body ?? {})) {
    fields.set(`body ${name}`, replaceWords(value, words));
  }
  return fields;
}

/** The same of a request that arrived; of its headers those that the documented one names. */
function receivedFields(received: Received, documented: DialectRequest): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of received.url.searchParams) fields.set(`query ${name}`, value);
  for (const [name, value] of Object.entries(received.headers)) {
    // Credentials in a header count also where none are documented.
    const counts = name === "authorization" || Object.hasOwn(documented.headers, name);
    const clear = name === "authorization" ? clearAuthorization(value) : value;
    if (counts) fields.set(`header ${name}`, clear);
  }
  for (const [name, value] of bodyFields(received)) fields.set(`body ${name}`, value);
  return fields;
}

/** The members of a body, form or JSON, as texts. */
export function bodyFields({ headers, body }: Received): ReadonlyMap<string, string> {
  if (body === "") return new Map();
  if (headers["content-type"]?.startsWith("application/json") !== true) {
    return new Map(new URLSearchParams(body));
  }
  try {
    const document: unknown = JSON.parse(body);
    const members = typeof document === "object" && document !== null ? document : { "": document };
    const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    return new Map(Object.entries(members).map(([name, value]) => [name, text(value)]));
  } catch {
    return new Map([["", body]]);
  }
}

/** Basic credentials as the text they encode, so that words in them can be told apart. */
function clearAuthorization(value: string): string {
  const [scheme, word] = splitAuthorization(value);
  return scheme === "Basic" ? `Basic ${Buffer.from(word ?? "", "base64").toString("utf8")}` : value;
}

function basicParts(word: string): string[] {
  const text = Buffer.from(word, "base64").toString("utf8");
  const id = text.split(":", 1)[0] ?? "";
  try {
    return [id, decodeURIComponent(id)];
  } catch {
    return [id];
  }
}

function splitAuthorization(value: string): string[] {
  const at = value.indexOf(" ");
  return at === -1 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}
