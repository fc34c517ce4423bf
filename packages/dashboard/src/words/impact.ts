/** What a change does to connections, in sentences with numbers. */
import type { Schemas } from "../api/client.ts";
import { beginning, counted, countedTo, type Many } from "./plural.ts";
import { onDay } from "./time.ts";

export type Impact = Schemas["Impact"];

const all = new Intl.ListFormat("en", { type: "conjunction" });

/** So many apps are named at most. */
const namedMax = 5;

/** `Daybook, Ledger, and 96 other apps`. */
function namesOf(apps: Impact["apps"]): string {
  const named = apps.length <= namedMax ? apps : apps.slice(0, namedMax - 1);
  const rest = apps.length - named.length;
  return all.format([
    ...named.map(({ name }) => name),
    ...(rest === 0 ? [] : [counted(rest, "other app")]),
  ]);
}

type Sentence = (many: Many, of: Impact, provider: string) => string | null;

const isNone = ({ count, atLeast }: Many) => count === 0 && !atLeast;
/** How many do something, at the beginning of a sentence. */
const say = (many: Many, one: string, other: string) => beginning(countedTo(many, one, other));

/** Of too many to look at all, none of those that were looked at. */
const unknown =
  "None of the connections that were looked at is affected, but there are too many to look at all of them.";

const keep = (many: Many, what: string) => {
  if (isNone(many)) return "";
  if (many.count === 0) return ` ${unknown}`;
  return ` ${say(many, "connection keeps", "connections keep")} ${what}.`;
};

/** The sentence about those that something happens to; `none` where it happens to none. */
const happens = (many: Many, none: string | null, words: () => string) =>
  isNone(many) ? none : many.count === 0 ? unknown : words();

const sentences: Readonly<Record<string, Sentence>> = {
  scopes_added: (many) =>
    `New connections ask for what was added.${keep(many, "what was granted, until people connect again")}`,
  scopes_removed: (many, _of, provider) =>
    `What was taken away is no longer asked for.${keep(many, `it at ${provider} until people connect again`)}`,
  client_changed: (many, { last_token_ends_at: last }) =>
    happens(
      many,
      "Nobody is connected with the old client.",
      () =>
        `${say(many, "connection ends when its token expires", "connections end when their tokens expire")}${
          last === null ? "" : `, the last on ${onDay(last)}`
        }: refresh tokens belong to the old client.`,
    ),
  settings_changed: (many) =>
    `New connections get these values.${keep(many, "those that it was made with")}`,
  deleted: (many, { apps }) =>
    happens(many, "Nobody is connected through it.", () => {
      const named = many.atLeast ? `Among others, ${namesOf(apps)}` : namesOf(apps);
      const verb = apps.length === 1 ? "gets" : "get";
      return `${say(many, "connection ends", "connections end")}. ${named} ${verb} no more tokens from them.`;
    }),
  tokens_stop: (many) =>
    happens(
      many,
      null,
      () =>
        `${say(many, "connection stops giving tokens and is", "connections stop giving tokens and are")} kept.`,
    ),
  tokens_resume: (many) =>
    happens(many, null, () => `${say(many, "connection gives", "connections give")} tokens again.`),
  scopes_not_asked: (many) =>
    happens(
      many,
      null,
      () =>
        `${say(many, "connection has", "connections have")} more than that, and keep it until people connect again.`,
    ),
};

/** What there is to say before the change is made; nothing where nobody is touched. */
export function impactInWords(impact: Impact, provider: string): string[] {
  return impact.warnings
    .map(
      ({ code, connections: count, at_least: atLeast }) =>
        sentences[code]?.({ count, atLeast }, impact, provider) ?? null,
    )
    .filter((sentence) => sentence !== null);
}
