/** The authorization server itself: oidc-provider, set up to say nothing and to forget nothing odd. */
import { generateKeyPairSync } from "node:crypto";
import type { ClientMetadata, Configuration, JWK } from "oidc-provider";
import { accounts, findAccount, type SandboxAccount } from "./accounts.ts";
import type { SandboxClient } from "./client.ts";
import { pageHeaders } from "./http.ts";
import { Provider } from "./library.ts";
import { errorPage, scopeTexts } from "./pages.ts";
import type { Store } from "./store.ts";

/** Named so that they collide with nobody else's cookies on the same host. */
export const cookieNames = {
  session: "sandbox_session",
  interaction: "sandbox_interaction",
  resume: "sandbox_resume",
} as const;

const daySeconds = 86_400;

/**
 * Signs ID tokens. RS256, because clients expect it where nothing else was agreed (OpenID Connect
 * Core, section 3.1.3.7). Made once per process: that takes a tenth of a second.
 */
const signingKey: JWK = {
  ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
  alg: "RS256",
  use: "sig",
  kid: "sandbox",
};

/** The RFC 7591 metadata of a client. */
export function clientMetadata(client: SandboxClient): ClientMetadata {
  return {
    client_id: client.clientId,
    client_name: client.name ?? client.clientId,
    client_secret: client.clientSecret,
    redirect_uris: [...client.redirectUris],
    grant_types: ["authorization_code", "refresh_token"],
    ...(client.logout && {
      backchannel_logout_uri: client.logout.uri,
      backchannel_logout_session_required: client.logout.ofSessions,
    }),
  };
}

/** Creates the authorization server. Every setting that would print a warning is given. */
export function createProvider(
  issuer: string,
  store: Store,
  settings: { readonly accessTokenSeconds: number; readonly unverified: ReadonlySet<string> },
): InstanceType<typeof Provider> {
  return new Provider(issuer, {
    adapter: store.adapter,
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name"],
    },
    clientAuthMethods: ["client_secret_basic", "client_secret_post"],
    clientBasedCORS: () => false,
    clockTolerance: 0,
    cookies: { names: cookieNames },
    // A token lives as long as its grant, not as long as a browser's session.
    expiresWithSession: () => false,
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: { enabled: false },
    },
    // Everything around a sandbox is on this machine, which the provider's own dispatcher refuses to call.
    fetch: (url, init) => fetch(url, withoutDispatcher(init)),
    findAccount: (_ctx, id) => claimsOf(findAccount(id), settings.unverified),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    jwks: { keys: [signingKey] },
    pkce: { required: () => true },
    renderError: (ctx, out) => {
      ctx.set({ ...pageHeaders });
      ctx.body = errorPage(
        "This request cannot be answered",
        `${out.error}: ${out.error_description ?? "no further description"}.`,
      );
    },
    responseTypes: ["code"],
    rotateRefreshToken: true,
    scopes: Object.keys(scopeTexts),
    ttl: lifetimes(settings.accessTokenSeconds),
  });
}

function withoutDispatcher(init: object = {}): RequestInit {
  return Object.fromEntries(Object.entries(init).filter(([name]) => name !== "dispatcher"));
}

function lifetimes(accessTokenSeconds: number): Configuration["ttl"] {
  return {
    AccessToken: accessTokenSeconds,
    AuthorizationCode: 60,
    Grant: 365 * daySeconds,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: 90 * daySeconds,
    Session: daySeconds,
  };
}

function claimsOf(account: SandboxAccount | undefined, unverified: ReadonlySet<string>) {
  if (account === undefined) return undefined;
  const { id, email, name } = account;
  return {
    accountId: id,
    claims: () => ({ sub: id, email, email_verified: !unverified.has(id), name }),
  };
}

/** The account of this id. Throws when there is none: a login can only name one of them. */
export function requireAccount(id: string | null | undefined): SandboxAccount {
  const account = findAccount(id);
  if (account === undefined) throw new Error(`The account is none of the ${accounts.length}.`);
  return account;
}
