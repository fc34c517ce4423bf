/** For tests: a custom provider at the sandbox whose tokens reach several sites, of which one is connected. */

import { connectorOf, entryAt, useProvider } from "./custom-provider.ts";
import { startWorld, type World, type WorldOptions } from "./harness.ts";

export const keptOfSite = [
  {
    name: "site_id",
    from: "choice",
    path: "id",
    validation_pattern: "^[a-z0-9-]{1,40}$",
    required: true,
  },
  {
    name: "site_url",
    from: "choice",
    path: "url",
    validation_pattern: "^https://[a-z0-9.-]{1,60}$",
  },
];

/** The whole entry, at the sandbox of this origin. */
export function entryWithChoice(origin: string, changes: object = {}) {
  const whole = entryAt(origin, {
    metadata: {
      issuer: origin,
      authorization_endpoint: `${origin}/auth`,
      token_endpoint: `${origin}/token`,
      token_endpoint_auth_methods_supported: ["client_secret_basic"],
    },
    authorization: { pkce: "S256", parameters: { prompt: "consent" } },
    refresh: { mode: "refresh_token", rotation: "rotates", inconclusive: "hold" },
    kept_values: keptOfSite,
    choice: {
      request: { url: `${origin}/api/sites` },
      noun: "site",
      label: ["name"],
      hint: ["url"],
    },
    // Only a value of the choice makes this address.
    account: { request: { url: `${origin}/me?site={site_id}` }, id: ["sub"], email: ["email"] },
    revocation: {
      endpoint: `${origin}/token/revocation`,
      tokens: ["refresh_token", "access_token"],
      authentication: "client",
      ends: "token_set",
    },
    api: { hosts: [`${origin}/api/{site_id}`] },
    connectors: [
      connectorOf("houserooms", {
        scopes: {
          default: ["openid", "email", "calendar.read"],
          always: ["offline_access"],
          unreported: ["offline_access"],
        },
      }),
    ],
  });
  return { ...whole, ...changes };
}

/** A world whose connectors are all of that provider. */
export function startChoiceWorld(options: WorldOptions): Promise<World> {
  return startWorld({
    ...options,
    declare: (bootstrap, { origin }) =>
      useProvider(bootstrap, "houserooms", entryWithChoice(origin)),
  });
}

/** A site as the provider lists it. */
export function site(name: string, more: object = {}) {
  const id = name.toLowerCase();
  return { id, name, url: `https://${id}.house.example`, scopes: ["rooms"], ...more };
}
