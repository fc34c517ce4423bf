/**
 * The checks that stand between an attack and what it is after, one by one. The server is constructed with all of
 * them; who shows what each of them stops constructs one with another in its place.
 */
import type { jwtVerify } from "jose";
import type { personName } from "../lib/person-name.ts";
import type { openReach } from "../lib/reach.ts";
import type { checkAuthorizationResponse } from "../provider/authorization-response.ts";
import type { takeByState } from "../store/authorizations.ts";
import type { findConnector } from "../store/connectors.ts";
import type { knownDevice } from "./accounts/devices.ts";
import type { requireAsymmetric } from "./app-users/token-rules.ts";
import type { isBoundBrowser, isItsRedirectUri } from "./connect/browser-cookie.ts";
import type { isProven } from "./connect/redeem.ts";
import type { checkReturnUrl } from "./connect/return-url.ts";
import type { functionRequestHeaders } from "./functions/headers.ts";
import type { guessing } from "./limits/index.ts";
import type { createLimitsParts } from "./limits/parts.ts";
import type { findMixUps } from "./providers/mix-up.ts";

export interface Defences {
  /** An answer counts in the browser that left. */
  readonly isBoundBrowser: typeof isBoundBrowser;
  /** A consent that the app completes counts by its code and verifier. */
  readonly isProven: typeof isProven;
  /** An answer counts at the redirect URI of the client that it was asked for. */
  readonly isItsRedirectUri: typeof isItsRedirectUri;
  /** Clients whose answers cannot be told apart share no redirect URI. */
  readonly findMixUps: typeof findMixUps;
  /** An answer names its issuer, and is well formed. */
  readonly checkAuthorizationResponse: typeof checkAuthorizationResponse;
  /** A state is used once. */
  readonly takeByState: typeof takeByState;
  /** A person is sent back to origins of the app alone. */
  readonly checkReturnUrl: typeof checkReturnUrl;
  /** A connector is found by its own workspace and app. */
  readonly findConnector: typeof findConnector;
  /** A name that a person decides by is shown without what deceives the eye. */
  readonly personName: typeof personName;
  /** A user's token names no algorithm that needs no secret, or a public one. */
  readonly requireAsymmetric: typeof requireAsymmetric;
  /** A user's token is signed, and for this app. */
  readonly jwtVerify: typeof jwtVerify;
  /** A function is sent what the server says, whatever its caller sends. */
  readonly functionRequestHeaders: typeof functionRequestHeaders;
  /** How often calls and guesses may come. */
  readonly createLimitsParts: typeof createLimitsParts;
  /** A link or state is looked at before it counts as a guess. */
  readonly guessing: typeof guessing;
  /** Calls reach no private address, follow no redirect, and read answers of bounded size. */
  readonly openReach: typeof openReach;
  /** What is tried from a browser that an account knows is counted apart from strangers' tries. */
  readonly knownDevice: typeof knownDevice;
}
