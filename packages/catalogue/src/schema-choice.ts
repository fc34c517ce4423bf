/** What a grant is used for, where consent alone leaves that open: one site of several. */
import { z } from "zod";
import { apiRequest, path, test } from "./schema-words.ts";

/**
 * A call right after consent, before the account is read, whose answer lists what the grant reaches. The
 * values that are kept of an item are those of `kept_values` with `from: "choice"`. An item that lacks a
 * required one, or has one that does not match its pattern, does not count; items with the same values are
 * one. One item is taken; of several the person chooses; without any, consent ends without a connection.
 */
export const choice = z.strictObject({
  /** No value of the choice can stand in it. */
  request: apiRequest,
  /** Error test for providers that answer errors with HTTP 200. */
  succeeds_if: test.optional(),
  /** Where the list stands in the answer; absent where the answer is the list. */
  list: path.optional(),
  /** What one item is called, in the singular: `site`. */
  noun: z
    .string()
    .regex(/^[A-Za-z](?:[A-Za-z -]{0,38}[A-Za-z])?$/, "must be a few letters, such as site"),
  /** Where the name stands that people know an item by. */
  label: z.array(path).min(1),
  /** Where a further line stands that tells apart what has the same name, such as an address. */
  hint: z.array(path).default([]),
});
