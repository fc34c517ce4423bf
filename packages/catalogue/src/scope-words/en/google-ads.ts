/** Google Ads, which has one scope for everything. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleAds: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/adwords": {
    title: "See, create, change and remove your Google Ads campaigns and their budgets",
    note: "Everything that you can do in Google Ads. Running ads costs money.",
  },
};
