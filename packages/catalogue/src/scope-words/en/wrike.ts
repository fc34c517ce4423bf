/** Wrike. All of it is bounded by what the person who connects may do. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const wrike: ScopeWordsOfConnector = {
  wsReadOnly: {
    title: "See your tasks, projects, folders and files",
    note: "Cannot change or delete anything.",
  },
  wsReadWrite: "See, create, change and delete your tasks, projects, folders and files",
  Default: {
    title: "See, create, change and delete what the app was set up for",
    note: "The app's own settings at Wrike say what: usually your tasks, projects, folders and files.",
  },
  amReadOnlyWorkflow: "See the workflows of your account",
  amReadWriteWorkflow: "See, create and change the workflows of your account",
  amReadOnlyInvitation: "See invitations to your account",
  amReadWriteInvitation: "Invite people to your account, and change and delete invitations",
  amReadOnlyGroup: "See the groups of your account and who is in them",
  amReadWriteGroup: "Create, change and delete groups of your account, and who is in them",
  amReadOnlyUser: "See the people of your account and what they may do",
  amReadWriteUser: "Change the people of your account and what they may do",
  dataExportFull: {
    title: "Export all data of your account",
    note: "All of it, for administrators of the account.",
  },
};
