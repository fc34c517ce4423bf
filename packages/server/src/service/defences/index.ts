/**
 * The checks that stand between an attack and what it is after, one by one. The server is constructed with all of
 * them; who shows what each of them stops constructs one with another in its place.
 */
import type { jwtVerify } from "jose";
import type { personName } from "../../lib/person-name.ts";
import type { openReach } from "../../lib/reach.ts";
import type { Secret } from "../../lib/secret.ts";
import type { openIdProvider } from "../../oauth/sign-in.ts";
import type { checkAuthorizationResponse } from "../../provider/authorization-response.ts";
import type { Catalogue } from "../../provider/catalogue.ts";
import type { App } from "../../store/apps.ts";
import type { Authorization, takeByState } from "../../store/authorizations.ts";
import type { CommonClient } from "../../store/common-clients.ts";
import type { findConnector } from "../../store/connectors.ts";
import type { Store } from "../../store/store.ts";
import type { createLimitsParts, guessing } from "../limits/index.ts";

/** A client whose answers can be taken for another's, and why. */
export interface MixUp {
  readonly client: CommonClient;
  readonly why: string;
}

/** As Node hands them over: names in lower case. */
export type HeaderValues = Readonly<Record<string, string | string[] | undefined>>;

/** Who calls a function, as the server says it. */
export interface FunctionIdentity {
  readonly appId: string;
  /** How functions reach this server. */
  readonly apiUrl: string;
  readonly requestId: string;
  readonly serviceToken: Secret;
  readonly userToken: Secret | null;
}

export interface Defences {
  /** An answer counts in the browser that left. */
  isBoundBrowser(authorization: Authorization, cookie: string | undefined): boolean;
  /** A consent that the app completes counts by its code and verifier. */
  isProven(
    authorization: Authorization,
    proof: { readonly code: string; readonly verifier: string },
  ): boolean;
  /** An answer counts at the redirect URI of the client that it was asked for. */
  isItsRedirectUri(authorization: Authorization, redirectUri: string): boolean;
  /** Clients whose answers cannot be told apart share no redirect URI. */
  findMixUps(store: Store, catalogue: Catalogue): Promise<MixUp[]>;
  /** An answer names its issuer, and is well formed. */
  readonly checkAuthorizationResponse: typeof checkAuthorizationResponse;
  /** A state is used once. */
  readonly takeByState: typeof takeByState;
  /** A person is sent back to origins of the app alone. */
  checkReturnUrl(
    app: App,
    asked: string | null,
    how: { readonly isNative: boolean },
  ): string | null;
  /** A connector is found by its own workspace and app. */
  readonly findConnector: typeof findConnector;
  /** A name that a person decides by is shown without what deceives the eye. */
  readonly personName: typeof personName;
  /** A user's token names no algorithm that needs no secret, or a public one. */
  requireAsymmetric(token: Secret): string;
  /** A user's token is signed, and for this app. */
  readonly jwtVerify: typeof jwtVerify;
  /** A function is sent what the server says, whatever its caller sends. */
  functionRequestHeaders(
    sent: HeaderValues,
    identity: FunctionIdentity,
    hasBody: boolean,
  ): Record<string, string>;
  /** How often calls and guesses may come. */
  readonly createLimitsParts: typeof createLimitsParts;
  /** A link or state is looked at before it counts as a guess. */
  readonly guessing: typeof guessing;
  /** Calls reach no private address, follow no redirect, and read answers of bounded size. */
  readonly openReach: typeof openReach;
  /** Who signs in by a company's provider is told by a token that is checked. */
  readonly openIdProvider: typeof openIdProvider;
  /** What is tried from a browser that an account knows is counted apart from strangers' tries. */
  knownDevice(
    store: Store,
    operatorId: string | undefined,
    token: Secret | undefined,
  ): Promise<string | null>;
}
