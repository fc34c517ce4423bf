/** GitHub. All of it is bounded by what the person who connects may do. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const github: ScopeWordsOfConnector = {
  repo: {
    title: "Read, change and delete code in all your repositories, public and private",
    note: "Also issues, settings and collaborators, and projects and teams of organizations. Cannot delete a whole repository.",
  },
  "repo:status": {
    title: "See and set whether checks of commits passed, also in private repositories",
    note: "Cannot read code.",
  },
  repo_deployment: {
    title: "See and report where code was deployed, also from private repositories",
    note: "Cannot read code.",
  },
  public_repo: {
    title: "Read, change and delete code in your public repositories",
    note: "Also projects, settings and collaborators, and star repositories. Cannot see private repositories.",
  },
  "repo:invite": {
    title: "Accept and decline invitations to repositories for you",
    note: "Cannot read code.",
  },
  security_events: "See and change security alerts of your repositories, also private ones",
  "admin:repo_hook": "See, create, change and delete what repositories report to other services",
  "write:repo_hook": {
    title: "See, create and change what repositories report to other services",
    note: "Cannot delete these reports.",
  },
  "read:repo_hook": "See what repositories report to other services",
  "admin:org": {
    title: "Change and delete teams, members, projects and settings of your organizations",
    note: "Can invite and remove people and change what they may do.",
  },
  "write:org": {
    title: "See and change who is in your organizations, and their projects",
    note: "Can add and remove members and change and delete projects.",
  },
  "read:org": "See your organizations, their teams, members and projects",
  "admin:org_hook": {
    title: "See, create, change and delete what organizations report to other services",
    note: "Only what the app set up itself.",
  },
  "admin:public_key": {
    title: "See, add and delete your SSH keys",
    note: "Whoever has such a key can read and change your repositories.",
  },
  "write:public_key": {
    title: "See and add SSH keys of yours",
    note: "Whoever has such a key can read and change your repositories.",
  },
  "read:public_key": { title: "See your SSH keys", note: "Only their public part." },
  "admin:gpg_key": {
    title: "See, add and delete your GPG keys",
    note: "They show that commits come from you.",
  },
  "write:gpg_key": {
    title: "See and add GPG keys of yours",
    note: "They show that commits come from you.",
  },
  "read:gpg_key": { title: "See your GPG keys", note: "Only their public part." },
  gist: { title: "See, create, change and delete your gists", note: "Secret ones, too." },
  notifications: "See your notifications, mark them as read, and watch or mute repositories",
  user: "See and change your profile, email addresses and whom you follow",
  "read:user": { title: "See your profile, with what is not public", note: "Cannot change it." },
  "user:email": "See your email addresses, also hidden ones",
  "user:follow": "Follow and unfollow people as you",
  project: "See, create, change and delete projects",
  "read:project": { title: "See projects", note: "Cannot change them." },
  delete_repo: {
    title: "Delete repositories that you are an administrator of",
    note: "What was deleted is gone with its issues and settings.",
  },
  "write:packages": { title: "Download, upload and publish packages", note: "Cannot delete them." },
  "read:packages": { title: "Download packages", note: "Cannot upload or delete them." },
  "delete:packages": "Delete packages",
  codespace: {
    title: "See, create, change, start and delete your codespaces",
    note: "Running them may cost money. They can have access to your repositories.",
  },
  workflow: {
    title: "Add, change and delete workflow files in repositories",
    note: "Such files make GitHub run programs with access to the repository.",
  },
  "admin:enterprise": {
    title: "See and change an enterprise: members, runners, billing and settings",
    note: "Everything that you may do as an administrator of the enterprise.",
  },
  "manage_runners:enterprise":
    "See, add, change and remove the machines that run an enterprise's workflows",
  "manage_billing:enterprise": "See and change billing data of an enterprise",
  "read:enterprise": {
    title: "See the profile of an enterprise",
    note: "Cannot see its members and organizations.",
  },
  "read:audit_log": "See who did what in your organizations and enterprises",
  offline_access: { title: "Stay connected while you are away", note: "Until you disconnect." },
};
