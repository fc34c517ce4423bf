/** The provider that ships with the project, on loopback: to try things and to test against. */
import type { AuthorizationServerInput } from "../schema.ts";

export const sandbox = {
  id: "sandbox",
  name: "Grantry Sandbox",
  documentation: "https://www.rfc-editor.org/rfc/rfc6749",
  metadata: {
    issuer: "http://127.0.0.1:{port}",
    authorization_endpoint: "http://127.0.0.1:{port}/auth",
    token_endpoint: "http://127.0.0.1:{port}/token",
    revocation_endpoint: "http://127.0.0.1:{port}/token/revocation",
    userinfo_endpoint: "http://127.0.0.1:{port}/me",
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
  },
  settings: [
    {
      name: "port",
      display_name: "Port",
      description: "The loopback port on which the sandbox provider listens.",
      placeholder: "4401",
      required: true,
      validation_pattern: "^[1-9][0-9]{1,4}$",
      validation_error: "A port is a number between 10 and 65535.",
    },
  ],
  authorization: { pkce: "S256", parameters: { prompt: "consent" } },
  refresh: { mode: "refresh_token", rotation: "rotates", inconclusive: "hold" },
  account: {
    request: { url: "http://127.0.0.1:{port}/me" },
    id: ["sub"],
    email: ["email"],
    name: ["name"],
  },
  revocation: {
    endpoint: "http://127.0.0.1:{port}/token/revocation",
    tokens: ["refresh_token", "access_token"],
    authentication: "client",
    ends: "token_set",
  },
  api: { hosts: ["http://127.0.0.1:{port}/api"] },
  registration: {
    url: "https://www.rfc-editor.org/rfc/rfc6749",
    redirect_uri_rules: "Exact match with a registered redirect URI.",
    steps: [
      "On the server's machine run `npm run sandbox --` with the redirect URI behind it. It prints the client ID, the client secret and the port to enter.",
      "Start the server with GRANTRY_ALLOWED_PRIVATE_ORIGINS=http://127.0.0.1:4401, so that it may call the sandbox.",
    ],
  },
  connectors: [
    {
      integration_type: "sandboxcalendar",
      logo: { icon: null, color: "#2F55D4" },
      display_name: "Sandbox Calendar",
      description: "A made-up calendar, for trying things out without an account anywhere.",
      category: "sandbox",
      documentation: "https://www.rfc-editor.org/rfc/rfc6749",
      first_call: {
        path: "/calendar/events",
        scopes: ["calendar.read"],
        proves: "The token lives, and events may be read.",
      },
      scopes: {
        default: ["openid", "offline_access", "email", "profile", "calendar.read"],
        always: ["openid", "offline_access"],
        reducible_by_user: true,
        optional: ["email", "profile"],
        available: [
          { scope: "openid", description: "Your sandbox account's id" },
          { scope: "offline_access", description: "Access while you are away" },
          { scope: "email", description: "Your sandbox email address" },
          { scope: "profile", description: "Your sandbox name" },
          { scope: "calendar.read", description: "See your sandbox events" },
          { scope: "calendar.write", description: "Add sandbox events" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
