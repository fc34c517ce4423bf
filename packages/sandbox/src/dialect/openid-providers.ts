/** The providers whose ID tokens are real ones: what no documented request says of them. */
import type { DialectFixture } from "./fixture.ts";

export interface OpenIdProvider {
  /** As ID tokens name it. */
  readonly issuer: string;
  /** Where the keys lie. */
  readonly keys: string;
  /** The claims that are about the account, of what is read as the account. */
  claims(account: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** The issuer as the discovery document at this address has it; null where there is none. */
  issuerAt(url: URL): string | null;
}

const discoveryPath = "/.well-known/openid-configuration";

/** The account is read as UserInfo, whose members are claims (OpenID Connect Core section 5.1). */
function plain(issuer: string, keys: string): OpenIdProvider {
  return {
    issuer,
    keys,
    claims: (account) => ({ ...account }),
    issuerAt: (url) => (url.href === issuer + discoveryPath ? issuer : null),
  };
}

const google = plain("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs");
const huggingFace = plain("https://huggingface.co", "https://huggingface.co/oauth/jwks");

/** Personal accounts are all of one tenant, which Microsoft documents; that of the work accounts is made up. */
const tenants = {
  personal: "9188040d-6c67-4c5b-b112-36a304b66dad",
  work: "5a4d0b0c-0000-4000-8000-00000000fa4e",
} as const;

const microsoftOrigin = "https://login.microsoftonline.com";

/** ID tokens name the account's own tenant, documents for accounts of any tenant leave it open. */
function microsoft(fixture: DialectFixture): OpenIdProvider {
  const [, audience] = new URL(fixture.authorization_request.endpoint).pathname.split("/");
  const tid = audience === "consumers" ? tenants.personal : tenants.work;
  const issuerOf = (tenant: string) => `${microsoftOrigin}/${tenant}/v2.0`;
  const written: Readonly<Record<string, string>> = {
    common: "{tenantid}",
    organizations: "{tenantid}",
    consumers: tenants.personal,
  };
  return {
    issuer: issuerOf(tid),
    keys: `${microsoftOrigin}/common/discovery/v2.0/keys`,
    claims: ({ id, displayName, mail, userPrincipalName }) => ({
      sub: id,
      oid: id,
      tid,
      name: displayName,
      email: mail ?? userPrincipalName,
      preferred_username: userPrincipalName,
      ver: "2.0",
    }),
    issuerAt: ({ origin, pathname }) => {
      const [, tenant = ""] =
        /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(pathname) ?? [];
      // A tenant's own document has the endpoints for any account.
      const isOwn = tenant === tid && (audience === "common" || audience === "consumers");
      const isOurs = tenant === audience || isOwn;
      return origin === microsoftOrigin && isOurs ? issuerOf(written[tenant] ?? tid) : null;
    },
  };
}

const byHost: Readonly<Record<string, (fixture: DialectFixture) => OpenIdProvider>> = {
  "accounts.google.com": () => google,
  "huggingface.co": () => huggingFace,
  "login.microsoftonline.com": microsoft,
};

/** Null where an ID token, if there is one, is a text without meaning. */
export function openIdProviderOf(fixture: DialectFixture): OpenIdProvider | null {
  return byHost[new URL(fixture.authorization_request.endpoint).host]?.(fixture) ?? null;
}
