/** Every authorization server of the catalogue, in one explicit list. */
import type { AuthorizationServerInput } from "./schema.ts";
import { airtable } from "./servers/airtable.ts";
import { asana } from "./servers/asana.ts";
import { bamboohr } from "./servers/bamboohr.ts";
import { box } from "./servers/box.ts";
import { calendly } from "./servers/calendly.ts";
import { clickup } from "./servers/clickup.ts";
import { contentful } from "./servers/contentful.ts";
import { databricks } from "./servers/databricks.ts";
import { discord } from "./servers/discord.ts";
import { dropbox } from "./servers/dropbox.ts";
import { github } from "./servers/github.ts";
import { gitlab } from "./servers/gitlab.ts";
import { google } from "./servers/google.ts";
import { hubspot } from "./servers/hubspot.ts";
import { huggingFace } from "./servers/hugging-face.ts";
import { instagram } from "./servers/instagram.ts";
import { linear } from "./servers/linear.ts";
import { linkedin } from "./servers/linkedin.ts";
import { microsoft } from "./servers/microsoft.ts";
import { notion } from "./servers/notion.ts";
import { quickbooks } from "./servers/quickbooks.ts";
import { salesforce } from "./servers/salesforce.ts";
import { sandbox } from "./servers/sandbox.ts";
import { slack } from "./servers/slack.ts";
import { snowflake } from "./servers/snowflake.ts";
import { splitwise } from "./servers/splitwise.ts";
import { spotify } from "./servers/spotify.ts";
import { square } from "./servers/square.ts";
import { supabase } from "./servers/supabase.ts";
import { tiktok } from "./servers/tiktok.ts";
import { typeform } from "./servers/typeform.ts";
import { wix } from "./servers/wix.ts";
import { wrike } from "./servers/wrike.ts";
import { zoom } from "./servers/zoom.ts";

export const authorizationServers: readonly AuthorizationServerInput[] = [
  airtable,
  asana,
  bamboohr,
  box,
  calendly,
  clickup,
  contentful,
  databricks,
  discord,
  dropbox,
  github,
  gitlab,
  google,
  hubspot,
  huggingFace,
  instagram,
  linear,
  linkedin,
  microsoft,
  notion,
  quickbooks,
  salesforce,
  sandbox,
  slack,
  snowflake,
  splitwise,
  spotify,
  square,
  supabase,
  tiktok,
  typeform,
  wix,
  wrike,
  zoom,
];
