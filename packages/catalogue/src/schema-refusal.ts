/**
 * How an API answers a call whose token it does not take. A 401 does not always mean a dead token
 * (RFC 6750 section 3.1 says so; not every API follows), and some say it with another status.
 */
import { z } from "zod";

/**
 * Where a value stands in the answer's JSON: names, indexes, and `*` for every entry of a list. None
 * at all is the body itself, also where it is a text. Not the paths of other sections: here names may
 * hold dots, and lists are searched.
 */
const place = z.array(z.union([z.string().min(1), z.number().int().nonnegative()])).max(12);

/** Holds where one of the values at the place, as text, is or begins with one of these. */
const bodyTest = z.strictObject({
  at: place,
  equals: z.array(z.string().min(1)).default([]),
  starts_with: z.array(z.string().min(1)).default([]),
});

/** Holds where the header is there and holds this text, in any case. */
const headerTest = z.strictObject({ name: z.string().min(1), holds: z.string().min(1) });

/** Holds where everything given holds. */
const part = z.strictObject({ header: headerTest.optional(), body: bodyTest.optional() });

/** One kind of answer: its status is one of these, what is given holds, and no exception does. */
const refusalSign = z.strictObject({
  statuses: z.array(z.number().int().min(200).max(599)).min(1),
  ...part.shape,
  unless: z.array(part).default([]),
});

/** What the section `api` says of refusals. A sign of `missing_scope` wins over `refused_token`. */
export const refusals = {
  /** The token is over or was taken back: another one may help. */
  refused_token: z
    .array(refusalSign)
    .min(1)
    .prefault([{ statuses: [401] }]),
  /** The token is good, and was not granted what the call needs. */
  missing_scope: z.array(refusalSign).default([]),
};

const whole = z.object(refusals);

/** How an API tells that it refuses a token, and that a token lacks a permission. */
export type ApiRefusals = z.output<typeof whole>;
export type RefusalSign = ApiRefusals["refused_token"][number];
