/** Databricks. All of it is bounded by what the person who connects may do in the workspace. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const databricks: ScopeWordsOfConnector = {
  "all-apis": {
    title: "Do everything you may do in your workspace, deleting included",
    note: "Data, notebooks, jobs, machines and settings. Running things costs money.",
  },
  sql: {
    title: "Run queries, and read, change and delete data with them",
    note: "As far as you may. Running queries costs money. Can change warehouses and saved queries.",
  },
  dashboards: "See, create, change, share and delete dashboards",
  alerts: "See, create, change and delete alerts on queries",
  apps: "See, create, change, start and delete Databricks apps",
  "access-management": {
    title: "See and change users, groups and what they may do",
    note: "Can give people access and take it away, as far as you may.",
  },
  offline_access: {
    title: "Stay connected while you are away",
    note: "Until you disconnect, or as your account sets.",
  },
  openid: "Recognize your Databricks account",
  email: "See your email address",
  profile: "See your name",
};
