/** Google Meet. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleMeet: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/meetings.space.created": {
    title: "Create meetings, and see and change the meetings it created",
    note: "Includes their participants, recordings and transcripts. Cannot see other meetings.",
  },
  "https://www.googleapis.com/auth/meetings.space.readonly": {
    title: "See all your meetings, with participants, recordings and transcripts",
    note: "Cannot change anything.",
  },
  "https://www.googleapis.com/auth/meetings.space.settings": {
    title: "See and change the settings of all your meetings",
    note: "Who may join, for example, and whether a meeting is recorded.",
  },
};
