/** The code that a person reads on one screen and types on another (RFC 8628 section 6.1). */
import { randomInt } from "node:crypto";
import { Secret } from "../../../lib/secret.ts";

/** Consonants only: no word can come of it, and no letter is taken for a digit. */
const alphabet = "BCDFGHJKLMNPQRSTVWXZ";
const length = 8;

export function newUserCode(): Secret {
  const letters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]);
  return new Secret(letters.join(""));
}

/** As it is shown: in two halves. */
export function shownUserCode(code: Secret): string {
  return code.reveal().replace(/^(.{4})/, "$1-");
}

/** What was typed, in the normal form: any case, with or without separators. */
export function typedUserCode(text: string): Secret {
  return new Secret(text.toUpperCase().replace(/[^A-Z0-9]/g, ""));
}
