/** Who has an account at the providers of a world. */
import type { Person } from "../dialect/people.ts";
import { named } from "./named.ts";

/** Who there is unless a world is told otherwise. */
export type DefaultUser = "ada" | "bo" | "cy";

/** What the providers know of somebody. */
export interface UserDetails {
  /** First name and family name; `Ada Example` for a user `ada` unless told. */
  readonly name?: string;
  /** `ada@example.com` for a user `ada` unless told. */
  readonly email?: string;
}

/** A user of the world, as the providers know them. */
export interface SandboxUser<User extends string> extends Required<UserDetails> {
  readonly key: User;
}

/** Ids are made different up to here. */
const usersMax = 9;

const defaults: Readonly<Record<DefaultUser, UserDetails>> = { ada: {}, bo: {}, cy: {} };

/** The users of a world, in their order. Throws where there is nobody, or too many. */
export function declareUsers(given: Readonly<Record<string, UserDetails>> = defaults): Person[] {
  const users = Object.entries(given);
  if (users.length === 0 || users.length > usersMax) {
    throw new Error(`A sandbox has one to ${usersMax} users; ${users.length} are declared.`);
  }
  return users.map(([key, { name, email }]) => ({
    key,
    name: name ?? `${key.charAt(0).toUpperCase()}${key.slice(1)} Example`,
    email: email ?? `${key}@example.com`,
  }));
}

/** Throws for somebody whom the world does not know, and names those whom it does. */
export function requireUser(people: readonly Person[], key: string): void {
  if (people.some((one) => one.key === key)) return;
  const known = named(people.map((one) => one.key));
  throw new Error(
    `The sandbox has no user "${key}"; it has ${known}. \`startSandbox({ users })\` declares others.`,
  );
}
