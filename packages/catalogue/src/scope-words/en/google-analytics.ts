/** Google Analytics. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleAnalytics: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/analytics.readonly": {
    title: "See your Analytics reports and how your properties are set up",
    note: "Cannot change anything.",
  },
  "https://www.googleapis.com/auth/analytics":
    "See your Analytics reports, and view and change their data and settings",
  "https://www.googleapis.com/auth/analytics.edit": {
    title: "Create, change and delete your Analytics accounts, properties and data streams",
    note: "Cannot change who has access to them.",
  },
  "https://www.googleapis.com/auth/analytics.manage.users": {
    title: "See, add, change and remove the people who have access to Analytics",
    note: "Can give other people access to your accounts and take it away.",
  },
  "https://www.googleapis.com/auth/analytics.manage.users.readonly": {
    title: "See who has access to your Analytics accounts and what they may do",
    note: "Cannot change that.",
  },
  "https://www.googleapis.com/auth/analytics.provision": "Create new Analytics accounts for you",
  "https://www.googleapis.com/auth/analytics.user.deletion": {
    title: "Delete what Analytics holds about single visitors of your website or app",
    note: "What was deleted cannot be brought back.",
  },
};
