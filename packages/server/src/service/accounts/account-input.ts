/** What an account's email address, name and password must be. */
import { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";

const passwordCharactersMin = 12;
const passwordCharactersMax = 256;

/** Command lines accept an address only if its domain has a dot, and a name only if it is not empty. */
const emailSchema = z.email().max(254);
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u);

export interface AccountInput {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export interface CheckedAccount {
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly password: Secret;
}

/** Throws account_invalid, naming what is wrong. */
export function checkAccount({ email, name, password }: AccountInput): CheckedAccount {
  return {
    email: checkEmail(email),
    name: checkName(name),
    password: checkPassword(new Secret(password)),
  };
}

/** The address in lower case. Throws account_invalid. */
export function checkEmail(email: string): string {
  const result = emailSchema.safeParse(email.trim());
  if (result.success) return result.data.toLowerCase();
  throw invalid(
    "The email address must be like ada@example.com: its domain needs a dot, or command lines refuse it.",
  );
}

/** The domain of an email address, in lower case; empty where there is none. */
export function domainOf(email: string): string {
  return email
    .slice(email.lastIndexOf("@") + 1)
    .trim()
    .toLowerCase();
}

/** The name without blanks around it. Throws account_invalid. */
export function checkName(name: string): string {
  const result = nameSchema.safeParse(name);
  if (result.success) return result.data;
  throw invalid("The name must have 1 to 200 characters.");
}

/** Throws account_invalid. Length is what counts; no rules about kinds of characters. */
export function checkPassword(password: Secret): Secret {
  const { length } = password.reveal();
  if (length >= passwordCharactersMin && length <= passwordCharactersMax) return password;
  throw invalid(`The password must have at least ${passwordCharactersMin} characters.`);
}

function invalid(detail: string): GrantryError {
  return new GrantryError("account_invalid", { detail });
}
