/** Zoom: webinars. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const zoomWebinars: ScopeWordsOfConnector = {
  "webinar:read:list_webinars": "See the list of your webinars",
  "webinar:read:webinar": {
    title: "See everything about single webinars",
    note: "Topic, time, settings and links to join. Cannot change or delete them.",
  },
  "webinar:read:list_past_instances": "See when the past webinars of a series took place",
  "webinar:read:list_past_participants": "See who was in your past webinars",
  "webinar:read:list_absentees": "See who registered for your webinars and did not come",
  "webinar:read:list_panelists": "See the panelists of your webinars",
  "webinar:read:list_registrants": "See the list of people who registered for your webinars",
  "webinar:read:registrant": "See single registrations for your webinars",
  "webinar:read:list_registration_questions":
    "See what people are asked when they register for your webinars",
  "webinar:read:list_polls": "See the list of polls of your webinars",
  "webinar:read:poll": "See single polls of your webinars",
  "webinar:read:list_past_polls": "See how people voted in polls of your past webinars",
  "webinar:read:past_qa": "Read questions and answers of your past webinars",
  "webinar:read:survey": "See the surveys of your webinars",
  "webinar:read:list_templates": "See your templates of webinars",
  "webinar:read:list_tracking_sources": "See where registrations for your webinars came from",
  "webinar:read:branding": "See how your webinars look: backgrounds, wallpapers and name tags",
  "webinar:read:livestream": "See where your webinars are streamed to",
  "webinar:read:live_streaming_token": {
    title: "Join your webinars to stream them live",
    note: "Whoever joins sees and hears the webinar.",
  },
  "webinar:read:local_recording_token": {
    title: "Join your webinars to record them",
    note: "What is said and shown there is recorded on the app's side.",
  },
  "webinar:write:webinar": "Create webinars for you",
  "webinar:write:panelist": "Add panelists to your webinars",
  "webinar:write:registrant": "Register people for your webinars",
  "webinar:write:poll": "Add polls to your webinars",
  "webinar:update:webinar": "Change your webinars",
  "webinar:update:status": "End your webinars",
  "webinar:update:poll": "Change polls of your webinars",
  "webinar:update:registrant_status": "Approve, deny and cancel registrations for your webinars",
  "webinar:update:registration_question":
    "Change what people are asked when they register for your webinars",
  "webinar:update:survey": "Change the surveys of your webinars",
  "webinar:update:livestream": "Change where your webinars are streamed to",
  "webinar:update:livestream_status": "Start and stop the live streaming of your webinars",
  "webinar:delete:webinar": "Delete your webinars",
  "webinar:delete:panelist": "Remove panelists from your webinars",
  "webinar:delete:registrant": "Delete registrations for your webinars",
  "webinar:delete:poll": "Delete polls of your webinars",
  "webinar:delete:survey": "Delete the surveys of your webinars",
};
