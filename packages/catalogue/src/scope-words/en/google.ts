/** The connectors of Google, each with the scopes that it offers. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";
import { googleAds } from "./google-ads.ts";
import { googleAnalytics } from "./google-analytics.ts";
import { googleBigquery } from "./google-bigquery.ts";
import { googleCalendar } from "./google-calendar.ts";
import { googleClassroom } from "./google-classroom.ts";
import { googleDocs, googleSheets, googleSlides } from "./google-docs.ts";
import {
  driveDownload,
  driveFiles,
  driveMeetFiles,
  driveNames,
  googleDrive,
} from "./google-drive.ts";
import { googleIdentity } from "./google-identity.ts";
import { gmail } from "./google-mail.ts";
import { googleMeet } from "./google-meet.ts";
import { googleSearchConsole } from "./google-search-console.ts";
import { googleTasks } from "./google-tasks.ts";

export const google: Readonly<Record<string, ScopeWordsOfConnector>> = {
  gmail: { ...gmail, ...googleIdentity },
  google_analytics: { ...googleAnalytics, ...googleIdentity },
  googleads: { ...googleAds, ...googleIdentity },
  googlebigquery: { ...googleBigquery, ...googleIdentity },
  googlecalendar: { ...googleCalendar, ...googleIdentity },
  google_classroom: { ...googleClassroom, ...googleIdentity },
  googledocs: { ...googleDocs, ...driveFiles, ...driveNames, ...googleIdentity },
  googledrive: {
    ...driveFiles,
    ...driveNames,
    ...driveMeetFiles,
    ...googleDrive,
    ...googleIdentity,
  },
  googlemeet: { ...googleMeet, ...driveMeetFiles, ...driveDownload, ...googleIdentity },
  google_search_console: { ...googleSearchConsole, ...googleIdentity },
  googlesheets: { ...googleSheets, ...driveFiles, ...driveNames, ...googleIdentity },
  googleslides: { ...googleSlides, ...googleSheets, ...driveFiles, ...googleIdentity },
  googletasks: { ...googleTasks, ...googleIdentity },
};
