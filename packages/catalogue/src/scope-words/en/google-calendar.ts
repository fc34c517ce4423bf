/** Google Calendar. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const googleCalendar: ScopeWordsOfConnector = {
  "https://www.googleapis.com/auth/calendar": {
    title: "See, change, share and permanently delete all your calendars and events",
    note: "Everything that you can do in Google Calendar yourself.",
  },
  "https://www.googleapis.com/auth/calendar.readonly": {
    title: "See and download all your calendars and their events",
    note: "Cannot change or delete anything.",
  },
  "https://www.googleapis.com/auth/calendar.events": {
    title: "See, add, change and delete events on all your calendars",
    note: "Can invite people as you. Cannot delete a calendar or change whom it is shared with.",
  },
  "https://www.googleapis.com/auth/calendar.events.readonly": {
    title: "See the events on all your calendars",
    note: "Cannot change or delete them.",
  },
  "https://www.googleapis.com/auth/calendar.events.owned": {
    title: "See, add, change and delete events on the calendars you own",
    note: "Can invite people as you. Cannot see other people's calendars that are shared with you.",
  },
  "https://www.googleapis.com/auth/calendar.freebusy": {
    title: "See when you are free or busy",
    note: "Cannot see what the events are.",
  },
  "https://www.googleapis.com/auth/calendar.settings.readonly": {
    title: "See your calendar settings, such as time zone and language",
    note: "Cannot change them.",
  },
  "https://www.googleapis.com/auth/calendar.calendarlist.readonly": {
    title: "See which calendars are on your list",
    note: "Cannot see their events.",
  },
  "https://www.googleapis.com/auth/calendar.acls.readonly": {
    title: "See whom your own calendars are shared with",
    note: "Cannot change that.",
  },
  "https://www.googleapis.com/auth/calendar.app.created": {
    title: "Create calendars for the app, and change and delete them with their events",
    note: "Cannot see or change any other calendar of yours.",
  },
  "https://www.googleapis.com/auth/calendar.events.owned.readonly": {
    title: "See the events on the calendars you own",
    note: "Cannot change or delete them.",
  },
  "https://www.googleapis.com/auth/calendar.events.freebusy": {
    title: "See who is free or busy on all calendars you have access to",
    note: "Also other people's that are shared with you. Cannot see what the events are.",
  },
  "https://www.googleapis.com/auth/calendar.events.public.readonly": {
    title: "See events on public calendars",
    note: "Cannot see your private calendars.",
  },
  "https://www.googleapis.com/auth/calendar.calendars": {
    title: "Create calendars, change their names and settings, and delete them",
    note: "A calendar that is deleted loses its events. Cannot read or change single events.",
  },
  "https://www.googleapis.com/auth/calendar.calendars.readonly": {
    title: "See the names, descriptions and time zones of your calendars",
    note: "Cannot see their events.",
  },
  "https://www.googleapis.com/auth/calendar.calendarlist": {
    title: "See the calendars on your list, and add, change and remove entries",
    note: "Removing one from the list does not delete the calendar. Cannot see events.",
  },
  "https://www.googleapis.com/auth/calendar.acls": {
    title: "See and change whom your own calendars are shared with",
    note: "Can give other people access to them, and take it away.",
  },
};
