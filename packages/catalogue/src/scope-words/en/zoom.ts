/** Zoom. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";
import { zoomMeetings, zoomRecordings } from "./zoom-meetings.ts";
import { zoomUsers } from "./zoom-users.ts";
import { zoomWebinars } from "./zoom-webinars.ts";

export const zoom: ScopeWordsOfConnector = {
  ...zoomUsers,
  ...zoomMeetings,
  ...zoomRecordings,
  ...zoomWebinars,
};
