/** Hugging Face. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const huggingFace: ScopeWordsOfConnector = {
  openid: "Recognize your Hugging Face account",
  profile: "See your user name, name and picture",
  email: "See your email address",
  "read-billing": {
    title: "See whether you have a means of payment on file",
    note: "Cannot see or use it.",
  },
  "read-memberships": "See which organizations you are a member of",
  "read-repos": {
    title: "See your private models, datasets and Spaces",
    note: "Cannot change or delete them.",
  },
  "gated-repos": "See models and datasets that ask for permission, where you have it",
  "contribute-repos": {
    title: "Create models, datasets and Spaces, and change and delete those it created",
    note: "Cannot see or change your others.",
  },
  "write-repos": {
    title: "See and change your models, datasets and Spaces",
    note: "Can delete files in them.",
  },
  "manage-repos": {
    title: "See, create, change and delete your models, datasets and Spaces",
    note: "Also their settings, and whether everybody can see them.",
  },
  "read-collections": "See your collections, also private ones",
  "write-collections": "Create, change and delete your collections",
  "inference-api": {
    title: "Run models as you",
    note: "May cost money, which your account is charged.",
  },
  "read-endpoints": "See the models that you deployed",
  "write-endpoints": {
    title: "Deploy models as you, and change and delete those deployed",
    note: "Costs money, which your account is charged.",
  },
  jobs: { title: "Run jobs as you", note: "Costs money, which your account is charged." },
  webhooks: {
    title: "Be told when your models, datasets and Spaces change",
    note: "Can set up, change and delete these notifications.",
  },
  "write-discussions": "Open discussions and pull requests as you, and comment on them",
};
