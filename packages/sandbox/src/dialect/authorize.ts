/** The authorization endpoints of all types: check the request, ask, and send the browser back. */
import { createHmac } from "node:crypto";
import { mint, replay } from "./answer.ts";
import { scopeWords } from "./grant-words.ts";
import { accountWords } from "./people.ts";
import type { Script, Words } from "./script.ts";
import { clientWords, type Stage, shiftMs } from "./stage.ts";
import type { Consent } from "./state.ts";

/** How long a code can be exchanged. */
const codeLifetimeMs = 600_000;

export type Asked =
  | { readonly kind: "question"; readonly question: Question }
  | { readonly kind: "refused"; readonly problem: string };

/** An authorization request that is as documented. */
export interface Question {
  readonly script: Script;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string | null;
  readonly scopes: readonly string[];
  /** For the ID token; null where none was sent. */
  readonly nonce: string | null;
}

/** What the account holder decides, beyond yes. */
export interface Decision {
  /** By key; the first of the stage unless told. */
  readonly person?: string | null;
  /** Of those that were asked for; all unless told. */
  readonly scopes?: readonly string[];
}

/** Reads an authorization request at the address of a provider. */
export function ask(stage: Stage, url: URL): Asked {
  const scripts = stage.authorizations(url.host + url.pathname);
  const values = [...url.searchParams.values()];
  const script = scripts.find(({ clientId }) => values.includes(clientId));
  if (script === undefined) {
    const known = scripts.length > 0 ? "The client ID is not one of the sandbox's." : "";
    const problem = `${url.host}${url.pathname}: no authorization request is documented. ${known}`;
    return refuse(stage, problem.trim());
  }
  const problems = stage.isTolerant ? intolerable(script, url) : undocumented(script, url);
  if (problems.length > 0) {
    return refuse(
      stage,
      `${script.type}, authorization: not as documented: ${problems.join(", ")}`,
    );
  }
  return { kind: "question", question: questionOf(script, url) };
}

function refuse(stage: Stage, problem: string): Asked {
  stage.complain(problem);
  return { kind: "refused", problem };
}

function undocumented(script: Script, url: URL): string[] {
  const { parameters } = script.fixture.authorization_request;
  return Object.keys(parameters).filter((name) => !isAsDocumented(script, url, name));
}

/** What no provider takes: no way back or another than the client's, no code, a challenge of another kind. */
function intolerable(script: Script, url: URL): string[] {
  const { fixture, redirectUris } = script;
  const back = redirectUriOf(script, url);
  const isBack = URL.canParse(back) && (redirectUris?.includes(back) ?? true);
  const has = (name: string, ...values: string[]) =>
    values.includes(url.searchParams.get(name) ?? values[0] ?? "");
  const checks = {
    redirect_uri: isBack,
    response_type: has("response_type", "code"),
    code_challenge_method:
      fixture.code_challenge === null ||
      !url.searchParams.has("code_challenge") ||
      has("code_challenge_method", "S256"),
  };
  return Object.entries(checks).flatMap(([name, isFine]) => (isFine ? [] : [name]));
}

/** Fixed texts must be there as documented; what the client chooses must only be there. */
function isAsDocumented({ fixture, clientId }: Script, url: URL, name: string): boolean {
  const [value, ...more] = url.searchParams.getAll(name);
  const written = fixture.authorization_request.parameters[name] ?? "";
  if (value === undefined || value === "" || more.length > 0) return false;
  if (written === fixture.client.client_id) return value === clientId;
  if (written.startsWith(fixture.client.redirect_uri)) {
    if (!URL.canParse(value)) return false;
    return !written.includes(fixture.state) || new URL(value).searchParams.has("state");
  }
  const isChosen = written === fixture.state || written === fixture.code_challenge;
  if (name.includes("scope")) return areSeparatedAlike(value, written);
  return isChosen || value === written;
}

/** The client chooses the scopes, the provider what stands between them. */
function areSeparatedAlike(value: string, written: string): boolean {
  const [separator] = /[\s,]/.exec(written) ?? [];
  const used = value.match(/[\s,]/g) ?? [];
  return separator === undefined || used.every((one) => one === separator);
}

/** What stands in the parameter for which the fixture has this. */
function named(script: Script, url: URL, holds: (written: string) => boolean): string | null {
  const { parameters } = script.fixture.authorization_request;
  const name = Object.entries(parameters).find(([, written]) => holds(written))?.[0];
  return name === undefined ? null : url.searchParams.get(name);
}

