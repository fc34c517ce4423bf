/** Microsoft Teams. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const microsoftTeams: ScopeWordsOfConnector = {
  "Team.ReadBasic.All": {
    title: "See the names and descriptions of your teams",
    note: "Cannot read messages.",
  },
  "Team.Create": "Create teams",
  "TeamMember.Read.All": "See who is in your teams",
  "TeamMember.ReadWrite.All": "Add and remove members and owners of your teams",
  "TeamSettings.Read.All": "See the settings of your teams",
  "TeamSettings.ReadWrite.All": "See and change the settings of your teams",
  "Channel.ReadBasic.All": {
    title: "See the names and descriptions of channels",
    note: "Cannot read messages.",
  },
  "Channel.Create": "Create channels in your teams",
  "Channel.Delete.All": "Delete channels in your teams, with their messages",
  "ChannelMember.Read.All": "See who is in your channels",
  "ChannelMember.ReadWrite.All": "Add and remove members and owners of your channels",
  "ChannelMessage.Read.All": {
    title: "Read the messages in the channels of your teams",
    note: "Cannot send, change or delete messages.",
  },
  "ChannelMessage.Send": {
    title: "Send messages to channels as you",
    note: "Cannot read messages.",
  },
  "ChannelMessage.Edit": "Change messages that you sent to channels",
  "ChannelSettings.Read.All": "See the names, descriptions and settings of channels",
  "ChannelSettings.ReadWrite.All":
    "See and change the names, descriptions and settings of channels",
  "Chat.Read": {
    title: "Read your chats, with their members and messages",
    note: "Cannot send, change or delete messages.",
  },
  "Chat.ReadBasic": {
    title: "See your chats and who is in them",
    note: "Cannot read their messages.",
  },
  "Chat.ReadWrite": {
    title: "Read your chats, and send, change and delete messages in them as you",
    note: "Can also start chats and add and remove people.",
  },
  "Chat.Create": { title: "Start chats as you", note: "Cannot read messages." },
  "ChatMessage.Read": {
    title: "Read the messages of your chats",
    note: "Cannot send, change or delete messages.",
  },
  "ChatMessage.Send": {
    title: "Send messages in your chats as you",
    note: "Cannot read messages.",
  },
  "OnlineMeetings.Read": {
    title: "See your online meetings",
    note: "Cannot create, change or delete any.",
  },
  "OnlineMeetings.ReadWrite": "See, create, change and delete your online meetings",
  "Presence.Read": "See whether you are available, busy or away",
  "Presence.Read.All": "See whether the people in your organization are available, busy or away",
  "Presence.ReadWrite": "See and set whether you are available, busy or away",
  "TeamsActivity.Read": "See your activity feed in Teams",
  "TeamsActivity.Send":
    "Send notifications to activity feeds as you, to yours and to other people's",
};
