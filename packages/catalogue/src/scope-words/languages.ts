/** The languages that the words of scopes are written in, by BCP 47 tag. English is the source. */
import type { AccessWordsOfLanguage, ScopeWordsOfLanguage } from "../schema-scope-words.ts";
import { withoutScopes } from "./en/without-scopes.ts";
import { en } from "./en.ts";

interface LanguageWords {
  readonly scopes: ScopeWordsOfLanguage;
  /** Of connectors that ask for no scopes. */
  readonly access: AccessWordsOfLanguage;
}

export const wordsByLanguage: Readonly<Partial<Record<string, LanguageWords>>> = {
  en: { scopes: en, access: withoutScopes },
};
