/** From what this provider answers to the answer the RFCs write, before it is validated. */
import type { AnswerPaths, AnswerTest, TokenAnswerRules } from "@grantry/catalogue/schema";
import { type Json, parseForm, parseJson } from "../lib/json.ts";
import { readLifetimeSeconds } from "../oauth/lifetime.ts";
import { clearFailure, clearScope, tokensAt } from "./clear-text.ts";
import { readMomentSeconds } from "./iso-time.ts";
import { firstValueAt, passes, textOf, valueAt } from "./json.ts";
import { type Failure, retryAfterSeconds } from "./provider-error.ts";

/** An answer of a token endpoint, rewritten. */
export interface ConformedAnswer {
  /** To be validated. */
  readonly response: Response;
  /** Why the answer is an error; null where it is none. */
  readonly failure: Failure | null;
  /** The whole answer, to pick declared values from. Holds secrets: it is never kept. */
  readonly document: Json | undefined;
  /** HTTP status as the provider sent it. */
  readonly status: number;
  readonly isEmpty: boolean;
  /** Every token of the answer, and what was sent for it: no text of it may hold any. */
  readonly secrets: readonly string[];
}

/** How an answer is to be read. */
export interface AnswerReading {
  readonly rules: TokenAnswerRules;
  readonly paths: AnswerPaths;
  readonly nowSeconds: number;
  /** What must not come back in a text: the client's secrets, code, verifier, tokens. */
  readonly sent: readonly string[];
}

/** Rewrites the answer of a token endpoint (RFC 6749 section 5). */
export async function conformTokenAnswer(
  answer: Response,
  reading: AnswerReading,
): Promise<ConformedAnswer> {
  const { status } = answer;
  const { document, isEmpty } = await readWhole(answer);
  const secrets = [...reading.sent, ...tokensAt(document, reading.paths)];
  const said = failureOf(answer, document, reading.rules, reading.nowSeconds);
  const failure = said && clearFailure(said, secrets);
  const seen = { failure, document, status, isEmpty, secrets };
  if (failure !== null) {
    const body = { error: failure.word ?? undefined };
    return { response: Response.json(body, { status: 400 }), ...seen };
  }
  const response =
    document === undefined
      ? new Response()
      : Response.json(standardMembers(document, reading, secrets));
  return { response, ...seen };
}

/**
 * Reads an answer as JSON, or as a form where it says that it is one. Undefined where it is neither, or
 * beyond what is read of anybody.
 */
export async function readAnswer(answer: Response): Promise<Json | undefined> {
  return (await readWhole(answer)).document;
}

/** The same, and whether there was anything to read. */
export async function readWhole(
  answer: Response,
): Promise<{ readonly document: Json | undefined; readonly isEmpty: boolean }> {
  const text = await answer.text();
  const type = answer.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const isForm = type === "application/x-www-form-urlencoded";
  return { document: isForm ? parseForm(text) : parseJson(text), isEmpty: text.trim() === "" };
}

interface ErrorReading {
  readonly error: readonly string[];
  readonly error_subtype?: readonly string[] | undefined;
  readonly succeeds_if?: AnswerTest | undefined;
}

/** An error word wins over everything beside it, then the status, then the declared test. */
export function failureOf(
  answer: Response,
  document: Json | undefined,
  reading: ErrorReading,
  nowSeconds: number,
): Failure | null {
  const error = firstValueAt(document, reading.error);
  const failed = error !== undefined && error !== false;
  if (!failed && answer.ok && passes(document, reading.succeeds_if)) return null;
  return {
    status: answer.status,
    word: failed ? (textOf(error) ?? null) : null,
    description: descriptionIn(document),
    subtypes: (reading.error_subtype ?? []).flatMap(
      (path) => textOf(valueAt(document, path)) ?? [],
    ),
    retryAfterSeconds: retryAfterSeconds(answer, nowSeconds),
  };
}

/** Whether an answer says, in the way its entry declares, that the token does not end. */
export function neverEnds(
  document: Json | undefined,
  rules: TokenAnswerRules,
  paths: AnswerPaths,
): boolean {
  const stated = firstValueAt(document, paths.expires_in);
  return rules.never_ends_at_zero && stated !== undefined && Number(stated) === 0;
}

