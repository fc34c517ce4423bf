/** What scopes let an app do, in English, by provider and integration type. */
import type { ScopeWordsOfLanguage } from "../schema-scope-words.ts";
import { airtable } from "./en/airtable.ts";
import { google } from "./en/google.ts";
import { typeform } from "./en/typeform.ts";

export const en: ScopeWordsOfLanguage = {
  airtable: { airtable },
  google,
  typeform: { typeform },
};
