/** Google Docs, Sheets and Slides. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleDocs: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/documents":
    "See, create, change and delete all your Google Docs documents",
  "https://www.googleapis.com/auth/documents.readonly": {
    title: "See all your Google Docs documents",
    note: "Cannot change or delete them.",
  },
};

export const googleSheets: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/spreadsheets":
    "See, create, change and delete all your Google Sheets spreadsheets",
  "https://www.googleapis.com/auth/spreadsheets.readonly": {
    title: "See all your Google Sheets spreadsheets",
    note: "Cannot change or delete them.",
  },
};

export const googleSlides: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/presentations":
    "See, create, change and delete all your Google Slides presentations",
  "https://www.googleapis.com/auth/presentations.readonly": {
    title: "See all your Google Slides presentations",
    note: "Cannot change or delete them.",
  },
};
