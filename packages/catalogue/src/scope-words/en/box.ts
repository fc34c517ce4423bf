/** Box. All of it is bounded by what the person who connects may do. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const box: ScopeWordsOfConnector = {
  root_readonly: {
    title: "See and download all your files and folders",
    note: "Cannot change, share or delete them.",
  },
  root_readwrite: "See, upload, change, share and delete all your files and folders",
  manage_managed_users: {
    title: "See, add, change and remove the users of your company",
    note: "As far as you may yourself, as an administrator.",
  },
  manage_groups: "See, create, change and delete groups, and who is in them",
  manage_app_users: {
    title: "See, create, change and delete users that the app made itself",
    note: "Cannot change the people of your company.",
  },
  manage_legal_holds: {
    title: "See, create and end legal holds",
    note: "A legal hold keeps files from being deleted.",
  },
  manage_webhook: {
    title: "Be told when your files and folders change",
    note: "Can set up, change and delete these notifications.",
  },
  manage_enterprise_properties: {
    title: "See what happens in your company's account, and change its properties",
    note: "Who did what, with which file. Can change attributes and reports, and remove devices that are tied to it.",
  },
  manage_data_retention: {
    title: "See, create and change rules for how long files are kept",
    note: "Such rules can keep files from being deleted, or delete them when time is up.",
  },
  "sign_requests.readwrite": "Send documents to be signed, and see and cancel what was sent",
  manage_triggers: {
    title: "See and start your Box Relay workflows",
    note: "A workflow can move, share or delete files.",
  },
  "ai.readwrite": {
    title: "Ask Box AI about your files",
    note: "Box AI reads the files that the app asks about.",
  },
};
