/** Slack, where the app acts as the person who connects. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const slackUser: ScopeWordsOfConnector = {
  "channels:read": {
    title: "See the public channels of your workspace, and who is in them",
    note: "Cannot read messages.",
  },
  "channels:history": {
    title: "Read messages in public channels",
    note: "Cannot send, change or delete messages.",
  },
  "channels:write": {
    title: "Create, rename and archive public channels, and join and leave them, as you",
    note: "Can also invite and remove people.",
  },
  "channels:write.invites": "Invite people to public channels as you",
  "channels:write.topic": "Set the topic and purpose of public channels as you",
  "chat:write": {
    title: "Send messages as you, and change and delete your messages",
    note: "Cannot read messages.",
  },
  "groups:read": {
    title: "See the private channels you are in, and who is in them",
    note: "Cannot read messages.",
  },
  "groups:history": {
    title: "Read messages in private channels you are in",
    note: "Cannot send, change or delete messages.",
  },
  "groups:write": {
    title: "Create, rename and archive private channels, and leave them, as you",
    note: "Can also invite and remove people.",
  },
  "groups:write.invites": "Invite people to private channels as you",
  "groups:write.topic": "Set the topic and purpose of private channels as you",
  "im:read": { title: "See with whom you have direct messages", note: "Cannot read messages." },
  "im:history": {
    title: "Read your direct messages",
    note: "Cannot send, change or delete messages.",
  },
  "im:write": {
    title: "Open and close direct messages as you",
    note: "Cannot send or read messages.",
  },
  "im:write.topic": "Set the topic of direct messages as you",
  "mpim:read": {
    title: "See your group direct messages, and who is in them",
    note: "Cannot read messages.",
  },
  "mpim:history": {
    title: "Read your group direct messages",
    note: "Cannot send, change or delete messages.",
  },
  "mpim:write": {
    title: "Open and close group direct messages as you",
    note: "Cannot send or read messages.",
  },
  "mpim:write.topic": "Set the topic of group direct messages as you",
  "search:read": {
    title: "Search all messages and files that you can see",
    note: "Includes private channels and direct messages.",
  },
  "dnd:write": "Change when you do not want to be disturbed",
  "reminders:read": "See your reminders",
  "reminders:write": "Add, complete and delete your reminders",
  "stars:read": "See what you saved for later",
  "stars:write": "Save messages and files for later for you, and remove them",
  "users.profile:write": "Change your profile, picture and status",
  "users:write": "Set whether you are shown as active or away",
  identify: "Know who you are, and which workspace this is",
};
