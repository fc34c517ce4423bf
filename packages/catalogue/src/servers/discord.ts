/**
 * Discord, the user's token. Facts from https://docs.discord.com/developers/topics/oauth2 and, for
 * refresh tokens that work once, https://github.com/discord/discord-api-docs/issues/5942.
 *
 * Sending messages needs a bot's token, which OAuth does not deliver. The scope `webhook.incoming`
 * is not offered: its answer holds a secret URL. Revoking any token ends every token of the
 * authorization.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const discord = {
  id: "discord",
  name: "Discord",
  documentation: "https://docs.discord.com/developers/topics/oauth2",
  metadata: {
    authorization_endpoint: "https://discord.com/oauth2/authorize",
    token_endpoint: "https://discord.com/api/oauth2/token",
    revocation_endpoint: "https://discord.com/api/oauth2/token/revoke",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  },
  authorization: { pkce: "S256" },
  refresh: { mode: "refresh_token", rotation: "rotates", inconclusive: "hold" },
  account: {
    request: { url: "https://discord.com/api/v10/users/@me" },
    id: ["id"],
    email: ["email"],
    name: ["global_name", "username"],
  },
  kept_values: [
    {
      // The server that the bot was added to, where the scope `bot` was granted.
      name: "guild_id",
      from: "token_answer",
      path: "guild.id",
      validation_pattern: "^[0-9]{15,21}$",
    },
  ],
  revocation: {
    endpoint: "https://discord.com/api/oauth2/token/revoke",
    tokens: ["refresh_token", "access_token"],
    send: "first",
    authentication: "client",
    ends: "client_grant",
  },
  api: {
    missing_scope: [{ statuses: [403], body: { at: ["code"], equals: ["50026"] } }],
    hosts: ["https://discord.com/api"],
    rate_limit:
      "429 with Retry-After; X-RateLimit-Limit, -Remaining, -Reset, -Reset-After and -Bucket. 10,000 refused calls within ten minutes block the caller's address.",
  },
  registration: {
    url: "https://discord.com/developers/applications",
    redirect_uri_rules: "Exact match with a registered redirect. Several may be registered.",
    steps: [
      "In the Developer Portal, create an application.",
      "On its OAuth2 page, add the redirect URI and leave Public Client off.",
      "Copy the client ID, then reset and copy the client secret.",
      "For the scope bot, set up the Bot page too.",
    ],
  },
  connectors: [
    {
      integration_type: "discord",
      logo: { icon: "discord", color: "#5865F2" },
      display_name: "Discord",
      description: "Your profile, servers and memberships.",
      category: "communication",
      documentation: "https://docs.discord.com/developers/topics/oauth2",
      scopes: {
        default: ["identify", "email", "guilds"],
        always: ["identify"],
        available: [
          { scope: "identify", description: "Your profile without the e-mail address" },
          { scope: "email", description: "Your e-mail address" },
          { scope: "guilds", description: "The servers you are in" },
          { scope: "guilds.members.read", description: "Your membership in a server" },
          { scope: "guilds.join", description: "Add you to a server (needs a bot there)" },
          { scope: "connections", description: "Accounts that you linked to Discord" },
          { scope: "bot", description: "Add the app's bot to a server" },
          { scope: "applications.commands", description: "Add commands to a server" },
          { scope: "role_connections.write", description: "Set metadata for linked roles" },
          { scope: "openid", description: "Your Discord account id" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
