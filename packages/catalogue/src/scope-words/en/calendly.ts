/** Calendly. The right to write holds the right to read the same. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const calendly: ScopeWordsOfConnector = {
  "users:read": "See your name, email address and time zone",
  "organizations:read": "See your organization, its members and open invitations",
  "event_types:read": "See your event types and their available times",
  "availability:read": "See when you are busy, and your working hours",
  "scheduled_events:read": {
    title: "See your scheduled events and who takes part",
    note: "Names, email addresses and answers of invitees. Cannot cancel anything.",
  },
  "locations:read": "See the places that you set up for meetings",
  "routing_forms:read": "See your routing forms and the answers to them",
  "groups:read": "See the groups of your organization and who is in them",
  "contacts:read": "See your contacts",
  "meeting_recaps:read": "Read recaps of your meetings",
  "activity_log:read": "See who did what in your organization",
  "outgoing_communications:read": "Read messages that Calendly sent to invitees",
  "webhooks:read": "See which events are reported to other services",
  "organizations:write": "Invite people to your organization, and remove members",
  "event_types:write": "See, create and change your event types",
  "availability:write": "See and change your working hours",
  "scheduled_events:write": "See, book and cancel events for you, and mark who did not come",
  "scheduling_links:write": "Create links by which people can book you once",
  "webhooks:write": {
    title: "Be told when events are booked or canceled",
    note: "Can set up and delete these notifications.",
  },
  "shares:write": {
    title: "Create, change and delete links to your event types with settings of their own",
    note: "Each for a single booking.",
  },
  "contacts:write": "See, create, change and delete your contacts",
  "meeting_recaps:write": "Read, change and delete recaps of your meetings",
  "data_compliance:write": {
    title: "Delete what Calendly holds about invitees and their events",
    note: "What was deleted cannot be brought back.",
  },
};
