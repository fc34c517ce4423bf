/** Salesforce. All of it is bounded by what the person who connects may do. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const salesforce: ScopeWordsOfConnector = {
  api: {
    title: "See, create, change and delete the records you can",
    note: "Accounts, contacts, deals and more, as far as you may.",
  },
  refresh_token: {
    title: "Stay connected while you are away",
    note: "Until you disconnect, or as your organization sets.",
  },
  openid: "Recognize your Salesforce account",
  profile: "See your profile: name, picture, language and time zone",
  email: "See your email address",
  phone: "See your telephone number",
  address: "See your postal address",
  id: "See who you are, and your settings and contact data",
  web: { title: "Open Salesforce in a browser as you", note: "Can do there what you can." },
  full: "See, change and delete everything that you can in Salesforce",
  visualforce: {
    title: "Open pages that your organization built with Visualforce, as you",
    note: "Can do there what you can.",
  },
  content: { title: "See and change files and content as you", note: "Can do there what you can." },
  lightning: { title: "Open Lightning apps as you", note: "Can do there what you can." },
  chatter_api: {
    title: "Read, post, change and delete in Chatter as you",
    note: "Also your feeds, groups and files there.",
  },
  custom_permissions: "See which permissions of your organization's own you have",
  wave_api: {
    title: "See and change analytics and their data as you",
    note: "Data sets, dashboards and lenses of CRM Analytics. Can delete them as far as you may.",
  },
  eclair_api: "See the maps and charts of your analytics",
  pardot_api: {
    title: "See and change marketing data as you",
    note: "Prospects, lists, forms and email of Account Engagement. Can delete and send as far as you may.",
  },
  sfap_api: {
    title: "Use what Salesforce Platform offers programs, as you",
    note: "Can see and change there what you can.",
  },
  einstein_gpt_api: {
    title: "Have Einstein write and answer as you",
    note: "May cost your organization money.",
  },
  mcp_api: {
    title: "Let an assistant use Salesforce as you",
    note: "It can see and change what you can, as far as your organization lets assistants.",
  },
  chatbot_api: "Talk with the bots of your organization, and see what they say",
  interaction_api: "Report and steer conversations and calls of customer service",
  scrt_api: "Send and receive messages of customer service",
  cdp_api: {
    title: "See and change everything you can in Data Cloud",
    note: "Queries, profiles, data that is brought in, segments and insights. Can delete as far as you may.",
  },
  cdp_query_api: { title: "Query the data in Data Cloud", note: "Cannot change it." },
  cdp_profile_api: {
    title: "See the profiles of people in Data Cloud",
    note: "Cannot change them.",
  },
  cdp_ingest_api: "Bring data into Data Cloud, and change and delete what was brought in",
  cdp_segment_api: "See, create, change and delete segments in Data Cloud",
  cdp_identityresolution_api: "See, change and run the rules that merge profiles in Data Cloud",
  cdp_calculated_insight_api: "See, create, change and delete calculated insights in Data Cloud",
  user_registration_api: "Register people of your websites",
  pwdless_login_api: "Sign people in at your websites without a password",
  forgot_password: "Reset passwords of people of your websites",
};
