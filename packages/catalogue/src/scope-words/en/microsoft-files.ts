/** Files of OneDrive and SharePoint, and the sites of SharePoint. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

/** What OneDrive and SharePoint both offer. */
export const microsoftFiles: ScopeWordsOfConnector = {
  "Files.Read": {
    title: "See and download your own files",
    note: "Cannot change, share or delete them.",
  },
  "Files.ReadWrite": "See, create, change, share and delete your own files",
  "Files.Read.All": {
    title: "See and download all files you have access to",
    note: "Also those of others that are shared with you. Cannot change or delete them.",
  },
  "Files.ReadWrite.All": {
    title: "See, create, change, share and delete all files you have access to",
    note: "Also those of others that are shared with you.",
  },
};

export const oneDrive: ScopeWordsOfConnector = {
  "Files.ReadWrite.AppFolder": {
    title: "See, create, change and delete files in a folder of the app's own",
    note: "Cannot see your other files.",
  },
  "Files.Read.Selected": {
    title: "See and download the files that you pick",
    note: "Cannot change or delete them, or see others.",
  },
  "Files.ReadWrite.Selected": {
    title: "See, change and delete the files that you pick",
    note: "Cannot see others.",
  },
};

export const sharePoint: ScopeWordsOfConnector = {
  "Sites.Read.All": {
    title: "See all sites you have access to, with their documents and lists",
    note: "Cannot change or delete anything.",
  },
  "Sites.ReadWrite.All": {
    title: "See, add, change and delete documents and list items on all your sites",
    note: "All sites that you have access to. Cannot create or delete whole lists.",
  },
  "Sites.Manage.All": {
    title: "Create, change and delete lists, libraries and what is in them on all your sites",
    note: "All sites that you have access to.",
  },
  "Sites.FullControl.All": {
    title: "See, change and delete everything on all your sites, and who has access",
    note: "All sites that you have access to.",
  },
  "Sites.Selected": {
    title: "Use the sites that an administrator opened for the app",
    note: "The administrator decides whether it may also change and delete there. Sees no other site.",
  },
  "Lists.SelectedOperations.Selected": {
    title: "Use the lists that were opened for the app",
    note: "Whoever opens one decides whether the app may also change and delete there. Sees no other list.",
  },
  "ListItems.SelectedOperations.Selected": {
    title: "Use the list items and files that were opened for the app",
    note: "Whoever opens one decides whether the app may also change and delete it. Sees no other item.",
  },
  "Files.SelectedOperations.Selected": {
    title: "Use the files that were opened for the app",
    note: "Whoever opens one decides whether the app may also change and delete it. Sees no other file.",
  },
};
