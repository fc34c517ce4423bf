/** GitLab. All of it is bounded by what the person who connects may do. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const gitlab: ScopeWordsOfConnector = {
  api: {
    title: "See, create, change and delete everything you can in GitLab",
    note: "Groups, projects, code, packages and settings.",
  },
  read_api: {
    title: "See everything you can see in GitLab",
    note: "Groups, projects, packages and settings. Cannot change or delete anything.",
  },
  read_user: {
    title: "See your profile",
    note: "User name, email address and name, and the public profiles of others.",
  },
  read_repository: {
    title: "Download the code of projects you have access to, also private ones",
    note: "Cannot change it.",
  },
  write_repository: "Download, change and delete code of projects you have access to",
  read_registry: "Download container images of private projects",
  write_registry: "Upload container images",
  create_runner: "Create runners, which carry out jobs of your projects",
  manage_runner: "Change, pause and delete runners, which carry out jobs of your projects",
  ai_features: { title: "Use GitLab Duo as you", note: "Duo can see what you can see." },
  ai_workflows: {
    title: "Run workflows of GitLab Duo as you",
    note: "Duo can change code and projects as far as you may.",
  },
  mcp: {
    title: "Let an assistant use GitLab as you",
    note: "It can see and change what you can, as far as GitLab lets assistants.",
  },
  k8s_proxy: {
    title: "Use Kubernetes clusters that are connected to GitLab",
    note: "As far as you may there.",
  },
  self_rotate: "Replace its own access by a new one",
  read_virtual_registry: "Download packages and images that GitLab fetches from elsewhere",
  write_virtual_registry:
    "Download, upload and delete packages and images GitLab fetches from elsewhere",
  read_observability: "See how your applications run: measurements, traces and logs",
  write_observability: "Report how your applications run",
  read_service_ping: "See how your GitLab server is used, as its administrator",
  sudo: {
    title: "Act as any user of your GitLab server, as its administrator",
    note: "Can do everything that anybody there can do.",
  },
  admin_mode: "See and change everything on your GitLab server, as its administrator",
  openid: "Recognize your GitLab account",
  profile: "See your name and picture",
  email: "See your main email address",
};
