/** Google Search Console. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleSearchConsole: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/webmasters.readonly": {
    title: "See how your websites do in Google Search",
    note: "Cannot change anything.",
  },
  "https://www.googleapis.com/auth/webmasters":
    "See how your websites do in Google Search, and add and remove sites and sitemaps",
  "https://www.googleapis.com/auth/indexing": {
    title: "Tell Google that pages of your websites were added, changed or removed",
    note: "Cannot see how your websites do.",
  },
};
