/** TikTok. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const tiktok: ScopeWordsOfConnector = {
  "user.info.basic": "See your name and picture",
  "user.info.profile": "See your user name, biography and the links on your profile",
  "user.info.stats": "See how many followers, likes and videos you have",
  "video.list": { title: "See your public videos", note: "Cannot change or delete them." },
  "video.upload": {
    title: "Upload drafts, which you finish and post in TikTok yourself",
    note: "Cannot post anything.",
  },
  "video.publish": "Post videos and photos as you",
  "portability.all.single": {
    title: "Get a copy of all your TikTok data, once",
    note: "Posts, messages, activity and profile.",
  },
  "portability.all.ongoing": {
    title: "Get copies of all your TikTok data, again and again",
    note: "Posts, messages, activity and profile, until you disconnect or the time that you grant is over.",
  },
  "portability.activity.single": {
    title: "Get a copy of your activity, once",
    note: "What you watched, searched, liked and shared, for example.",
  },
  "portability.activity.ongoing": {
    title: "Get copies of your activity, again and again",
    note: "What you watched, searched, liked and shared, for example.",
  },
  "portability.directmessages.single": "Get a copy of your direct messages, once",
  "portability.directmessages.ongoing": "Get copies of your direct messages, again and again",
  "portability.postsandprofile.single": "Get a copy of your posts and profile, once",
  "portability.postsandprofile.ongoing": "Get copies of your posts and profile, again and again",
  "local.product.manage": "See, create, change and remove products of your local services",
  "local.shop.manage": "See, create, change and remove shops of your local services",
  "local.voucher.manage": "Check, redeem and cancel vouchers of your local services",
};
