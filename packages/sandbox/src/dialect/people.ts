/**
 * The account holders of a stage. A fixture describes one account, Ada Example's; everybody else has one like it,
 * with an id, a name and an email address of their own.
 */
import type { DialectFixture } from "./fixture.ts";

type Words = ReadonlyMap<string, string>;

export interface Person {
  /** How a test names them, such as `ada`. */
  readonly key: string;
  /** Such as `Ada Example`. */
  readonly name: string;
  readonly email: string;
}

export interface ProviderAccount {
  readonly id: string;
  /** Null where the provider does not tell. */
  readonly email: string | null;
  readonly name: string | null;
}

/** A person and their place among all, which makes their ids different. */
export interface Holder extends Person {
  readonly index: number;
}

/** Whom the fixtures describe. */
const described = { name: "Ada Example", first: "Ada", email: "ada@example.com" } as const;

/** The account as the provider calls it: its own id, and what it tells of the person. */
export function accountOf(fixture: DialectFixture, holder: Holder | null): ProviderAccount {
  return personalise(fixture.account.account, fixture, holder);
}

/** What stands in requests for the id of the fixture's account. */
export function accountWords(fixture: DialectFixture, holder: Holder | null): Words {
  const part = ownPart(fixture);
  if (holder === null || holder.index === 0 || part === null) return new Map();
  return new Map([[part, movedId(part, holder.index)]]);
}

/** Any JSON value of the fixture, with the account of this holder in it. */
export function personalise<T>(value: T, fixture: DialectFixture, holder: Holder | null): T {
  if (holder === null) return value;
  const words = accountWords(fixture, holder);
  const isDescribed = holder.name === described.name && holder.email === described.email;
  if (isDescribed && words.size === 0) return value;
  return walk(value, (text) => rename(replaceId(text, words), holder)) as T;
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value === "number") {
    const changed = change(String(value));
    return changed === String(value) ? value : Number(changed);
  }
  if (Array.isArray(value)) return value.map((one) => walk(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, walk(member, change)]),
  );
}

function replaceId(text: string, words: Words): string {
  let replaced = text;
  for (const [before, after] of words) {
    const literal = before.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
    const whole = new RegExp(`(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`, "g");
    replaced = replaced.replace(whole, () => after);
  }
  return replaced;
}

function rename(text: string, { name, email }: Person): string {
  const [first = name] = name.split(" ");
  return text
    .replaceAll(described.email, () => email)
    .replaceAll(described.name, () => name)
    .replace(/(?<![a-z])ada(?![a-z])/gi, (word) => {
      if (word === word.toUpperCase()) return first.toUpperCase();
      return word === word.toLowerCase() ? first.toLowerCase() : first;
    });
}

/** The part of the account's id that is the account's alone; null where it is an address that was set up. */
function ownPart({ account, settings }: DialectFixture): string | null {
  const { id } = account.account;
  const part = id.slice(id.lastIndexOf(":") + 1);
  return Object.values(settings).some((value) => value.includes(part)) ? null : part;
}

/** Another id of the same form. */
function movedId(id: string, by: number): string {
  if (/^\d+$/.test(id)) return (BigInt(id) + BigInt(by)).toString().padStart(id.length, "0");
  const last = id.charCodeAt(id.length - 1);
  const [from = 0, size = 1] =
    [
      [48, 10],
      [65, 26],
      [97, 26],
    ].find(([start = 0, count = 0]) => last >= start && last < start + count) ?? [];
  const moved = String.fromCharCode(from + ((last - from + by) % size));
  return id.slice(0, -1) + moved;
}
