/**
 * Salesforce, web server flow. Facts from
 * https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm,
 * https://login.salesforce.com/.well-known/openid-configuration and
 * https://help.salesforce.com/s/articleView?id=005316711 (rotation of refresh tokens).
 *
 * An answer states no lifetime: a token lives as long as the org's sessions do, two hours unless an
 * administrator says otherwise. Where an app has rotation, a refresh token that is used twice ends
 * the whole grant. A user can have five grants of one app; the sixth ends the first.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { scopeList } from "../scope-list.ts";

export const salesforce = {
  id: "salesforce",
  name: "Salesforce",
  documentation:
    "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm",
  metadata: {
    authorization_endpoint: "https://{login_host}/services/oauth2/authorize",
    token_endpoint: "https://{login_host}/services/oauth2/token",
    revocation_endpoint: "https://{login_host}/services/oauth2/revoke",
    introspection_endpoint: "https://{login_host}/services/oauth2/introspect",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  settings: [
    {
      name: "login_host",
      display_name: "Login host",
      description:
        "Where the user signs in: login.salesforce.com, test.salesforce.com for a sandbox, or the org's My Domain. Not an address under lightning.force.com.",
      placeholder: "login.salesforce.com",
      required: false,
      validation_pattern: "^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$",
      validation_error: "Give a host such as login.salesforce.com or example.my.salesforce.com.",
      default: "login.salesforce.com",
      allowed_host_suffixes: [
        "login.salesforce.com",
        "test.salesforce.com",
        ".my.salesforce.com",
        ".my.salesforce.mil",
        ".my.site.com",
      ],
    },
    {
      name: "login_hint",
      display_name: "User name",
      description: "Fills in the user name at the sign-in page.",
      placeholder: "ada@example.com",
      required: false,
      validation_pattern: "^[^\\p{C}\\s]{1,256}$",
      validation_error: "Give a user name without spaces.",
    },
  ],
  authorization: { pkce: "S256", parameters: { login_hint: "{login_hint}" } },
  token_answer: { lifetime_seconds: 7_200 },
  refresh: {
    mode: "refresh_token",
    rotation: "may_rotate",
    trigger: "rejection",
    inconclusive: "hold",
  },
  errors: {
    client_fault: ["invalid_client_id", "OAUTH_APP_BLOCKED", "OAUTH_APPROVAL_ERROR_GENERIC"],
    invalid_client: ["invalid_client_id"],
    transient: ["rate_limit_exceeded"],
  },
  account: {
    request: { url: "https://{instance_url}/services/oauth2/userinfo" },
    // The UserInfo endpoint says `Bad_OAuth_Token` with 403, as plain text.
    token_ended: [{ status: 401 }, { status: 403 }],
    id: ["organization_id", "user_id"],
    email: ["email"],
    name: ["name"],
  },
  kept_values: [
    {
      name: "instance_url",
      from: "token_answer",
      path: "instance_url",
      validation_pattern: "^https://[A-Za-z0-9.-]+$",
      allowed_host_suffixes: [".salesforce.com", ".salesforce.mil", ".force.com", ".site.com"],
      required: true,
    },
  ],
  revocation: {
    endpoint: "https://{login_host}/services/oauth2/revoke",
    tokens: ["refresh_token", "access_token"],
    // The refresh token takes its access tokens with it.
    send: "first",
    authentication: "none",
    already_ended: { errors: ["invalid_token"] },
    ends: "token_set",
  },
  api: {
    refused_token: [
      {
        statuses: [401],
        unless: [
          { body: { at: [0, "message"], starts_with: ["Connected app is not attached to Agent"] } },
        ],
      },
      { statuses: [403], body: { at: [], starts_with: ["Bad_OAuth_Token"] } },
    ],
    missing_scope: [
      {
        statuses: [401],
        body: {
          at: [0, "message"],
          starts_with: ["This session is not valid for use with the REST API"],
        },
      },
      {
        statuses: [403],
        body: {
          at: [0, "errorCode"],
          equals: ["API_DISABLED_FOR_ORG", "INSUFFICIENT_ACCESS_OR_READONLY"],
        },
      },
    ],
    hosts: [
      {
        name: "default",
        url: "https://{instance_url}",
        for: "/services/data with a version, /services/apexrest and others",
      },
    ],
    rate_limit: {
      documented:
        "Calls in 24 hours for the whole org, by edition and licences. Over the limit comes 403 with REQUEST_LIMIT_EXCEEDED. The header Sforce-Limit-Info tells both the use and the limit, as api-usage=used/limit.",
      status: 403,
    },
    pagination: [
      {
        kind: "next_url",
        response: { next_url_path: "nextRecordsUrl", items_path: "records" },
        limit_max: 2000,
        where: "Queries. The address is a path on the same host; done is true at the end",
      },
    ],
  },
  registration: {
    url: "https://login.salesforce.com",
    redirect_uri_rules: "https. Exact match with one of the app's callback URLs.",
    steps: [
      {
        do: "Make a free Developer Edition org, if you have no org yet.",
        url: "https://developer.salesforce.com/signup",
      },
      {
        do: "Under Setup, open External Client App Manager and create an External Client App: Local for this org, Packaged if people of other orgs shall connect.",
        url: "https://login.salesforce.com",
      },
      {
        do: "Turn on OAuth; add the callback URL and the scopes api, refresh_token and openid. Leave on that a secret and PKCE are needed.",
        url: "https://login.salesforce.com",
      },
      {
        do: "Under Policies, let refresh tokens be valid until they are revoked.",
        url: "https://login.salesforce.com",
      },
      {
        do: "If people of other orgs shall connect, package the app. Their administrators install it.",
        url: "https://help.salesforce.com/s/articleView?id=xcloud.external_client_apps.htm",
      },
      {
        do: "Under Settings, OAuth settings, copy consumer key and consumer secret: they are client ID and client secret. It takes about ten minutes until they work.",
        url: "https://login.salesforce.com",
      },
    ],
    review: "None to connect.",
    test_accounts: "Developer Edition orgs; sandboxes sign in at test.salesforce.com.",
    unreviewed:
      "Where the app is not installed in an org, ordinary people of that org are refused. Connected Apps can no longer be made, except through Salesforce's support.",
    troubleshooting: [
      {
        shown: "OAUTH_APP_BLOCKED or OAUTH_APPROVAL_ERROR_GENERIC",
        means: "The app is not installed in that org, or is blocked there.",
        mend: "Have its administrator install the package.",
      },
      {
        shown: "redirect_uri_mismatch",
        means: "The callback URL is not in the list, or not active yet.",
        mend: "Compare it; wait ten minutes after saving.",
      },
      {
        shown: "invalid_client_id",
        means: "The consumer key belongs to another org, or it is too early.",
        mend: "Wait, then compare the key.",
      },
      {
        shown: "401 INVALID_SESSION_ID although the token is new",
        means: "The scope api is missing, or a policy of the app forbids it.",
        mend: "Add the scope; look at the policies for addresses and sessions.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "salesforce",
      logo: { icon: null, color: "#00A1E0" },
      display_name: "Salesforce",
      description: "Accounts, contacts, opportunities and all other records of an org.",
      category: "crm",
      documentation:
        "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_tokens_scopes.htm",
      first_call: {
        path: "/services/oauth2/userinfo",
        scopes: ["openid"],
        proves: "The token lives; org and user.",
      },
      scopes: {
        default: ["api", "refresh_token", "openid"],
        always: ["refresh_token", "openid"],
        aliases: { offline_access: "refresh_token" },
        available: scopeList({
          api: "Read and change records through the APIs",
          refresh_token: "Access while you are away; always needed",
          openid: "Who you are; always needed",
          profile: "Your profile",
          email: "Your email address",
          phone: "Your telephone number",
          address: "Your address",
          id: "The address of your identity",
          web: "Use of the token in a browser",
          full: "Everything you may do",
          visualforce: "Visualforce pages",
          content: "Files and content",
          lightning: "Lightning applications",
          chatter_api: "Chatter and Connect",
          custom_permissions: "Permissions the org has made itself",
          wave_api: "CRM Analytics",
          eclair_api: "Maps and charts of CRM Analytics",
          pardot_api: "Account Engagement, once Pardot",
          sfap_api: "Salesforce API Platform",
          einstein_gpt_api: "Einstein generative AI",
          mcp_api: "MCP servers of Salesforce",
          chatbot_api: "Einstein bots",
          interaction_api: "Interactions of service channels",
          scrt_api: "Messages of service channels",
          cdp_api: "All of Data Cloud",
          cdp_query_api: "Queries on Data Cloud",
          cdp_profile_api: "Profiles of Data Cloud",
          cdp_ingest_api: "Bring data into Data Cloud",
          cdp_segment_api: "Segments of Data Cloud",
          cdp_identityresolution_api: "Identity resolution of Data Cloud",
          cdp_calculated_insight_api: "Calculated insights of Data Cloud",
          user_registration_api: "Register people of a site",
          pwdless_login_api: "Sign people of a site in without a password",
          forgot_password: "Reset passwords of people of a site",
        }),
      },
    },
  ],
} satisfies AuthorizationServerInput;
