/** Airtable. All of it reaches only the bases and workspaces that the person picks while consenting. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const airtable: ScopeWordsOfConnector = {
  "data.records:read": {
    title: "Read the records in the bases that you pick",
    note: "Cannot change or delete them.",
  },
  "data.records:write": "Create, change and delete records in the bases that you pick",
  "data.recordComments:read": "Read the comments on records in the bases that you pick",
  "data.recordComments:write": {
    title: "Write comments on records, and change and delete its own",
    note: "In the bases that you pick.",
  },
  "schema.bases:read": {
    title: "See the bases that you pick, with their tables and fields",
    note: "Cannot read the records in them.",
  },
  "schema.bases:write": {
    title: "Create and change bases, tables and fields",
    note: "Cannot read the records in them.",
  },
  "user.email:read": "See your email address",
  "webhook:manage": {
    title: "Be told when something changes in the bases that you pick",
    note: "Can set up and delete these notifications, and read what they report.",
  },
  "workspacesAndBases:read":
    "See who works on your bases and workspaces, and their views and interfaces",
  "workspacesAndBases:write": {
    title: "Invite people to your bases and workspaces, change their rights, remove them",
    note: "Can also delete views and open invitations, and change extensions and restrictions.",
  },
  "workspacesAndBases:manage": {
    title: "Create, move and delete workspaces and bases",
    note: "A base that is deleted loses all of its records.",
  },
  "workspacesAndBases.shares:manage": {
    title: "See, switch off, switch on and delete public links to your bases",
    note: "Whoever has such a link can see the data.",
  },
  "data.records:manage": {
    title: "Change and delete records with the rights of an enterprise administrator",
    note: "Also in bases that you do not work on yourself.",
  },
  "enterprise.groups:read": "See the user groups of your enterprise and who is in them",
  "enterprise.groups:manage": "Create, change and delete user groups of your enterprise",
  "enterprise.account:read": "See your enterprise's account, its workspaces and its people",
  "enterprise.account:write": {
    title: "Change your enterprise's account",
    note: "Can create further accounts below it.",
  },
  "enterprise.user:read": "See the people of your enterprise and what they have access to",
  "enterprise.user:write": {
    title: "Change, deactivate and remove people of your enterprise",
    note: "Can also give and take the rights of administrators, and sign people out.",
  },
  "enterprise.scim.usersAndGroups:manage": {
    title: "Create, change and remove people and groups of your enterprise",
    note: "Meant for a directory that keeps them up to date by itself.",
  },
  "enterprise.auditLogs:read": "Read who did what in your enterprise",
  "enterprise.changeEvents:read": {
    title: "Read what was changed in the bases of your enterprise",
    note: "Includes the contents of the changes.",
  },
  "enterprise.exports:manage": {
    title: "Export all bases of your enterprise for legal inquiries",
    note: "Includes bases that you do not work on yourself.",
  },
};