function redirectUriOf(script: Script, url: URL): string {
  const { redirect_uri: documented } = script.fixture.client;
  return named(script, url, (written) => written.startsWith(documented)) ?? "";
}

function questionOf(script: Script, url: URL): Question {
  const { state, code_challenge, authorization_request: request } = script.fixture;
  const redirectUri = redirectUriOf(script, url);
  const inRedirect = new URL(redirectUri).searchParams.get("state");
  const documented = Object.keys(request.parameters).filter((name) => name.includes("scope"));
  const scopeText = [...new Set([...documented, "scope"])]
    .map((name) => url.searchParams.get(name) ?? "")
    .join(" ");
  return {
    script,
    redirectUri,
    state: named(script, url, (written) => written === state) ?? inRedirect ?? "",
    challenge:
      code_challenge === null ? null : named(script, url, (written) => written === code_challenge),
    scopes: scopeText.split(/[\s,]+/).filter((scope) => scope !== ""),
    nonce: url.searchParams.get("nonce"),
  };
}

/** Where the browser goes when the account holder allows. Throws for a person who is not on the stage. */
export function allow(stage: Stage, question: Question, decision: Decision = {}): URL {
  const { script, redirectUri, state, challenge } = question;
  const { fixture, type, codeWord } = script;
  const consent = consentOf(stage, question, decision);
  const words = new Map([
    [fixture.client.client_id, script.clientId],
    [fixture.state, state],
    ...accountWords(fixture, consent.holder),
    ...scopeWords(stage, {
      fixture,
      scopes: consent.scopes,
      answer: fixture.authorization_response,
    }),
  ]);
  if (fixture.code_challenge !== null) words.set(fixture.code_challenge, challenge ?? "");
  const target = new URL(redirectUri);
  if (codeWord === null) {
    stage.state.addGrant({ ...consent, redirectUri: bare(redirectUri) });
  } else {
    const code = mint(codeWord);
    words.set(codeWord, code);
    const endsAtMs = stage.state.nowMs() + codeLifetimeMs;
    stage.state.addCode(code, { ...consent, challenge, endsAtMs });
  }
  for (const [name, value] of Object.entries(fixture.authorization_response)) {
    const text = resigned(stage, script, { value, words }) ?? words.get(value) ?? value;
    // What was not asked with is not answered with.
    if (text !== "") target.searchParams.set(name, text);
  }
  stage.record(type, "allowed");
  return target;
}

function consentOf(stage: Stage, question: Question, { person, scopes }: Decision): Consent {
  const { script, redirectUri, scopes: asked, nonce } = question;
  const [first = null] = stage.holders;
  const holder =
    person === undefined || person === null
      ? first
      : stage.holders.find(({ key }) => key === person);
  if (holder === undefined) throw new Error(`There is nobody "${person}".`);
  const granted = scopes === undefined ? asked : asked.filter((one) => scopes.includes(one));
  return { type: script.type, redirectUri, holder, scopes: granted, nonce };
}

/** Where the browser goes when the account holder refuses (RFC 6749 section 4.1.2.1). */
export function deny({ redirectUri, state }: Question): URL {
  const target = new URL(redirectUri);
  target.searchParams.set("error", "access_denied");
  if (state !== "") target.searchParams.set("state", state);
  return target;
}

function bare(redirectUri: string): string {
  const url = new URL(redirectUri);
  return url.origin + url.pathname;
}

/**
 * A parameter that the provider signs with the client secret, signed anew with the dates of now; null
 * for every other one.
 */
function resigned(
  stage: Stage,
  script: Script,
  { value, words }: { value: string; words: Words },
): string | null {
  const [signature, payload, ...more] = value.split(".");
  if (signature === undefined || payload === undefined || more.length > 0) return null;
  if (sign(payload, script.fixture.client.client_secret) !== signature) return null;
  const document: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  const all = new Map([...clientWords(stage, script), ...words]);
  const anew = JSON.stringify(replay(document, all, shiftMs(stage, script)));
  const encoded = Buffer.from(anew).toString("base64url");
  return `${sign(encoded, stage.secretOf(script.type))}.${encoded}`;
}

function sign(payload: string, secret: string): string {
  return createHmac("sha256", secret).update(payload).digest("base64url");
}
