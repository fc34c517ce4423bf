/** Instagram, for professional accounts. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const instagram: ScopeWordsOfConnector = {
  instagram_business_basic: {
    title: "See your profile, photos, videos and stories",
    note: "Cannot post, change or delete anything.",
  },
  instagram_business_content_publish: "Post photos, videos and stories as you",
  instagram_business_manage_messages: "Read and send direct messages as you",
  instagram_business_manage_comments: "Read, answer, hide and delete comments on your posts",
  instagram_business_manage_insights: {
    title: "See how many people your account and your posts reach",
    note: "Cannot change anything.",
  },
};
