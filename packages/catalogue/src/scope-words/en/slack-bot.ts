/** Slack, where the app acts as a bot of its own. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const slackBot: ScopeWordsOfConnector = {
  "chat:write": {
    title: "Send messages as the app, and change and delete them",
    note: "Only in conversations that it was added to. Cannot read messages.",
  },
  "chat:write.public": "Send messages to public channels that it was not added to",
  "chat:write.customize": {
    title: "Send messages under another name and picture",
    note: "They stay marked as an app's.",
  },
  "app_mentions:read": {
    title: "Read messages that mention the app",
    note: "Only in conversations that it was added to.",
  },
  "assistant:write": "Be an assistant that people can chat with",
  "channels:read": {
    title: "See the public channels of your workspace, and who is in them",
    note: "Cannot read messages.",
  },
  "channels:history": "Read messages in public channels that the app was added to",
  "channels:join": "Join public channels by itself",
  "channels:manage": {
    title: "Create public channels, and rename and archive those it was added to",
    note: "Can also invite and remove people there.",
  },
  "channels:write.invites": "Invite people to public channels",
  "channels:write.topic": "Set the topic and purpose of public channels",
  commands: "Offer commands and shortcuts in Slack",
  "conversations.connect:manage":
    "Approve, decline and end the sharing of channels with other companies",
  "conversations.connect:read": "See invitations to channels shared with other companies",
  "conversations.connect:write": "Invite other companies to channels, and accept their invitations",
  "groups:read": {
    title: "See the private channels that the app was added to, and who is in them",
    note: "Cannot read messages.",
  },
  "groups:history": "Read messages in private channels that the app was added to",
  "groups:write": {
    title: "Create private channels, and rename and archive those it was added to",
    note: "Can also invite and remove people there.",
  },
  "groups:write.invites": "Invite people to private channels that the app was added to",
  "groups:write.topic": "Set the topic and purpose of private channels that the app was added to",
  "im:read": { title: "See who has direct messages with the app", note: "Cannot read messages." },
  "im:history": {
    title: "Read direct messages that people have with the app",
    note: "Cannot read any other direct messages.",
  },
  "im:write": {
    title: "Start direct messages with people",
    note: "Cannot read their other messages.",
  },
  "im:write.topic": "Set the topic of direct messages with the app",
  "incoming-webhook": { title: "Post to one channel that you pick", note: "Cannot read messages." },
  "metadata.message:read": {
    title: "Read the data that apps attached to messages",
    note: "Only in conversations that it was added to.",
  },
  "mpim:read": {
    title: "See the group direct messages that the app was added to, and who is in them",
    note: "Cannot read messages.",
  },
  "mpim:history": "Read group direct messages that the app was added to",
  "mpim:write": "Start group direct messages with people",
  "mpim:write.topic": "Set the topic of group direct messages that the app was added to",
  "reminders:read": "See reminders that the app made",
  "reminders:write": "Add, complete and delete reminders that the app made",
  "remote_files:write": "Add, change and remove files in Slack that are kept elsewhere",
  "triggers:read": "See what starts workflows",
  "triggers:write": "Create, change and delete what starts workflows",
  "users:write": "Set whether the app is shown as active or away",
  "workflow.steps:execute": "Offer steps for workflows, and carry them out",
};
