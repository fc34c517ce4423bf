/** Google Tasks. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleTasks: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/tasks":
    "See, create, change and delete all your tasks and task lists",
  "https://www.googleapis.com/auth/tasks.readonly": {
    title: "See all your tasks and task lists",
    note: "Cannot change or delete them.",
  },
};
