/** Whom a message is about (RFC 9493, and the complex subjects of the Shared Signals Framework). */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { malformed } from "./refusal.ts";
import type { Message } from "./verify.ts";

/** A person by an issuer's word. */
export interface Subject {
  /** Null where the message's own is meant. */
  readonly issuer: string | null;
  readonly subject: string;
}

const identifiersMax = 20;
const simple = z.looseObject({ format: z.string().max(64) });
const issSub = z.looseObject({
  iss: z.string().min(1).max(2_048),
  sub: z.string().min(1).max(512),
});
const opaque = z.looseObject({ id: z.string().min(1).max(512) });
const aliases = z.looseObject({ identifiers: z.array(simple).max(identifiersMax) });

/**
 * What the subject is called, by all of its names; none where they are of kinds by which nobody is found here. Addresses and
 * telephone numbers are such: they may pass to somebody else. Throws a SignalRefusal where there is none, or two different ones.
 */
export function subjectNames({ sub_id: whole, events }: Message): Subject[] {
  const within = Object.values(events).map(({ subject }) => subject);
  const said = [whole, ...within].filter((one) => one !== undefined);
  const [first, ...more] = said;
  if (first === undefined) throw malformed('The token has no subject ("sub_id").');
  if (more.some((one) => !isDeepStrictEqual(one, first))) {
    throw malformed("The token names several subjects.");
  }
  const user = ofFormat(first, "complex") ? userOf(first) : first;
  if (user === undefined) return [];
  const names = ofFormat(user, "aliases") ? parsed(aliases, user).identifiers : [user];
  return names.map(personOf).filter((one) => one !== null);
}

function personOf(given: unknown): Subject | null {
  const { format } = parsed(simple, given);
  if (format === "iss_sub") {
    const { iss, sub } = parsed(issSub, given);
    return { issuer: iss, subject: sub };
  }
  return format === "opaque" ? { issuer: null, subject: parsed(opaque, given).id } : null;
}

/** Of whom the session, device or tenant beside it is; a message about one of these alone names nobody. */
const userOf = (complex: unknown): unknown => (complex as { user?: unknown }).user;

function ofFormat(given: unknown, format: string): boolean {
  return parsed(simple, given).format === format;
}

function parsed<T>(schema: z.ZodType<T>, given: unknown): T {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw malformed("The subject is not as its format has it (RFC 9493).", read.error);
}
