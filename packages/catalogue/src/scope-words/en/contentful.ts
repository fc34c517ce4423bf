/** Contentful. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const contentful: ScopeWordsOfConnector = {
  content_management_read: {
    title: "See all your content and how your spaces are set up",
    note: "Cannot change or delete anything.",
  },
  content_management_manage: {
    title: "See, create, change, publish and delete your content",
    note: "Also spaces, content models and members, as far as you may.",
  },
};
