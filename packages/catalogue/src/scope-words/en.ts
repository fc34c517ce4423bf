/** What scopes let an app do, in English, by provider and integration type. */
import type { ScopeWordsOfLanguage } from "../schema-scope-words.ts";
import { airtable } from "./en/airtable.ts";
import { googleCalendar } from "./en/google-calendar.ts";
import { googleIdentity } from "./en/google-identity.ts";
import { typeform } from "./en/typeform.ts";

export const en: ScopeWordsOfLanguage = {
  airtable: { airtable },
  google: {
    googlecalendar: { ...googleCalendar, ...googleIdentity },
  },
  typeform: { typeform },
};
