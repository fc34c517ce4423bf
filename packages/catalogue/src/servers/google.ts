/**
 * Google. One authorization server for all its APIs. Facts from
 * https://developers.google.com/identity/protocols/oauth2/web-server (flow, refresh, revocation,
 * expiry of refresh tokens) and https://developers.google.com/identity/protocols/oauth2/scopes.
 *
 * `include_granted_scopes` is not sent: each connector then gets the scopes it asked for and no
 * more. Grants are kept per Google Cloud project and user all the same, so a revocation may end the
 * other connections of that user.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { googleAds } from "./google-ads.ts";
import { googleAnalytics } from "./google-analytics.ts";
import { googleBigquery } from "./google-bigquery.ts";
import { googleCalendar } from "./google-calendar.ts";
import { googleClassroom } from "./google-classroom.ts";
import { refusals } from "./google-common.ts";
import { googleDocs } from "./google-docs.ts";
import { googleDrive } from "./google-drive.ts";
import { googleMail } from "./google-mail.ts";
import { googleMeet } from "./google-meet.ts";
import { googleSearchConsole } from "./google-search-console.ts";
import { googleSetup } from "./google-setup.ts";
import { googleSheets } from "./google-sheets.ts";
import { googleSlides } from "./google-slides.ts";
import { googleTasks } from "./google-tasks.ts";

export const google = {
  id: "google",
  name: "Google",
  documentation: "https://developers.google.com/identity/protocols/oauth2/web-server",
  metadata: {
    issuer: "https://accounts.google.com",
    authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth",
    token_endpoint: "https://oauth2.googleapis.com/token",
    revocation_endpoint: "https://oauth2.googleapis.com/revoke",
    userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
    code_challenge_methods_supported: ["plain", "S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  // Both only fill in the sign-in page: whoever signs in is whose account is connected.
  settings: [
    {
      name: "login_hint",
      display_name: "Email address",
      description: "Whose account is offered first when signing in: an email address.",
      placeholder: "ada@example.com",
      required: false,
      validation_pattern: "^[^\\s]{1,254}$",
      validation_error: "Give one email address, without spaces.",
    },
    {
      name: "hd",
      display_name: "Workspace domain",
      description: "Shows accounts of this Google Workspace domain first.",
      placeholder: "example.com",
      required: false,
      validation_pattern: "^[a-z0-9][a-z0-9.-]{0,188}\\.[a-z]{2,63}$",
      validation_error: "Give a domain such as example.com, in lower case.",
    },
  ],
  authorization: {
    pkce: "S256",
    // A refresh token comes only with a fresh consent.
    parameters: {
      access_type: "offline",
      prompt: "consent",
      login_hint: "{login_hint}",
      hd: "{hd}",
    },
    refuses_embedded_browsers:
      "https://developers.google.com/identity/protocols/oauth2/policies#browsers",
  },
  token_answer: { error_subtype: ["error_subtype"] },
  refresh: {
    mode: "refresh_token",
    rotation: "stable",
    inconclusive: "retry",
    // Six months without use end a refresh token.
    refresh_token_lifetime: { idle_seconds: 15_552_000 },
  },
  errors: {
    denied: ["admin_policy_enforced", "org_internal"],
    dead_grant: ["invalid_rapt"],
    client_fault: ["deleted_client", "disabled_client"],
    invalid_client: ["deleted_client"],
  },
  account: {
    request: { url: "https://openidconnect.googleapis.com/v1/userinfo" },
    id: ["sub"],
    email: ["email"],
    name: ["name"],
  },
  revocation: {
    endpoint: "https://oauth2.googleapis.com/revoke",
    tokens: ["refresh_token", "access_token"],
    // Either token ends the other.
    send: "first",
    authentication: "none",
    already_ended: { errors: ["invalid_token"] },
    ends: "client_grant",
  },
  // Grants are kept per project, whose number begins the ids of all its clients.
  client_project_separator: "-",
  api: { ...refusals, hosts: ["https://www.googleapis.com"] },
  registration: googleSetup({ name: "API that the connector uses" }),
  connectors: [
    googleMail,
    googleAnalytics,
    googleAds,
    googleBigquery,
    googleCalendar,
    googleClassroom,
    googleDocs,
    googleDrive,
    googleMeet,
    googleSearchConsole,
    googleSheets,
    googleSlides,
    googleTasks,
  ],
} satisfies AuthorizationServerInput;
