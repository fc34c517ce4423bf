/** Zoom: meetings and cloud recordings. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const zoomMeetings: ScopeWordsOfConnector = {
  "meeting:read:list_meetings": "See the list of your meetings",
  "meeting:read:list_upcoming_meetings": "See the list of your upcoming meetings",
  "meeting:read:meeting": {
    title: "See everything about single meetings",
    note: "Topic, time, settings and links to join. Cannot change or delete them.",
  },
  "meeting:read:invitation": "Read the invitations to your meetings",
  "meeting:read:past_meeting": "See when past meetings took place, and how many people came",
  "meeting:read:list_past_instances": "See when the past meetings of a series took place",
  "meeting:read:list_past_participants": "See who was in your past meetings",
  "meeting:read:participant": "See single participants of your meetings",
  "meeting:read:past_qa": "Read questions and answers of your past meetings",
  "meeting:read:list_polls": "See the list of polls of your meetings",
  "meeting:read:poll": "See single polls of your meetings",
  "meeting:read:list_poll_results": "See how people voted in polls of your past meetings",
  "meeting:read:list_registrants": "See the list of people who registered for your meetings",
  "meeting:read:registrant": "See single registrations for your meetings",
  "meeting:read:list_registration_questions":
    "See what people are asked when they register for your meetings",
  "meeting:read:list_templates": "See your templates of meetings",
  "meeting:read:summary": "Read the summaries of your meetings",
  "meeting:read:survey": "See the surveys of your meetings",
  "meeting:read:livestream": "See where your meetings are streamed to",
  "meeting:read:live_streaming_token": {
    title: "Join your meetings to stream them live",
    note: "Whoever joins sees and hears the meeting.",
  },
  "meeting:read:local_recording_token": {
    title: "Join your meetings to record them",
    note: "What is said and shown there is recorded on the app's side.",
  },
  "meeting:read:token": "Put captions into your meetings",
  "meeting:write:meeting": "Create meetings for you",
  "meeting:write:invite_links": "Create links by which people join your meetings",
  "meeting:write:registrant": "Register single people for your meetings",
  "meeting:write:batch_registrants": "Register many people at once for your meetings",
  "meeting:write:poll": "Add single polls to your meetings",
  "meeting:write:batch_polls": "Add many polls at once to your meetings",
  "meeting:write:template": "Keep your meetings as templates",
  "meeting:write:sip_dialing": "Create addresses for room systems to join your meetings",
  "meeting:update:meeting": "Change your meetings",
  "meeting:update:status": "End your meetings",
  "meeting:update:in_meeting_controls":
    "Control meetings under way, such as start and stop recording",
  "meeting:update:live_meeting_chat_message": "Change chat messages in meetings under way",
  "meeting:update:livestream": "Change where your meetings are streamed to",
  "meeting:update:livestream_status": "Start and stop the live streaming of your meetings",
  "meeting:update:poll": "Change polls of your meetings",
  "meeting:update:registrant_status": "Approve, deny and cancel registrations for your meetings",
  "meeting:update:registration_question":
    "Change what people are asked when they register for your meetings",
  "meeting:update:survey": "Change the surveys of your meetings",
  "meeting:delete:meeting": "Delete your meetings",
  "meeting:delete:live_meeting_chat_message": "Delete chat messages in meetings under way",
  "meeting:delete:poll": "Delete polls of your meetings",
  "meeting:delete:registrant": "Delete registrations for your meetings",
  "meeting:delete:summary": "Delete the summaries of your meetings",
  "meeting:delete:survey": "Delete the surveys of your meetings",
};

export const zoomRecordings: ScopeWordsOfConnector = {
  "cloud_recording:read:list_user_recordings": "See the list of your cloud recordings",
  "cloud_recording:read:list_recording_files": "See and download your cloud recordings",
  "cloud_recording:read:recording":
    "See single cloud recordings of yours, with links to their files",
  "cloud_recording:read:meeting_transcript": "Read the transcripts of your recorded meetings",
  "cloud_recording:read:recording_settings":
    "See who may watch your cloud recordings, and their other settings",
  "cloud_recording:read:recording_analytics_details":
    "See who watched your cloud recordings, and when",
  "cloud_recording:read:recording_analytics_summary":
    "See how often your cloud recordings were watched",
  "cloud_recording:read:list_recording_registrants":
    "See who registered to watch your cloud recordings",
  "cloud_recording:read:registration_questions":
    "See what people are asked when they register for your cloud recordings",
  "cloud_recording:write:recording_registrant": "Register people to watch your cloud recordings",
  "cloud_recording:update:recording_settings":
    "Change who may watch your cloud recordings, and their other settings",
  "cloud_recording:update:recover_meeting_recordings":
    "Bring back all deleted cloud recordings of your meetings from the trash",
  "cloud_recording:update:recover_single_recording":
    "Bring back single deleted cloud recordings from the trash",
  "cloud_recording:update:registrant_status":
    "Approve and deny registrations for your cloud recordings",
  "cloud_recording:update:registration_questions":
    "Change what people are asked when they register for your cloud recordings",
  "cloud_recording:delete:meeting_recording": "Delete all cloud recordings of your meetings",
  "cloud_recording:delete:recording_file": "Delete single files of your cloud recordings",
};
