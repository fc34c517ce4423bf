/** Dropbox. How much of the Dropbox it is, the app's own folder or all, is fixed by the app. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const dropbox: ScopeWordsOfConnector = {
  "account_info.read": "See your name, email address, country and how much space you use",
  "account_info.write": "Change your account information, such as your picture",
  "files.metadata.read": {
    title: "See the names, folders and details of your files",
    note: "Cannot open or change them.",
  },
  "files.metadata.write": {
    title: "See and change what is noted about your files, such as tags",
    note: "Cannot open, change or delete the files.",
  },
  "files.content.read": "See and download your files",
  "files.content.write": "Upload, change, move and delete your files",
  "sharing.read": "See whom your files are shared with, and links to them",
  "sharing.write": {
    title: "Share your files with people and by link, and stop that",
    note: "Can also remove people from shared folders.",
  },
  "file_requests.read": "See your requests to others to upload files",
  "file_requests.write": "Create, change and delete requests to others to upload files",
  "contacts.read": "See contacts that you added by hand",
  "contacts.write": "Add and delete contacts that you added by hand",
  openid: "Recognize your Dropbox account",
  email: "See your email address",
  profile: "See your name",
};
