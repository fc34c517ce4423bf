/** The connectors of Slack, each with the scopes that it offers. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";
import { slackAdmin } from "./slack-admin.ts";
import { slackBot } from "./slack-bot.ts";
import { slackShared } from "./slack-shared.ts";
import { slackUser } from "./slack-user.ts";

export const slack: Readonly<Record<string, ScopeWordsOfConnector>> = {
  slack: { ...slackUser, ...slackShared, ...slackAdmin },
  slackbot: { ...slackBot, ...slackShared },
};
