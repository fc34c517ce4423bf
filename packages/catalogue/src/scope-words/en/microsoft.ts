/** The connectors of Microsoft, each with the scopes that it offers. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";
import { microsoftFiles, oneDrive, sharePoint } from "./microsoft-files.ts";
import {
  outlookCalendars,
  outlookContacts,
  outlookMail,
  outlookTasks,
} from "./microsoft-outlook.ts";
import { microsoftSignIn } from "./microsoft-sign-in.ts";
import { microsoftTeams } from "./microsoft-teams.ts";

export const microsoft: Readonly<Record<string, ScopeWordsOfConnector>> = {
  microsoft_teams: { ...microsoftSignIn, ...microsoftTeams },
  one_drive: { ...microsoftSignIn, ...microsoftFiles, ...oneDrive },
  outlook: {
    ...microsoftSignIn,
    ...outlookMail,
    ...outlookCalendars,
    ...outlookContacts,
    ...outlookTasks,
  },
  share_point: { ...microsoftSignIn, ...microsoftFiles, ...sharePoint },
};
