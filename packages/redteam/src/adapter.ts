/**
 * What the red team needs of the server that it attacks, whichever that is. All that attackers and victims do besides,
 * they do by a browser and by HTTP. An adapter for another server is one file: `example-adapter.ts` shows it.
 */
import type { Jar } from "@grantry/testing/browser";
import type { Page } from "playwright-core";

/** Two tenants that have nothing to do with each other; the second one is the attacker's. */
export type TenantName = "honest" | "hostile";

/** An authorization server of the red team's, for which the server is to be a client. */
export interface ProviderToRegister {
  /** Letters and digits; no tenant registers two of the same name. */
  readonly name: string;
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Answers `sub` for an access token (OpenID Connect Core section 5.3). */
  readonly userinfoEndpoint: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether it promises `iss` in every answer (RFC 9207). */
  readonly namesItself: boolean;
}

export interface Connector {
  /** By which `start` and `readToken` name it. */
  readonly id: string;
  /** Where the provider sends people back. */
  readonly redirectUri: string;
}

export interface Start {
  /** Whose app begins. */
  readonly tenant: TenantName;
  /** The app's own id of the user. */
  readonly userId: string;
  readonly connectorId: string;
  readonly returnUrl?: string;
}

export type Started =
  | { readonly accepted: true; readonly url: string }
  | { readonly accepted: false; readonly why: string };

export interface TokenRead {
  /** As the server answers; 200 where it gives a token. */
  readonly status: number;
  readonly accessToken: string | null;
}

export interface Adapter {
  /** Of the server under attack, for reports. */
  readonly target: string;
  /** Makes a connector of this provider for a tenant. The same provider of the same tenant is made once. */
  register(tenant: TenantName, provider: ProviderToRegister): Promise<Connector>;
  /** Begins a consent as the tenant's app does. */
  start(start: Start): Promise<Started>;
  /** Reads the token of an app's user as the app's backend does. */
  readToken(tenant: TenantName, userId: string, connectorId: string): Promise<TokenRead>;
  /** Goes through the server's own pages to the provider's authorization address, without a browser. */
  leave(jar: Jar, url: string): Promise<string>;
  /** Presses what goes on, where the server asks on a page of its own. */
  confirm(page: Page): Promise<void>;
  /** What some servers have and others do not; an attack that needs what is not there does not apply. */
  readonly can: Partial<Abilities>;
  /** Takes back what was registered, as far as that goes. */
  close(): Promise<void>;
}

export interface Abilities {
  /** Consents that the app completes, by a code that the browser brings and a verifier that its own session keeps. */
  completion: Completion;
  /** Has the server read the metadata of an issuer that a tenant names; resolves with whether it took it. */
  discover(
    tenant: TenantName,
    issuer: string,
  ): Promise<{ readonly taken: boolean; readonly why: string }>;
  /** Enters an identity provider by which the tenant's app tells its users apart. */
  trustIssuer(tenant: TenantName, issuer: TrustedIssuer): Promise<void>;
  /** Calls the server as an app's user with this token; resolves with the user's id, null where it is refused. */
  userOf(tenant: TenantName, token: string): Promise<string | null>;
  /** Enters the address below which a tenant's functions run; false where the server does not take it. */
  setFunctions(tenant: TenantName, address: string): Promise<boolean>;
  /** The path at which the server passes calls on to a function. */
  functionPath(tenant: TenantName, name: string): string;
  /** A person's sign-in to the server's own administration. */
  operator: OperatorAccess;
  /** A sign-in of the administration by a company's identity provider, at the red team's provider. */
  companySignIn: CompanySignIn;
  /** Puts the OAuth clients of these connectors on one redirect URI, as old data may have it, for as long as `work` takes. */
  withSharedRedirectUri(
    connectors: readonly Connector[],
    work: (redirectUri: string) => Promise<string | null>,
  ): Promise<string | null>;
  /** Addresses and requests by which a stranger would try what is secret; `{}` stands for the guess. */
  readonly guessable: readonly Guessable[];
}

export interface Completion {
  /** Begins one; `challenge` is the S256 of the verifier (RFC 7636). */
  start(start: Start, challenge: string): Promise<{ readonly id: string; readonly url: string }>;
  /** The code that the browser brought to the app's page. */
  codeOf(address: URL): string | null;
  /** Completes it as a user of the app; resolves with whether the server took it. */
  complete(tenant: TenantName, userId: string, proof: CompletionProof): Promise<boolean>;
}

export interface CompletionProof {
  readonly id: string;
  readonly code: string;
  readonly verifier: string;
}

export interface TrustedIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audience: string;
}

export interface OperatorAccess {
  readonly email: string;
  readonly password: string;
  /** Signs in from a browser; resolves with the answer's status: below 400 where it let them in. */
  signIn(jar: Jar, password: string): Promise<number>;
}

export interface CompanySignIn {
  /** Of the provider: below the origin of the red team's. */
  readonly issuer: string;
  readonly clientId: string;
  /** Of somebody who may sign in. */
  readonly email: string;
  /** Begins to sign in; resolves with the address at the provider that the browser is sent to. */
  begin(jar: Jar): Promise<URL>;
  /** Comes back from there with a code; resolves with whether the browser is signed in then. */
  isSignedIn(jar: Jar, begun: URL): Promise<boolean>;
}

export interface Guessable {
  readonly what: string;
  /** Whether a backend or operator presents it, and no person's browser. */
  readonly isCredential?: true;
  /** Sends one guess, with these headers besides; resolves with the answer's status. */
  guess(guess: string, headers?: Readonly<Record<string, string>>): Promise<number>;
}
