/** Linear. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const linear: ScopeWordsOfConnector = {
  read: {
    title: "See everything you can see in Linear",
    note: "Issues, projects, teams and people. Cannot change or delete anything.",
  },
  write: {
    title: "Create, change and delete everything you can in Linear",
    note: "Issues, projects, comments and more.",
  },
  "issues:create": {
    title: "Create issues, with attachments",
    note: "Cannot change issues that exist.",
  },
  "comments:create": { title: "Comment on issues", note: "Cannot change issues." },
  "timeSchedule:write": "Create, change and delete schedules of who is on duty",
  "customer:read": "See customers and what they ask for",
  "customer:write": "Create, change and delete customers and what they ask for",
  "initiative:read": "See initiatives",
  "initiative:write": "Create, change and delete initiatives",
  "app:assignable": "Have issues and projects assigned to it",
  "app:mentionable": "Be mentioned in issues, documents and comments",
  admin: {
    title: "Change and delete whatever an administrator of your workspace can",
    note: "Settings, teams and people. Can give people access and take it away.",
  },
};
