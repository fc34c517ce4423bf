/** What every connector of Google can ask for: who somebody is. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleIdentity: ScopeWordsOfConnector = {
  openid: {
    title: "Recognize your Google account",
    note: "An account number. By itself it tells neither your name nor your email address.",
  },
  "https://www.googleapis.com/auth/userinfo.email": "See your email address",
  "https://www.googleapis.com/auth/userinfo.profile": "See your name and profile picture",
};
