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
      "https://huggingface.co",
      "https://router.huggingface.co",
      "https://api.endpoints.huggingface.cloud",
    ],
    rate_limit: "429; RateLimit and RateLimit-Policy, in windows of five minutes.",
  },
  registration: {
    url: "https://huggingface.co/settings/applications/new",
    redirect_uri_rules:
      "Exact match. https, except for loopback, where any port matches; localhost and 127.0.0.1 are told apart.",
    steps: [
      "Create an OAuth app with a secret (confidential), in your settings or those of an organization.",
      "Add the redirect URI.",
      "Tick every scope that the connector may ask for.",
      "Choose how long access tokens live: eight hours unless changed, at most 30 days.",
      "Copy the client ID and the app secret.",
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
      scopes: {
        default: ["openid", "profile", "email"],
        // Without these the account behind a connection cannot be told.
        always: ["openid", "profile"],
        available: [
          { scope: "openid", description: "Your Hugging Face account id" },
          { scope: "profile", description: "Your user name, name and picture" },
          { scope: "email", description: "Your e-mail address" },
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
