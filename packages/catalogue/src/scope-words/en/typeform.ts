/** Typeform. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const typeform: ScopeWordsOfConnector = {
  offline: { title: "Stay connected while you are away", note: "Until you disconnect." },
  "accounts:read": "See your name, email address and language",
  "forms:read": { title: "See your forms and their questions", note: "Cannot read the answers." },
  "forms:write": "Create, change and delete forms",
  "responses:read": {
    title: "Read the answers that people gave to your forms",
    note: "Cannot delete them.",
  },
  "responses:write": "Delete answers that people gave to your forms",
  "images:read": "See your images",
  "images:write": "Add and delete images",
  "themes:read": "See the designs of your forms",
  "themes:write": "Create, change and delete designs of forms",
  "webhooks:read": "See which addresses new answers are sent to",
  "webhooks:write": {
    title: "Have new answers sent to other addresses, and stop that",
    note: "Can set up, change and delete where the answers go.",
  },
  "workspaces:read": "See your workspaces and which forms are in them",
  "workspaces:write": {
    title: "Create, change and delete workspaces",
    note: "Can also add and remove the people of a workspace.",
  },
};
