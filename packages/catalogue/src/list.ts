/** Every authorization server of the catalogue, in one explicit list. */
import type { AuthorizationServerInput } from "./schema.ts";
import { airtable } from "./servers/airtable.ts";
import { github } from "./servers/github.ts";
import { google } from "./servers/google.ts";
import { notion } from "./servers/notion.ts";
import { sandbox } from "./servers/sandbox.ts";
import { slack } from "./servers/slack.ts";

export const authorizationServers: readonly AuthorizationServerInput[] = [
  airtable,
  github,
  google,
  notion,
  sandbox,
  slack,
];
