/** Gmail. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const gmail: ScopeWordsOfConnector = {
  "https://mail.google.com/": {
    title: "Read, write, send and permanently delete all your email",
    note: "Everything that you can do in Gmail yourself, also past the trash.",
  },
  "https://www.googleapis.com/auth/gmail.modify": {
    title: "Read, write, send and sort all your email, and move it to the trash",
    note: "Cannot permanently delete email past the trash.",
  },
  "https://www.googleapis.com/auth/gmail.readonly": {
    title: "Read all your email, with attachments and settings",
    note: "Cannot send, change or delete anything.",
  },
  "https://www.googleapis.com/auth/gmail.compose": {
    title: "Write drafts and send email as you, and read, change and delete drafts",
    note: "Cannot read the email that you receive.",
  },
  "https://www.googleapis.com/auth/gmail.send": {
    title: "Send email as you",
    note: "Cannot read, change or delete your email.",
  },
  "https://www.googleapis.com/auth/gmail.insert": {
    title: "Add email to your mailbox",
    note: "Cannot send, read or delete email.",
  },
  "https://www.googleapis.com/auth/gmail.labels": {
    title: "See your labels, and create, change and delete them",
    note: "Deleting a label does not delete email. Cannot read email.",
  },
  "https://www.googleapis.com/auth/gmail.metadata": {
    title: "See who wrote to whom and when, with subjects and labels",
    note: "Cannot read the text or attachments of email.",
  },
  "https://www.googleapis.com/auth/gmail.settings.basic": {
    title: "See and change your email settings and filters",
    note: "Filters can forward, sort or trash incoming email. Can set up an automatic reply.",
  },
  "https://www.googleapis.com/auth/gmail.settings.sharing": {
    title: "Change who else may read your mailbox, and from which addresses you send",
    note: "Can set up forwarding and let another person into your mailbox. For administrators only.",
  },
};
