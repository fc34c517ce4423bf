/** What the official SDK can call and this server does not serve: said in words, by module. */
import { GrantryError } from "../lib/error.ts";

/** Modules of the official SDK by the beginning of their address below an app, and the way out. */
const modules: readonly (readonly [path: RegExp, says: string])[] = [
  [
    /^connectors\/[^/]+\/call$/,
    "callApi is not served here: get the token with getConnection, and call the provider's API with it.",
  ],
  [
    /^auth\/sso\//,
    "sso is not served here: no tokens of your identity provider are kept. Ask it for them.",
  ],
  [
    /^(?:auth|users|runtime)\//,
    "Signing in and managing users is not served here: that is your identity provider's. Give the client its token.",
  ],
  [
    /^(?:integration-endpoints|integrations)\//,
    "Integrations are not served here. Accounts of people are connected with connectors.",
  ],
  [
    /^(?:entities|agents|actors|ai|app-logs)(?:\/|$)/,
    "Entities, agents, actors, AI and logs are not served here: this server connects accounts.",
  ],
];

/** The refusal for an address that has no route. */
export function refusalOf(url: string): GrantryError {
  const below = /^\/api\/apps\/[^/?#]+\/([^?#]*)/.exec(url)?.[1];
  const says = below === undefined ? undefined : modules.find(([path]) => path.test(below))?.[1];
  return says === undefined
    ? new GrantryError("route_not_found")
    : new GrantryError("not_served", { detail: says });
}
