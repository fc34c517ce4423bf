/** Google Drive, and what Docs, Sheets, Slides and Meet need of it. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

/** Reading every file. */
export const driveDownload: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/drive.readonly": {
    title: "See and download all your files in Drive",
    note: "Cannot change, share or delete them.",
  },
};

/** Finding files. */
export const driveNames: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/drive.metadata.readonly": {
    title: "See the names, folders and details of all your files in Drive",
    note: "Cannot open or change them.",
  },
};

/** Files of meetings. */
export const driveMeetFiles: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/drive.meet.readonly": {
    title: "See and download the files in Drive that Google Meet made or changed",
    note: "Recordings and transcripts of meetings. Cannot change or delete them.",
  },
};

/** What every connector for files offers. */
export const driveFiles: ScopeWordsOfConnector = {
  ...driveDownload,
  "https://www.googleapis.com/auth/drive":
    "See, create, change, share and permanently delete all your files in Drive",
  "https://www.googleapis.com/auth/drive.file": {
    title: "See, change and delete the files that you open with the app or that it makes",
    note: "Cannot see any other file in your Drive.",
  },
};

/** What Drive alone offers. */
export const googleDrive: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/drive.metadata": {
    title: "See and change the names, folders and details of all your files in Drive",
    note: "Can move them, also to the trash. Cannot open or download them.",
  },
  "https://www.googleapis.com/auth/drive.appdata": {
    title: "Keep the app's own data in a hidden folder of your Drive, and delete it",
    note: "Cannot see your files.",
  },
  "https://www.googleapis.com/auth/drive.activity.readonly": {
    title: "See who did what with your files in Drive",
    note: "Cannot open or change the files.",
  },
  "https://www.googleapis.com/auth/drive.install": {
    title: 'Appear in Drive under "Open with" and "New"',
    note: "Cannot see your files.",
  },
  "https://www.googleapis.com/auth/drive.scripts": {
    title: "Change how your Apps Script projects behave",
    note: "Such scripts can act in your account.",
  },
  "https://www.googleapis.com/auth/drive.activity": {
    title: "See who did what with your files in Drive, and add to that record",
    note: "Cannot open or change the files.",
  },
  "https://www.googleapis.com/auth/drive.apps.readonly":
    "See which apps are connected to your Drive",
};
