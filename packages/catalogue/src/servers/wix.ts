/**
 * Wix. Facts from https://dev.wix.com/docs/build-apps/develop-your-app/access/authentication/about-oauth,
 * https://dev.wix.com/docs/rest/app-management/oauth-2/create-access-token (errors are those of RFC
 * 6749), the pages on the external install flow under
 * https://dev.wix.com/docs/build-apps/launch-your-app/app-distribution/install-your-app/ and
 * https://dev.wix.com/docs/build-apps/develop-your-app/access/app-instances/parse-encoded-app-instance-data
 * (how a signed instance is made).
 *
 * There is no code. The user installs the app on a site, and the browser comes back with the id of
 * that instance; tokens are then minted with the app's own credentials and this id for as long as
 * the app stays installed. The id is no secret and the credentials open every site that has the
 * app: so the id is only ever taken from the parameter that Wix signs with the app secret. One that
 * was signed for an anonymous visitor of a site holds `aid` and is refused.
 *
 * That the parameter of the install flow is made like the documented one of embedded pages was not
 * tried against Wix; where it is not, connecting fails and nothing is granted.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const wix = {
  id: "wix",
  name: "Wix",
  documentation:
    "https://dev.wix.com/docs/build-apps/develop-your-app/access/authentication/about-oauth",
  metadata: {
    authorization_endpoint: "https://www.wix.com/app-installer",
    token_endpoint: "https://www.wixapis.com/oauth2/token",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "share_url_id",
      display_name: "Share URL ID",
      description:
        "Needed for an app that is not listed in the App Market: the ID of its share link.",
      placeholder: "00000000-0000-0000-0000-000000000000",
      required: false,
      validation_pattern: "^[A-Za-z0-9-]{1,64}$",
      validation_error: "Give the ID alone, made of letters, digits and hyphens.",
    },
  ],
  authorization: {
    parameters: { shareUrlId: "{share_url_id}" },
    pkce: {
      omitted_because:
        "The install flow hands out no code, so there is nothing that a code_verifier could protect.",
    },
    client_id_parameter: "appId",
    redirect_uri_parameter: "postInstallationUrl",
    scope_parameter: null,
    omitted_parameters: ["response_type"],
    state_in: "redirect_uri",
    answer: "installation",
    signed_parameter: {
      name: "signedInstance",
      signed_at: "signDate",
      max_age_seconds: 600,
      refused_members: ["aid"],
    },
  },
  token_answer: {
    error: ["error", "details.applicationError.code"],
    token_type_required: false,
    lifetime_seconds: 14_400,
  },
  refresh: {
    mode: "client_credentials",
    grant_type: "client_credentials",
    request: { format: "json", parameters: { instance_id: "{instance_id}" } },
    rotation: "stable",
    inconclusive: "retry",
  },
  account: {
    request: { url: "https://www.wixapis.com/apps/v1/instance" },
    id: ["instance.instanceId"],
    of: "organization",
    email: ["site.ownerInfo.email"],
    name: ["site.siteDisplayName"],
  },
  kept_values: [
    {
      name: "instance_id",
      from: "signed_callback",
      path: "instanceId",
      validation_pattern: "^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$",
      required: true,
    },
  ],
  api: {
    missing_scope: [{ statuses: [403] }],
    hosts: [{ name: "default", url: "https://www.wixapis.com", for: "All REST APIs" }],
    authorization: "{access_token}",
    rate_limit: { documented: "200 calls a minute for each site that has the app." },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "query.cursorPaging.cursor",
          limit: "query.cursorPaging.limit",
          in: "json_body",
        },
        response: { cursor_path: "pagingMetadata.cursors.next" },
        limit_max: 100,
        where:
          "Newer APIs, in the body of the query; older ones take query.paging.offset and query.paging.limit",
      },
    ],
  },
  registration: {
    url: "https://manage.wix.com/apps",
    redirect_uri_rules: "https. Parameters in its query are kept.",
    steps: [
      { do: "Create an app in the developer dashboard.", url: "https://manage.wix.com/apps" },
      {
        do: "On its page OAuth, copy the app ID and the app secret key: they are client ID and client secret.",
        url: "https://manage.wix.com/apps",
      },
      {
        do: "On its page Permissions, add what the app may do. Nothing of it is asked for in the URL.",
        url: "https://dev.wix.com/docs/build-apps/develop-your-app/access/authorization/about-permissions",
      },
      {
        do: "Release a version, or make a share link, so that the app can be installed on sites.",
        url: "https://dev.wix.com/docs/build-apps/launch-your-app/app-distribution/about-app-distribution",
      },
    ],
    review: "Only for a listing in the App Market; a share link needs none.",
    test_accounts: "Free Premium development sites.",
    unreviewed: "No limits are known for share links.",
    troubleshooting: [
      {
        shown: "403 for one API",
        means: "A permission is missing.",
        mend: "Add it on the page Permissions, release a version, and install the app again.",
      },
      {
        shown: "The share link is refused",
        means: "No version was released.",
        mend: "Release one.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "wix",
      logo: { icon: "wix", color: "#0C6EFC" },
      display_name: "Wix",
      description: "Content, store and bookings of a Wix site.",
      category: "website",
      documentation:
        "https://dev.wix.com/docs/build-apps/develop-your-app/access/authentication/about-oauth",
      first_call: {
        path: "/apps/v1/instance",
        proves: "The token lives and the app is installed on this site.",
      },
      scopes: { default: [], reported: false },
    },
  ],
} satisfies AuthorizationServerInput;
