/** Outlook: email, calendars, contacts and tasks. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const outlookMail: ScopeWordsOfConnector = {
  "Mail.Read": {
    title: "Read all your email, with attachments",
    note: "Cannot send, change or delete it.",
  },
  "Mail.ReadBasic": {
    title: "See who wrote to you and when, with subjects",
    note: "Cannot read the text or attachments of email.",
  },
  "Mail.ReadWrite": {
    title: "Read, sort, change and delete all your email, and write drafts",
    note: "Cannot send email.",
  },
  "Mail.Send": { title: "Send email as you", note: "Cannot read, change or delete your email." },
  "Mail.Read.Shared": {
    title: "Read your email and that of mailboxes shared with you, with attachments",
    note: "Cannot send, change or delete it.",
  },
  "Mail.ReadBasic.Shared": {
    title: "See who wrote to you or to mailboxes shared with you and when, with subjects",
    note: "Cannot read the text or attachments of email.",
  },
  "Mail.ReadWrite.Shared": {
    title: "Read, change and delete your email and that of mailboxes shared with you",
    note: "Also write drafts. Cannot send email.",
  },
  "Mail.Send.Shared": {
    title: "Send email as you, and for others who let you",
    note: "Cannot read, change or delete email.",
  },
  "MailboxFolder.Read": { title: "See the folders of your mailbox", note: "Cannot read email." },
  "MailboxFolder.ReadWrite": {
    title: "See, create, change and delete the folders of your mailbox",
    note: "Cannot read single emails. A folder that is deleted takes along what is in it.",
  },
  "MailboxItem.Read": {
    title: "Read and export everything in your mailbox",
    note: "Email, events, contacts and tasks. Cannot change or delete anything.",
  },
  "MailboxSettings.Read": {
    title: "See the settings of your mailbox",
    note: "Such as time zone, automatic replies and rules. Cannot read email.",
  },
  "MailboxSettings.ReadWrite": {
    title: "See and change the settings of your mailbox",
    note: "Such as automatic replies and rules, which can forward or delete incoming email.",
  },
};

export const outlookCalendars: ScopeWordsOfConnector = {
  "Calendars.Read": {
    title: "See your calendars and everything about your events",
    note: "Cannot change or delete them.",
  },
  "Calendars.ReadBasic": {
    title: "See your calendars with subjects, times and people of events",
    note: "Cannot read the text or attachments of events.",
  },
  "Calendars.ReadWrite": {
    title: "See, add, change and delete your calendars and events",
    note: "Can invite people as you.",
  },
  "Calendars.Read.Shared": {
    title: "See your calendars and those that others share with you",
    note: "Cannot change or delete events.",
  },
  "Calendars.ReadWrite.Shared": {
    title: "See, add, change and delete events, also in calendars shared with you",
    note: "Your calendars, and those of others as far as they let you. Can invite people as you.",
  },
};

export const outlookContacts: ScopeWordsOfConnector = {
  "Contacts.Read": { title: "See your contacts", note: "Cannot change or delete them." },
  "Contacts.ReadWrite": "See, add, change and delete your contacts",
  "Contacts.Read.Shared": {
    title: "See your contacts and those that others share with you",
    note: "Cannot change or delete them.",
  },
  "Contacts.ReadWrite.Shared":
    "See, add, change and delete your contacts and those shared with you",
  "People.Read": {
    title: "See the people you work with most",
    note: "From your contacts, email and organization.",
  },
};

export const outlookTasks: ScopeWordsOfConnector = {
  "Tasks.Read": { title: "See your tasks and task lists", note: "Cannot change or delete them." },
  "Tasks.ReadWrite": "See, create, change and delete your tasks and task lists",
  "Tasks.Read.Shared": {
    title: "See your tasks and those that others share with you",
    note: "Cannot change or delete them.",
  },
  "Tasks.ReadWrite.Shared": "See, create, change and delete your tasks and those shared with you",
};
