/** The client: one app on one Grantry server. */
import { type AuthModule, requireUser } from "./auth.ts";
import { buildClient, buildUserClient } from "./build-client.ts";
import { createComplete } from "./complete.ts";
import { createConnect } from "./connect.ts";
import type { ConnectorsModule, UserConnectorsModule } from "./connector-modules.ts";
import type { FunctionsModule } from "./functions.ts";
import type { UserToken } from "./user-token.ts";

/** Further options of {@link createClient}. */
export interface CreateClientOptions {
  /** Called with every failed call's error, beside the rejection. Not for mistaken arguments. */
  onError?: ((error: Error) => void) | undefined;
  /** Milliseconds one request may take. Default 30000, for `functions.invoke` 120000. */
  timeoutMs?: number | undefined;
  /**
   * Milliseconds for which a call is tried again while the server is away: it cannot be reached, says
   * that the same call can succeed later, or something in front of it answers 429, 502, 503 or 504.
   * Between two tries lie at most five seconds, or what `Retry-After` asks for. 0: never. Default 20000
   * in a backend, long enough for a restart; 2000 in a page. Reads are tried again, and what the server
   * carries out once however often it comes; a disconnect is not.
   */
  retryForMs?: number | undefined;
}

/** What {@link createClient} takes. */
export interface CreateClientConfig {
  /** The app's id on the server. */
  appId: string;
  /**
   * The server's address. Empty, or left out in a browser: the page's own origin. Required
   * elsewhere.
   */
  serverUrl?: string | undefined;
  /**
   * The signed-in app user's token, or a function that gives it: asked before every request, and once
   * more where the server refuses the token, so that short-lived ones never end in between.
   */
  token?: UserToken | undefined;
  /** The app's service token. For backends only: whoever has it reads every token of the app. */
  serviceToken?: string | null | undefined;
  /** In a browser: go to `{appBaseUrl}/login` where nobody is signed in. Default false. */
  requiresAuth?: boolean | undefined;
  /** Where the app's login page is. Default: the page's own origin. */
  appBaseUrl?: string | undefined;
  /** Further headers of every request. */
  headers?: Record<string, string> | undefined;
  /** Accepted so that existing configurations compile; connectors do not depend on it. */
  functionsVersion?: string | undefined;
  options?: CreateClientOptions | undefined;
}

/** One app on one Grantry server. */
export interface GrantryClient {
  /** What the signed-in app user may do. */
  readonly connectors: UserConnectorsModule;
  /** Who the signed-in app user is. */
  readonly auth: AuthModule;
  /** The app's backend functions, called for the signed-in user or for a visitor. */
  readonly functions: FunctionsModule;
  /**
   * What the app's backend may do.
   *
   * @throws Error on access, where the client was made without a `serviceToken`.
   * @example
   * ```ts
   * const { accessToken } = await client.asServiceRole.connectors.getConnection("slack");
   * ```
   */
  readonly asServiceRole: {
    readonly connectors: ConnectorsModule;
    /** The app's backend functions, called for nobody. */
    readonly functions: FunctionsModule;
  };
  /**
   * Replaces the app user's token for every later request, also of a `connect()` that is under way;
   * null signs out.
   *
   * @example
   * ```ts
   * client.setToken(await fetchFreshToken());
   * ```
   */
  setToken(token: UserToken): void;
}

/**
 * Makes a client. Sends nothing on its own, except where `requiresAuth` asks for it.
 *
 * @throws Error where an option is missing or unusable; the message names it.
 * @example
 * ```ts
 * // In the browser, with the server under the app's own origin:
 * const client = createClient({ appId: "app_123", token: userToken });
 * // In a backend:
 * const backend = createClient({
 *   serverUrl: "https://connectors.example.com",
 *   appId: "app_123",
 *   serviceToken: process.env.GRANTRY_SERVICE_TOKEN,
 * });
 * ```
 */
export function createClient(config: CreateClientConfig): GrantryClient {
  return buildClient(config, inPage);
}

const inPage = { createConnect, createComplete, requireUser };

/** The client of a page: what the signed-in user may do, and nothing of backends. */
export type PageClient = Omit<GrantryClient, "asServiceRole">;

/**
 * Makes the client of a page. It does what that of {@link createClient} does there, and a bundle holds nothing besides.
 *
 * @throws Error where an option is missing or unusable; the message names it.
 * @example
 * ```ts
 * const client = createPageClient({ appId: "app_123", token: userToken });
 * ```
 */
export function createPageClient(config: Omit<CreateClientConfig, "serviceToken">): PageClient {
  return buildUserClient(config, inPage);
}
