/**
 * What a scope lets an app do, in the words that the person who consents reads. They stand apart from the
 * entries, by language, so that a further language is a further table and changes no entry.
 */
import { z } from "zod";

/** One line of a list of what an app can do: "See the events on all your calendars". */
const title = z
  .string()
  .min(8)
  .max(80)
  .regex(/^\p{Lu}/u, "must begin with a capital letter")
  .regex(/[^.\s]$/u, "must not end with a full stop");

/** What else the scope holds, and what it does not allow, where people would worry about it. */
const note = z
  .string()
  .min(8)
  .max(160)
  .regex(/^\p{Lu}/u, "must begin with a capital letter")
  .regex(/\.$/, "must be whole sentences");

/** A text alone is the title. */
const words = z.union([title, z.strictObject({ title, note })]);

/** The words of one connector's scopes. */
const ofConnector = z.record(z.string(), words);

/** The words of one language: provider, integration type, scope. */
export const scopeWordsSchema = z.record(z.string(), z.record(z.string(), ofConnector));

/** The words for a connector that asks for no scopes: integration type. */
export const accessWordsSchema = z.record(z.string(), words);

export type AccessWordsOfLanguage = Readonly<z.output<typeof accessWordsSchema>>;
export type ScopeWordsOfConnector = Readonly<z.output<typeof ofConnector>>;
export type ScopeWordsOfLanguage = Readonly<z.output<typeof scopeWordsSchema>>;
