/** The languages that the words of scopes are written in, by BCP 47 tag. English is the source. */
import type { ScopeWordsOfLanguage } from "../schema-scope-words.ts";
import { en } from "./en.ts";

export const scopeWordsByLanguage: Readonly<Record<"en", ScopeWordsOfLanguage>> &
  Readonly<Partial<Record<string, ScopeWordsOfLanguage>>> = { en };
