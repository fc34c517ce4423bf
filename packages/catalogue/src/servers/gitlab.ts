/**
 * GitLab, GitLab.com and self-managed. Facts from https://docs.gitlab.com/api/oauth2/ (flow,
 * refresh, revocation) and https://docs.gitlab.com/integration/oauth_provider/ (registration).
 *
 * A refresh ends the access token and the refresh token of before at once. Client ID and secret
 * belong to one instance, so whoever registers a client for a self-managed instance fixes the host
 * along with it. User ids are numbers that each instance counts by itself.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const gitlab = {
  id: "gitlab",
  name: "GitLab",
  documentation: "https://docs.gitlab.com/api/oauth2/",
  metadata: {
    authorization_endpoint: "https://{host}/oauth/authorize",
    token_endpoint: "https://{host}/oauth/token",
    revocation_endpoint: "https://{host}/oauth/revoke",
    introspection_endpoint: "https://{host}/oauth/introspect",
    userinfo_endpoint: "https://{host}/oauth/userinfo",
    code_challenge_methods_supported: ["S256", "plain"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  settings: [
    {
      name: "host",
      display_name: "GitLab host",
      description: "Host of a self-managed GitLab. Leave it empty for GitLab.com.",
      placeholder: "gitlab.com",
      required: false,
      default: "gitlab.com",
      validation_pattern:
        "^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$",
      validation_error: "Give the host name alone, in lower case, without https:// and port.",
      any_public_host_because:
        "GitLab is software that organizations host themselves, under names of their own.",
    },
    {
      name: "root_namespace_id",
      display_name: "Top-level group",
      description:
        "The id of a group whose people sign in by its own SAML: their sign-in comes first.",
      placeholder: "9970",
      required: false,
      validation_pattern: "^[0-9]{1,20}$",
      validation_error: "Give the id of a group, digits alone.",
    },
  ],
  authorization: { pkce: "S256", parameters: { root_namespace_id: "{root_namespace_id}" } },
  // Some versions leave expires_in out; access tokens live for two hours.
  token_answer: { lifetime_seconds: 7200 },
  refresh: {
    mode: "refresh_token",
    request: { parameters: { redirect_uri: "{redirect_uri}" } },
    rotation: "rotates",
    ends_access_token: true,
    inconclusive: "hold",
  },
  account: {
    request: { url: "https://{host}/api/v4/user" },
    id: ["setting:host", "id"],
    email: ["email"],
    name: ["name", "username"],
  },
  revocation: {
    endpoint: "https://{host}/oauth/revoke",
    tokens: ["refresh_token", "access_token"],
    // Both tokens are one record: either ends the other.
    send: "first",
    authentication: "client",
    ends: "token_set",
  },
  api: {
    missing_scope: [{ statuses: [403], body: { at: ["error"], equals: ["insufficient_scope"] } }],
    hosts: [
      {
        name: "default",
        url: "https://{host}/api",
        for: "REST under /v4, and GraphQL at /graphql",
      },
    ],
    rate_limit: {
      documented:
        "On GitLab.com by endpoint, such as 400 calls a minute for a single project; elsewhere the administrator sets them. The answer is plain text, Retry later.",
      retry_after: "seconds",
      headers: {
        limit: "RateLimit-Limit",
        remaining: "RateLimit-Remaining",
        reset: "RateLimit-Reset",
        reset_unit: "epoch_seconds",
      },
    },
    pagination: [
      {
        kind: "link_header",
        request: {
          page: "page",
          limit: "per_page",
        },
        limit_max: 100,
        where: "Most lists",
      },
    ],
  },
  registration: {
    url: "https://gitlab.com/-/user_settings/applications",
    redirect_uri_rules: "Exact match. Several may be registered, one on each line.",
    steps: [
      {
        do: "Open the user settings, a group's settings or the admin area, then Applications, Add new application. For a self-managed instance, do it there.",
        url: "https://gitlab.com/-/user_settings/applications",
      },
      {
        do: "Fill in the name and the redirect URI, and leave Confidential ticked.",
        url: "https://gitlab.com/-/user_settings/applications",
      },
      {
        do: "Tick every scope that the connector may ask for.",
        url: "https://docs.gitlab.com/integration/oauth_provider/",
      },
      {
        do: "Save, then copy the application ID as client ID and the secret. The secret is shown once.",
        url: "https://gitlab.com/-/user_settings/applications",
      },
      {
        do: "For a self-managed instance, fix its host for the connector.",
        url: "https://docs.gitlab.com/integration/oauth_provider/",
      },
    ],
    review: "None.",
    test_accounts: "A free account of GitLab.com.",
    unreviewed: "No limits are known.",
    troubleshooting: [
      {
        shown: "The redirect URI included is not valid.",
        means: "It is not one of the lines of the application.",
        mend: "Add the line.",
      },
      {
        shown: "The requested scope is invalid, unknown, or malformed.",
        means: "The scope is not ticked at the application.",
        mend: "Tick it.",
      },
      {
        shown: "invalid_client",
        means: "The application is of another instance, or its secret was replaced.",
        mend: "Take ID and secret of this host.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "gitlab",
      logo: { icon: "gitlab", color: "#FC6D26" },
      display_name: "GitLab",
      description: "Projects, issues, merge requests and pipelines.",
      category: "developer tools",
      documentation: "https://docs.gitlab.com/integration/oauth_provider/",
      first_call: {
        path: "/v4/user",
        scopes: ["read_user"],
        proves: "The token lives on this instance; the person.",
      },
      scopes: {
        default: ["read_user", "read_api"],
        always: ["read_user"],
        available: [
          { scope: "api", description: "Read and write everything through the API" },
          { scope: "read_api", description: "Read everything through the API" },
          { scope: "read_user", description: "Your profile" },
          { scope: "read_repository", description: "Read repositories over Git" },
          { scope: "write_repository", description: "Write repositories over Git" },
          { scope: "read_registry", description: "Read container images" },
          { scope: "write_registry", description: "Write container images" },
          { scope: "create_runner", description: "Create runners" },
          { scope: "manage_runner", description: "Manage runners" },
          { scope: "ai_features", description: "Use the endpoints of GitLab Duo" },
          { scope: "ai_workflows", description: "Run workflows of GitLab Duo" },
          { scope: "mcp", description: "Use GitLab's MCP server" },
          { scope: "k8s_proxy", description: "Call Kubernetes through GitLab's agent" },
          { scope: "self_rotate", description: "Rotate the token itself" },
          {
            scope: "read_virtual_registry",
            description: "Read packages and images through virtual registries",
          },
          {
            scope: "write_virtual_registry",
            description: "Write packages and images through virtual registries",
          },
          { scope: "read_observability", description: "Read observability data" },
          { scope: "write_observability", description: "Write observability data" },
          {
            scope: "read_service_ping",
            description: "Read the usage data of the instance, as an administrator",
          },
          { scope: "sudo", description: "Act as any user, as an administrator" },
          { scope: "admin_mode", description: "Act in Admin Mode, as an administrator" },
          { scope: "openid", description: "Your GitLab account id" },
          { scope: "profile", description: "Your name and picture" },
          { scope: "email", description: "Your primary email address" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
