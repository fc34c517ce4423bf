/** One provider of a world: its client, its users' consents, and what is to happen to them. */

import { metadataOf } from "../dialect/openid.ts";
import { accountOf } from "../dialect/people.ts";
import type { Script } from "../dialect/script.ts";
import { endGrant, type Stage } from "../dialect/stage.ts";
import type { Grant } from "../dialect/state.ts";
import type { Faults } from "../faults.ts";
import { type ApiAnswer, type ApiCall, addCall } from "./api.ts";
import { type ConsentChoices, consentTo } from "./consent.ts";
import { endpointKey, type SandboxEndpoint } from "./endpoints.ts";
import { faultOf, type SandboxFault } from "./faults.ts";
import type { ProviderName } from "./providers.ts";
import { requireUser } from "./users.ts";

/** What the provider says of a user, as its own answers have it. */
export interface SandboxAccount {
  readonly id: string;
  /** Null where the provider does not tell. */
  readonly email: string | null;
  readonly name: string | null;
}

/** What a user allowed, and the tokens that came of it. */
export interface SandboxGrant<User extends string = string> {
  readonly user: User;
  readonly scopes: readonly string[];
  /** The newest; null before a code was exchanged. */
  readonly accessToken: string | null;
  /** When it ends by the world's clock; null where it does not. */
  readonly expiresAt: Date | null;
  /** Null where the provider gives none. */
  readonly refreshToken: string | null;
}

/** Addresses under their registered names (RFC 8414), each at the sandbox. */
export interface SandboxMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly revocation_endpoint?: string;
  /** The call that tells whose account it is. */
  readonly userinfo_endpoint?: string;
  /** Where ID tokens can be verified. */
  readonly jwks_uri?: string;
}

export interface SandboxProvider<User extends string = string> {
  readonly name: ProviderName;
  readonly clientId: string;
  /** The one that is taken now: `changeSecret` changes it. */
  readonly clientSecret: string;
  readonly metadata: SandboxMetadata;
  /** What stands in addresses and depends on the customer, such as a subdomain; empty for most. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the provider says of a user. Throws for an unknown user, as all of these do. */
  account(user: User): SandboxAccount;
  /**
   * Opens an authorization URL, at the sandbox or at the provider's own address, and allows what it asks for, or does as
   * `choices` say. Resolves with where the browser is sent: the client's redirect URI with its parameters. Rejects where
   * the provider refuses the request, with what is wrong with it, and where the URL is that of another provider.
   * The first user unless told.
   */
  consent(url: string | URL, user?: User, choices?: ConsentChoices): Promise<URL>;
  /** The grants that stand, oldest first: of one user, or of all. */
  grants(user?: User): SandboxGrant<User>[];
  /**
   * The user takes back what they allowed: every token of theirs is over at once. Throws where there is no grant, as a
   * test that revokes nothing shows nothing.
   */
  revoke(user: User): void;
  /**
   * Ends the user's access tokens before their time, or their refresh tokens. The rest of the grant lives on. Throws
   * where there is no grant, and for refresh tokens where the provider gives none.
   */
  expire(user: User, token?: "access_token" | "refresh_token"): void;
  /**
   * The next `times` requests (one unless told, `Infinity` for all) to an endpoint meet this fault, after those already
   * ordered. The endpoint is one of the names, or a single call: `GET https://api.github.com/user`. Throws for an
   * endpoint that the provider does not have.
   */
  fail(endpoint: SandboxEndpoint | ApiCall, fault: SandboxFault, times?: number): void;
  /** Forgets the faults that were ordered and not met: of an endpoint, or of all of this provider. */
  recover(endpoint?: SandboxEndpoint | ApiCall): void;
  /**
   * Adds a call of the API, beyond the documented ones: an access token that works gets this answer, every other the
   * provider's refusal. The query is not compared. A second answer for the same call takes the place of the first.
   */
  api(call: ApiCall, answer: ApiAnswer<User>): void;
  /** From now on the client has another secret. */
  changeSecret(clientSecret: string): void;
}

export interface Backstage {
  readonly stage: Stage;
  /** By provider and endpoint. */
  readonly faults: Faults<string>;
}

/** The key under which a fault waits. */
export function faultKey(provider: string, endpoint: string): string {
  return `${provider} ${endpoint}`;
}

/** The face of one provider. */
export function createProvider<User extends string>(
  { stage, faults }: Backstage,
  script: Script,
): SandboxProvider<User> {
  const { type, fixture, clientId } = script;
  const key = (endpoint: string) => faultKey(type, endpointKey(stage, script, endpoint));
  const standing = (user?: User) => grantsOf(stage, type, user);
  return {
    name: type as ProviderName,
    clientId,
    get clientSecret() {
      return stage.secretOf(type);
    },
    metadata: metadataOf(script, stage.place),
    settings: fixture.settings,
    account: (user) => {
      requireUser(stage.holders, user);
      return accountOf(fixture, stage.holders.find((one) => one.key === user) ?? null);
    },
    consent: async (url, user, choices) =>
      await consentTo({ stage, type }, new URL(url), { user, ...choices }),
    grants: (user) => standing(user).map((grant) => view<User>(grant)),
    revoke: (user) => {
      for (const grant of grantsToEnd(stage, type, user)) endGrant(grant);
    },
    expire: (user, token = "access_token") => {
      const grants = grantsToEnd(stage, type, user);
      if (token === "access_token") {
        for (const access of grants.flatMap((one) => [...one.access.keys()])) {
          stage.state.expire(access);
        }
        return;
      }
      if (grants.every(({ refreshToken }) => refreshToken === null)) {
        throw new Error(`${type} gives no refresh token that could end.`);
      }
      for (const grant of grants) stage.state.expireRefresh(grant);
    },
    fail: (endpoint, fault, times = 1) => {
      const [at, ordered] = [key(endpoint), faultOf(script, endpoint, fault)];
      if (!(times >= 1)) throw new Error(`A fault is met once or more often, not ${times} times.`);
      if (times === Number.POSITIVE_INFINITY) faults.every(at, ordered);
      else faults.next(at, ordered, times);
    },
    recover: (endpoint) => {
      const all = ["authorize", "exchange", "refresh", "api", "revoke", ...stage.addresses(type)];
      const keys = endpoint === undefined ? all.map((one) => faultKey(type, one)) : [key(endpoint)];
      for (const one of keys) faults.clear(one);
    },
    api: (call, answer) => addCall(stage, script, call, answer),
    changeSecret: (clientSecret) => stage.setSecret(type, clientSecret),
  };
}

function grantsOf(stage: Stage, type: string, user: string | undefined): Grant[] {
  if (user !== undefined) requireUser(stage.holders, user);
  return stage.state
    .grantsOf(type)
    .filter(({ ended, holder }) => !ended && (user === undefined || holder?.key === user));
}

/** Those of one user, who has to be named, at least one. */
function grantsToEnd(stage: Stage, type: string, user: string): readonly Grant[] {
  requireUser(stage.holders, user);
  const grants = grantsOf(stage, type, user);
  if (grants.length > 0) return grants;
  throw new Error(
    `"${user}" has allowed nothing at ${type} that still stands. \`world.${type}.consent(url, "${user}")\` does.`,
  );
}

function view<User extends string>(grant: Grant): SandboxGrant<User> {
  const [accessToken, endsAtMs] = [...grant.access].at(-1) ?? [null, null];
  return {
    user: (grant.holder?.key ?? "") as User,
    scopes: grant.scopes,
    accessToken,
    expiresAt: endsAtMs === null ? null : new Date(endsAtMs),
    refreshToken: grant.refreshToken,
  };
}
