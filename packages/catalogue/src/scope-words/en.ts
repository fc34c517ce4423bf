/** What scopes let an app do, in English, by provider and integration type. */
import type { ScopeWordsOfLanguage } from "../schema-scope-words.ts";
import { airtable } from "./en/airtable.ts";
import { asana } from "./en/asana.ts";
import { bamboohr } from "./en/bamboohr.ts";
import { box } from "./en/box.ts";
import { calendly } from "./en/calendly.ts";
import { contentful } from "./en/contentful.ts";
import { databricks } from "./en/databricks.ts";
import { discord } from "./en/discord.ts";
import { dropbox } from "./en/dropbox.ts";
import { github } from "./en/github.ts";
import { gitlab } from "./en/gitlab.ts";
import { google } from "./en/google.ts";
import { hubspot } from "./en/hubspot.ts";
import { huggingFace } from "./en/hugging-face.ts";
import { instagram } from "./en/instagram.ts";
import { linear } from "./en/linear.ts";
import { linkedin } from "./en/linkedin.ts";
import { microsoft } from "./en/microsoft.ts";
import { quickbooks } from "./en/quickbooks.ts";
import { salesforce } from "./en/salesforce.ts";
import { sandbox } from "./en/sandbox.ts";
import { slack } from "./en/slack.ts";
import { snowflake } from "./en/snowflake.ts";
import { spotify } from "./en/spotify.ts";
import { square } from "./en/square.ts";
import { tiktok } from "./en/tiktok.ts";
import { typeform } from "./en/typeform.ts";
import { wrike } from "./en/wrike.ts";
import { zoom } from "./en/zoom.ts";

export const en: ScopeWordsOfLanguage = {
  airtable: { airtable },
  asana: { asana },
  bamboohr: { bamboohr },
  box: { box },
  calendly: { calendly },
  contentful: { contentful },
  databricks: { databricks },
  discord: { discord },
  dropbox: { dropbox },
  github: { github },
  gitlab: { gitlab },
  google,
  hubspot: { hubspot },
  hugging_face: { hugging_face: huggingFace },
  instagram: { instagram },
  linear: { linear },
  linkedin: { linkedin },
  microsoft,
  quickbooks: { quickbooks },
  salesforce: { salesforce },
  sandbox: { sandboxcalendar: sandbox },
  slack,
  snowflake: { snowflake },
  spotify: { spotify },
  square: { square },
  tiktok: { tiktok },
  typeform: { typeform },
  wrike: { wrike },
  zoom: { zoom },
};
