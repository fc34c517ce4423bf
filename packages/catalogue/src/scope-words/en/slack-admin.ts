/** Slack, for administrators and owners of a workspace or an organization. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const slackAdmin: ScopeWordsOfConnector = {
  admin: {
    title: "Change your workspace and its people as an administrator",
    note: "Can invite, change and remove people.",
  },
  "admin.analytics:read": {
    title: "See how your organization uses Slack",
    note: "Figures on people and channels. Cannot read messages.",
  },
  "admin.app_activities:read": "See what apps did in your organization",
  "admin.apps:read": "See the apps of your organization and requests for apps",
  "admin.apps:write": "Approve, restrict and remove apps of your organization",
  "admin.barriers:read": "See which groups must not contact each other",
  "admin.barriers:write": "Set, change and delete which groups must not contact each other",
  "admin.chat:read": {
    title: "Read the messages of everybody in your organization",
    note: "Includes private channels and direct messages.",
  },
  "admin.chat:write": "Delete, restore and change the messages of everybody in your organization",
  "admin.conversations:manage_objects":
    "Create and change channels that belong to records of other systems",
  "admin.conversations:read": {
    title: "See all channels of your organization, and who is in them",
    note: "Names, topics and members, also of private channels. Cannot read messages.",
  },
  "admin.conversations:write": {
    title: "Create, change, archive and delete all channels of your organization",
    note: "Also private channels, and who is in them.",
  },
  "admin.invites:read": "See requests to invite people",
  "admin.invites:write": "Approve and deny requests to invite people",
  "admin.legal_holds:read": "See legal holds and whom they cover",
  "admin.legal_holds:write": {
    title: "Create, change and end legal holds",
    note: "A legal hold keeps what was written from being deleted.",
  },
  "admin.roles:read": "See who has which role in your organization",
  "admin.roles:write": "Give people roles in your organization, and take them away",
  "admin.teams:read": "See the workspaces of your organization and their settings",
  "admin.teams:write": "Create workspaces of your organization, and change their settings",
  "admin.usergroups:read": "See the user groups of your organization",
  "admin.usergroups:write":
    "Change which channels and workspaces the groups of your organization have",
  "admin.users:read": "See the people of your organization, and where they are signed in",
  "admin.users:write": {
    title: "Invite, change and remove people of your organization",
    note: "Can make people administrators and owners, and sign them out.",
  },
  "admin.workflows:read": "See the workflows of your organization",
  "admin.workflows:write":
    "Switch off workflows of your organization, and change who works on them",
  "auditlogs:read": "See who did what in your organization",
};
