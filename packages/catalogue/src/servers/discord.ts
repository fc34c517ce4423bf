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
  settings: [
    {
      name: "permissions",
      display_name: "Bot permissions",
      description:
        "What the bot may do in the server that it is added to, with the scope bot: the sum of its permission bits, as the OAuth2 page of the application reckons it. Without it, the bot may do nothing of its own.",
      placeholder: "2048",
      required: false,
      validation_pattern: "^[0-9]{1,20}$",
      validation_error: "Give the number that stands for the permissions.",
      set_by: "workspace",
    },
    {
      name: "server_id",
      display_name: "Server",
      description: "The server that is chosen first, for the scopes bot and applications.commands.",
      placeholder: "197038439483310086",
      required: false,
      validation_pattern: "^[0-9]{15,21}$",
      validation_error: "Give the id of a server, digits alone.",
    },
    {
      name: "disable_guild_select",
      display_name: "Fix the server",
      description: "true where no other server can be chosen.",
      placeholder: "false",
      required: false,
      validation_pattern: "^(?:true|false)$",
      validation_error: "Give true or false.",
    },
    {
      name: "prompt",
      display_name: "Consent page",
      description:
        "consent shows it each time; none passes over it where everything was granted before.",
      placeholder: "consent",
      required: false,
      validation_pattern: "^(?:consent|none)$",
      validation_error: "Give consent or none.",
    },
  ],
  authorization: {
    pkce: "S256",
    parameters: {
      permissions: "{permissions}",
      guild_id: "{server_id}",
      disable_guild_select: "{disable_guild_select}",
      prompt: "{prompt}",
    },
  },
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
    hosts: [
      {
        name: "default",
        url: "https://discord.com/api",
        for: "The API; name the version in the path, /v10, or an old one answers",
      },
      {
        name: "cdn",
        url: "https://cdn.discordapp.com",
        for: "Avatars, icons, emoji and attachments",
        needs_token: false,
      },
      {
        name: "media",
        url: "https://media.discordapp.net",
        for: "Resized pictures and stickers",
        needs_token: false,
      },
    ],
    rate_limit: {
      documented:
        "For each route, told by headers and not to be written into code; 50 calls a second for a bot in all. 10,000 refused calls within ten minutes block the caller's address.",
      retry_after: "seconds",
      headers: {
        limit: "X-RateLimit-Limit",
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset",
        reset_unit: "epoch_seconds",
      },
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "after",
          limit: "limit",
        },
        response: {
          cursor_path: "[-1].id",
          items_path: "$",
        },
        limit_max: 200,
        where: "Servers of the person: the id of the last one goes back",
      },
    ],
  },
  registration: {
    url: "https://discord.com/developers/applications",
    redirect_uri_rules: "Exact match with a registered redirect. Several may be registered.",
    steps: [
      {
        do: "In the Developer Portal, create an application.",
        url: "https://discord.com/developers/applications",
      },
      {
        do: "On its OAuth2 page, add the redirect URI and leave Public Client off.",
        url: "https://discord.com/developers/applications/select/oauth2",
      },
      {
        do: "Copy the client ID, then reset and copy the client secret.",
        url: "https://discord.com/developers/applications/select/oauth2",
      },
      {
        do: "For the scope bot, set up the Bot page and leave Requires OAuth2 Code Grant as it is; what the bot may do is the sum of its permissions, in the setting permissions.",
        url: "https://discord.com/developers/applications/select/bot",
      },
    ],
    review:
      "Only for scopes that Discord approves, as their descriptions say, and for bots in many servers.",
    test_accounts: "Any account and a server of your own.",
    unreviewed: "Scopes that Discord approves are refused.",
    troubleshooting: [
      {
        shown: "invalid_scope",
        means: "The scope needs Discord's approval, or there is none of this name.",
        mend: "Take it off the connector, or ask Discord.",
      },
      {
        shown: "The bot came and can do nothing",
        means: "It was added without permissions.",
        mend: "Set permissions in the connector and add it again.",
      },
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
      first_call: {
        path: "/v10/users/@me",
        scopes: ["identify"],
        proves: "The token lives; the person.",
      },
      scopes: {
        default: ["identify", "email", "guilds"],
        always: ["identify"],
        available: [
          { scope: "identify", description: "Your profile without the email address" },
          { scope: "email", description: "Your email address" },
          { scope: "guilds", description: "The servers you are in" },
          { scope: "guilds.members.read", description: "Your membership in a server" },
          { scope: "guilds.join", description: "Add you to a server (needs a bot there)" },
          { scope: "connections", description: "Accounts that you linked to Discord" },
          { scope: "bot", description: "Add the app's bot to a server" },
          { scope: "applications.commands", description: "Add commands to a server" },
          { scope: "role_connections.write", description: "Set metadata for linked roles" },
          { scope: "openid", description: "Your Discord account id" },
          {
            scope: "activities.read",
            description: "What you are doing now; Discord approves the app first",
          },
          {
            scope: "activities.write",
            description: "Show what you are doing; Discord approves the app first",
          },
          {
            scope: "applications.builds.read",
            description: "Read builds of applications that you own",
          },
          {
            scope: "applications.builds.upload",
            description: "Upload builds of applications; Discord approves the app first",
          },
          {
            scope: "applications.commands.permissions.update",
            description: "Set who may use commands in your servers",
          },
          {
            scope: "applications.entitlements",
            description: "Read entitlements of applications that you own",
          },
          {
            scope: "applications.store.update",
            description: "Change store pages of applications that you own",
          },
          {
            scope: "dm_channels.read",
            description: "Your direct messages; Discord approves the app first",
          },
          { scope: "gdm.join", description: "Join group messages for you" },
          { scope: "messages.read", description: "Read messages in the local client of Discord" },
          {
            scope: "relationships.read",
            description: "Your friends; Discord approves the app first",
          },
          {
            scope: "rpc",
            description: "Control the local client of Discord; Discord approves the app first",
          },
          {
            scope: "rpc.activities.write",
            description: "Set your activity in the local client; Discord approves the app first",
          },
          {
            scope: "rpc.notifications.read",
            description: "Your notifications in the local client; Discord approves the app first",
          },
          {
            scope: "rpc.voice.read",
            description: "Your voice settings in the local client; Discord approves the app first",
          },
          {
            scope: "rpc.voice.write",
            description:
              "Change your voice settings in the local client; Discord approves the app first",
          },
          {
            scope: "voice",
            description: "Connect to voice for you; Discord approves the app first",
          },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
