/** What every connector of Microsoft can ask for: who somebody is, and access that lasts. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const microsoftSignIn: ScopeWordsOfConnector = {
  offline_access: {
    title: "Stay connected while you are away",
    note: "Until you disconnect, or as your organization sets.",
  },
  openid: "Recognize your Microsoft account",
  profile: "See your name",
  email: "See your email address",
  "User.Read": {
    title: "Sign you in and see your profile",
    note: "Name, email address, job and telephone numbers, and the name of your organization.",
  },
  "User.ReadBasic.All": "See the names and email addresses of the people in your organization",
};
