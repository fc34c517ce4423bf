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
    hosts: ["https://www.wixapis.com"],
    authorization: "{access_token}",
    rate_limit: "429. 200 calls a minute for each site that has the app.",
  },
  registration: {
    url: "https://manage.wix.com/apps",
    redirect_uri_rules: "https. Parameters in its query are kept.",
    steps: [
      "Create an app in the developer dashboard.",
      "On its page OAuth, copy the app ID and the app secret key: they are client ID and client secret.",
      "On its page Permissions, add what the app may do. Nothing of it is asked for in the URL.",
      "Release a version, or make a share link, so that the app can be installed on sites.",
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
      scopes: { default: [], reported: false },
    },
  ],
} satisfies AuthorizationServerInput;
