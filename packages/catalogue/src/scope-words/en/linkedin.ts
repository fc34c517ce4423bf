/** LinkedIn. What is about organizations holds for those where the person has such a role. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const linkedin: ScopeWordsOfConnector = {
  openid: "Recognize your LinkedIn account",
  profile: "See your name and picture",
  email: "See your email address",
  w_member_social: {
    title: "Post, comment and react as you, and change and delete that",
    note: "Cannot read your messages.",
  },
  w_member_social_feed: "Comment and react as you, and change and delete that",
  r_member_social: "See your posts, with comments and reactions",
  r_basicprofile: {
    title: "See your name, headline and picture",
    note: "Also the address of your profile.",
  },
  r_1st_connections_size: {
    title: "See how many connections you have",
    note: "Cannot see who they are.",
  },
  r_organization_social: "See the posts of your organizations, with comments and reactions",
  r_organization_social_feed: "See comments and reactions on the posts of your organizations",
  w_organization_social:
    "Post, comment and react as your organizations, and change and delete that",
  w_organization_social_feed: "Comment and react as your organizations, and change and delete that",
  r_organization_admin: "See the pages of your organizations and how they do",
  rw_organization_admin: {
    title: "See and change the pages of your organizations",
    note: "Also see how they do, and who follows them.",
  },
  r_ads: {
    title: "See your advertising accounts and campaigns",
    note: "Cannot change them or spend money.",
  },
  rw_ads: {
    title: "See, create, change and delete your advertising campaigns",
    note: "Also your advertising accounts. Running ads costs money.",
  },
  r_ads_reporting: "See how your advertising does",
  r_events: "See the events of your organizations",
  rw_events: "See, create, change and delete the events of your organizations",
  r_verify: {
    title: "See whether your identity or workplace is verified",
    note: "Cannot see the documents that show it.",
  },
};
