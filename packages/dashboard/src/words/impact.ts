/** What a change does to connections, in sentences with numbers. */
import type { Schemas } from "../api/client.ts";
import { counted } from "./plural.ts";
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

type Sentence = (count: number, of: Impact, provider: string) => string | null;

const keep = (count: number, what: string) =>
  count === 0 ? "" : ` ${counted(count, "connection keeps", "connections keep")} ${what}.`;

const sentences: Readonly<Record<string, Sentence>> = {
  scopes_added: (count) =>
    `New connections ask for what was added.${keep(count, "what was granted, until people connect again")}`,
  scopes_removed: (count, _of, provider) =>
    `What was taken away is no longer asked for.${keep(count, `it at ${provider} until people connect again`)}`,
  client_changed: (count, { last_token_ends_at: last }) =>
    count === 0
      ? "Nobody is connected with the old client."
      : `${counted(count, "connection ends when its token expires", "connections end when their tokens expire")}${
          last === null ? "" : `, the last on ${onDay(last)}`
        }: refresh tokens belong to the old client.`,
  settings_changed: (count) =>
    `New connections get these values.${keep(count, "those that it was made with")}`,
  deleted: (count, { apps }) =>
    count === 0
      ? "Nobody is connected through it."
      : `${counted(count, "connection ends", "connections end")}. ${namesOf(apps)} ${
          apps.length === 1 ? "gets" : "get"
        } no more tokens from them.`,
  tokens_stop: (count) =>
    count === 0
      ? null
      : `${counted(count, "connection stops giving tokens and is", "connections stop giving tokens and are")} kept.`,
  tokens_resume: (count) =>
    count === 0 ? null : `${counted(count, "connection gives", "connections give")} tokens again.`,
  scopes_not_asked: (count) =>
    count === 0
      ? null
      : `${counted(count, "connection has", "connections have")} more than that, and keep it until people connect again.`,
};

/** What there is to say before the change is made; nothing where nobody is touched. */
export function impactInWords(impact: Impact, provider: string): string[] {
  return impact.warnings
    .map(({ code, connections }) => sentences[code]?.(connections, impact, provider) ?? null)
    .filter((sentence) => sentence !== null);
}
