/**
 * Hugging Face. Facts from https://huggingface.co/docs/hub/oauth and the metadata under
 * https://huggingface.co/.well-known/openid-configuration.
 *
 * Whether a refresh token comes, and whether it rotates, is not documented: both are coped with.
 * There is no revocation endpoint: a user takes the access back in the account settings.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const huggingFace = {
  id: "hugging_face",
  name: "Hugging Face",
  documentation: "https://huggingface.co/docs/hub/oauth",
  metadata: {
    issuer: "https://huggingface.co",
    authorization_endpoint: "https://huggingface.co/oauth/authorize",
    token_endpoint: "https://huggingface.co/oauth/token",
    userinfo_endpoint: "https://huggingface.co/oauth/userinfo",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
  },
  settings: [
    {
      name: "org_ids",
      display_name: "Organization",
      description: "The id of an organization that access is asked for beside your own account.",
      placeholder: "5e67bd5b1009063689407478",
      required: false,
      validation_pattern: "^[0-9a-f]{24}$",
      validation_error: "Give the id of one organization, 24 hexadecimal digits.",
    },
  ],
  authorization: { pkce: "S256", parameters: { orgIds: "{org_ids}" } },
  refresh: {
    mode: "refresh_token_if_present",
    rotation: "may_rotate",
    inconclusive: "hold",
    // Three months without a refresh end it.
    refresh_token_lifetime: { idle_seconds: 7_776_000 },
  },
  account: {
    request: { url: "https://huggingface.co/oauth/userinfo" },
    id: ["sub"],
    email: ["email"],
    name: ["name", "preferred_username"],
  },
  api: {
    refused_token: [
      {
        statuses: [401],
        header: { name: "X-Error-Message", holds: "Invalid credentials in Authorization header" },
      },
      {
        statuses: [401],
        body: { at: ["error"], starts_with: ["Invalid credentials in Authorization header"] },
      },
    ],
    missing_scope: [
      { statuses: [403], body: { at: ["error", "type"], equals: ["permission_error"] } },
    ],
    hosts: [
      {
        name: "default",
        url: "https://huggingface.co",
        for: "The Hub's API, files and who is asking",
      },
      {
        name: "router",
        url: "https://router.huggingface.co",
        for: "Inference Providers; needs inference-api",
      },
      {
        name: "endpoints",
        url: "https://api.endpoints.huggingface.cloud",
        for: "Inference Endpoints: list, create, delete",
      },
      {
        name: "datasets",
        url: "https://datasets-server.huggingface.co",
        for: "Rows, search and statistics of datasets",
      },
      {
        name: "downloads",
        url: "https://cas-bridge.xethub.hf.co",
        for: "Bytes of large files, at signed addresses that the Hub redirects to",
        needs_token: false,
      },
    ],
    rate_limit: {
      documented:
        "In windows of five minutes for each person: 1,000 calls of the Hub's API on the free plan, 2,500 with PRO, more for organizations that pay. One header, RateLimit, holds what is left and for how many seconds; RateLimit-Policy holds the limit.",
    },
    pagination: [
      {
        kind: "link_header",
        request: {
          cursor: "cursor",
          limit: "limit",
        },
        response: {
          items_path: "$",
        },
        where: "Models, datasets, Spaces, files and commits",
      },
    ],
  },
  registration: {
    url: "https://huggingface.co/settings/applications/new",
    redirect_uri_rules:
      "Exact match. https, except for loopback, where any port matches; localhost and 127.0.0.1 are told apart.",
    steps: [
      {
        do: "Create an OAuth app with a secret (confidential), in your settings or those of an organization.",
        url: "https://huggingface.co/settings/applications/new",
      },
      {
        do: "Add the redirect URI and tick every scope that the connector may ask for.",
        url: "https://huggingface.co/settings/applications/new",
      },
      {
        do: "Choose how long access tokens live: eight hours unless changed, at most 30 days.",
        url: "https://huggingface.co/settings/applications/new",
      },
      {
        do: "Copy the client ID and the app secret.",
        url: "https://huggingface.co/settings/connected-applications",
      },
    ],
    review: "None.",
    test_accounts: "Any account.",
    unreviewed: "No limits are known.",
    troubleshooting: [
      {
        shown: "The redirect URI does not match",
        means: "It is not registered letter by letter; localhost and 127.0.0.1 are told apart.",
        mend: "Register it.",
      },
      {
        shown: "Data of an organization is missing",
        means: "The person did not grant the organization.",
        mend: "Connect again and choose it, or ask for it with the setting org_ids.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "hugging_face",
      logo: { icon: "huggingface", color: "#FFD21E" },
      display_name: "Hugging Face",
      description: "Models, datasets, Spaces and inference.",
      category: "ai",
      documentation: "https://huggingface.co/docs/hub/oauth",
      first_call: {
        path: "/oauth/userinfo",
        scopes: ["openid", "profile"],
        proves: "The token lives; the person.",
      },
      scopes: {
        default: ["openid", "profile", "email"],
        // Without these the account behind a connection cannot be told.
        always: ["openid", "profile"],
        available: [
          { scope: "openid", description: "Your Hugging Face account id" },
          { scope: "profile", description: "Your user name, name and picture" },
          { scope: "email", description: "Your email address" },
          { scope: "read-billing", description: "Whether you have a payment method" },
          { scope: "read-memberships", description: "Your memberships in organizations" },
          { scope: "read-repos", description: "Read your private repositories" },
          { scope: "gated-repos", description: "Read gated repositories that you may see" },
          {
            scope: "contribute-repos",
            description: "Create repositories and change those that the app created",
          },
          { scope: "write-repos", description: "Read and write your repositories" },
          { scope: "manage-repos", description: "Create, change and delete your repositories" },
          { scope: "read-collections", description: "Read your collections" },
          { scope: "write-collections", description: "Change your collections" },
          { scope: "inference-api", description: "Run inference on your account" },
          { scope: "read-endpoints", description: "Read your Inference Endpoints" },
          { scope: "write-endpoints", description: "Manage your Inference Endpoints" },
          { scope: "jobs", description: "Run jobs" },
          { scope: "webhooks", description: "Manage your webhooks" },
          { scope: "write-discussions", description: "Open discussions and pull requests" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
