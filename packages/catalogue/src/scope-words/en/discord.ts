/** Discord. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const discord: ScopeWordsOfConnector = {
  identify: {
    title: "See your user name, picture and banner",
    note: "Cannot see your email address.",
  },
  email: "See your email address",
  guilds: { title: "See which servers you are in", note: "Cannot read messages in them." },
  "guilds.members.read": "See your nickname and roles in the servers you are in",
  "guilds.join": { title: "Add you to servers", note: "Only where the app has a bot." },
  connections: {
    title: "See accounts that you linked to Discord",
    note: "Such as Steam, Twitch or YouTube, also hidden ones.",
  },
  bot: {
    title: "Add its bot to a server that you pick",
    note: "What the bot may do there, Discord shows you next.",
  },
  "applications.commands": "Add commands to a server that you pick",
  "role_connections.write": "Set facts about you by which servers give you roles",
  openid: "Recognize your Discord account",
  "activities.read": "See what you are playing or doing now, and did lately",
  "activities.write": "Show on your profile what you are playing or doing",
  "applications.builds.read": "See builds of applications that you own",
  "applications.builds.upload": "Upload and change builds of applications that you own",
  "applications.commands.permissions.update":
    "Change who may use the app's commands in servers where you decide that",
  "applications.entitlements": "See what people bought in applications that you own",
  "applications.store.update": "Change the store pages of applications that you own",
  "dm_channels.read": "See your direct messages and group messages",
  "gdm.join": "Add you to group messages",
  "messages.read": "Read messages in all channels that you can see in Discord on this computer",
  "relationships.read": "See your friends, and whom you blocked",
  rpc: {
    title: "Control Discord on your computer",
    note: "Can join channels and see what happens there.",
  },
  "rpc.activities.write": "Show what you are doing, from Discord on your computer",
  "rpc.notifications.read": "See the notifications that Discord shows you",
  "rpc.voice.read": {
    title: "See your voice settings, and hear when somebody speaks",
    note: "Cannot record what is said.",
  },
  "rpc.voice.write": "Change your voice settings, and mute you or others for you",
  voice: "Join voice channels as you, and see who is in them",
};
