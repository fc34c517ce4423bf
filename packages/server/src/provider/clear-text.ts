/**
 * What is stored, shown or logged as it is holds no token, wherever a provider's entry says that it stands: it is
 * left out, as if it had not come.
 */
import type { AnswerPaths } from "@grantry/catalogue/schema";
import { cleanText } from "../lib/foreign-text.ts";
import type { Json } from "../lib/json.ts";
import type { Secret } from "../lib/secret.ts";
import { textOf, valueAt } from "./json.ts";
import type { Account, Grant, ProviderClient } from "./provider-client.ts";
import type { Failure } from "./provider-error.ts";
import type { Values } from "./template.ts";

export type IsClear = (text: string) => boolean;

/** From here on a text that holds a token does so by no chance. */
const tokenCharactersMin = 16;

/** Tells texts that hold none of these. */
export function clearOf(secrets: readonly string[]): IsClear {
  const held = secrets.filter((secret) => secret !== "");
  return (text) => !held.some((secret) => holds(text, secret));
}

/** Tells texts that hold neither token of a grant, nor a secret of its client. */
export function clearOfGrant(
  { clientSecrets }: ProviderClient,
  { accessToken, refreshToken }: Pick<Grant, "accessToken" | "refreshToken">,
): IsClear {
  return clearOf(revealed([accessToken, refreshToken, ...clientSecrets]));
}

export function revealed(secrets: readonly (Secret | null)[]): string[] {
  return secrets.flatMap((secret) => secret?.reveal() ?? []);
}

function holds(text: string, secret: string): boolean {
  return text === secret || (secret.length >= tokenCharactersMin && text.includes(secret));
}

const standardNames = ["access_token", "refresh_token", "id_token"];

/** Every token of a token answer: at the places that its entry names, and under the standard's names. */
export function tokensAt(document: Json | undefined, paths: AnswerPaths): string[] {
  const places = new Set([...paths.access_token, ...paths.refresh_token, ...standardNames]);
  return [...places].flatMap((place) => textOf(valueAt(document, place)) ?? []);
}

/** A failure without words that hold a secret, and with each left out of its description. */
export function clearFailure(failure: Failure, secrets: readonly string[]): Failure {
  const isClear = clearOf(secrets);
  return {
    ...failure,
    word: failure.word !== null && isClear(failure.word) ? failure.word : null,
    subtypes: failure.subtypes.filter(isClear),
    description: cleanText(failure.description, longestFirst(secrets)),
  };
}

/** A list of scopes as it came, before it is taken apart: afterwards a token could not be told. */
export function clearScope(scope: Json | undefined, secrets: readonly string[]): Json | undefined {
  if (Array.isArray(scope)) {
    const isClear = clearOf(secrets);
    return scope.filter((one) => typeof one !== "string" || isClear(one));
  }
  if (typeof scope !== "string") return scope;
  const held = longestFirst(secrets).filter((secret) => secret !== "" && holds(scope, secret));
  return held.reduce((text, secret) => text.replaceAll(secret, ""), scope);
}

function longestFirst(secrets: readonly string[]): string[] {
  return [...secrets].sort((one, other) => other.length - one.length);
}

/** An account without an id is none. */
export function clearAccount(account: Account | null, isClear: IsClear): Account | null {
  if (account === null) return null;
  if (![account.id, ...(account.formerIds ?? [])].every(isClear)) return null;
  return {
    ...account,
    email: clearText(account.email, isClear),
    name: clearText(account.name, isClear),
  };
}

export function clearText(text: string | null, isClear: IsClear): string | null {
  return text !== null && isClear(text) ? text : null;
}

export function clearValues(values: Values, isClear: IsClear): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isClear(value)));
}
