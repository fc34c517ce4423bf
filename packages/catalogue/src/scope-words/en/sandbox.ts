/** The sandbox provider. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const sandbox: ScopeWordsOfConnector = {
  openid: "Recognize your sandbox account",
  offline_access: { title: "Stay connected while you are away", note: "Until you disconnect." },
  email: "See your sandbox email address",
  profile: "See your sandbox name",
  "calendar.read": {
    title: "See the events on your sandbox calendar",
    note: "Cannot add, change or delete events.",
  },
  "calendar.write": {
    title: "Add events to your sandbox calendar",
    note: "Cannot change or delete events.",
  },
};