/** A scope member that is there and empty says that nothing was granted; one that is not says nothing. */
function scopeAt(document: Json, from: readonly string[]): Json | undefined {
  const isEmpty = from.some((path) => valueAt(document, path) === "");
  return firstValueAt(document, from) ?? (isEmpty ? "" : undefined);
}

/** Where servers put a text beside an error: RFC 6749 section 5.2, and what others have. */
const descriptionPaths = [
  "error_description",
  "error.message",
  "error_message",
  "message",
  "detail",
];

function descriptionIn(document: Json | undefined): string | null {
  const text = firstValueAt(document, descriptionPaths);
  return typeof text === "string" ? text : null;
}

function standardMembers(
  document: Json,
  { rules, paths, nowSeconds }: AnswerReading,
  secrets: readonly string[],
) {
  const at = (from: readonly string[]) => firstValueAt(document, from);
  return {
    access_token: accessTokenIn(document, paths),
    refresh_token: at(paths.refresh_token),
    token_type: tokenType(at(paths.token_type), rules),
    expires_in: at(paths.expires_in) ?? secondsUntil(at(paths.expires_at ?? []), nowSeconds),
    scope: scopeText(clearScope(scopeAt(document, paths.scope), secrets), rules.scope_separator),
  };
}

/** Apps are handed it: what the answer calls its refresh token is none, whatever an entry of before says. */
function accessTokenIn(document: Json, paths: AnswerPaths): Json | undefined {
  const value = firstValueAt(document, paths.access_token);
  const isRefreshToken = value !== undefined && value === valueAt(document, "refresh_token");
  return isRefreshToken ? valueAt(document, "access_token") : value;
}

function tokenType(value: Json | undefined, rules: TokenAnswerRules): Json | undefined {
  if (value === undefined) return rules.token_type_required ? undefined : "bearer";
  const words = rules.bearer_words.map((word) => word.toLowerCase());
  return typeof value === "string" && words.includes(value.toLowerCase()) ? "bearer" : value;
}

function secondsUntil(value: Json | undefined, nowSeconds: number): number | undefined {
  const moment = typeof value === "string" ? readMomentSeconds(value) : null;
  return moment === null ? undefined : moment - nowSeconds;
}

/** How many scopes of an answer are looked at. Of any honest one that is all. */
const scopesRead = 5_000;

/** Granted scopes, each once, with spaces between them, as RFC 6749 section 3.3 has it. */
function scopeText(value: Json | undefined, separator: string | null): string | undefined {
  if (Array.isArray(value)) {
    const scopes = value.slice(0, scopesRead).filter((scope) => typeof scope === "string");
    return joined(scopes);
  }
  return typeof value === "string" ? joined(scopesIn(value, separator)) : undefined;
}

function joined(scopes: readonly string[]): string {
  return [...new Set(scopes.filter((scope) => scope !== ""))].join(" ");
}

/** The first scopes of a text, which is not taken apart any further. */
function scopesIn(text: string, separator: string | null): string[] {
  const isBlank = separator === null || separator.trim() === "" || separator === ",";
  if (!isBlank) return text.split(separator, scopesRead);
  const comma = separator === "," ? 0x2c : -1;
  const scopes: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length && scopes.length < scopesRead; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : blank;
    if (code > blank && code !== comma) continue;
    if (at > start) scopes.push(text.slice(start, at));
    start = at + 1;
  }
  return scopes;
}

/** Everything up to it is white space or a control character, and in no scope. */
const blank = 0x20;

/**
 * Seconds until the refresh token ends, where the answer says so: by itself, or with the grant, which
 * no refresh prolongs. Zero and less say nothing: some servers write them for one that does not end.
 */
export function refreshLifetimeOf(document: Json | undefined, paths: AnswerPaths): number | null {
  const { refresh_token_expires_in: own, refresh_token_hard_expires_in: hard } = paths;
  const ends = [own, ...(hard === undefined ? [] : [hard])].flatMap((place) => {
    const stated = firstValueAt(document, place);
    return Number(stated) <= 0 ? [] : (readLifetimeSeconds(stated) ?? []);
  });
  return ends.length === 0 ? null : Math.min(...ends);
}
