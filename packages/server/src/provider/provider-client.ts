/** An OAuth client at a provider, and what a connection gets from it. */
import { type Clock, systemClock } from "../lib/clock.ts";
import type { Secret } from "../lib/secret.ts";
import {
  type ClientAuthentication,
  clientSecretBasic,
  clientSecretPost,
  publicClient,
} from "../oauth/client-authentication.ts";
import type { ProviderConnector } from "./catalogue.ts";
import { ProviderError } from "./provider-error.ts";
import { settingValues } from "./settings.ts";
import type { Values } from "./template.ts";

/** A registered OAuth client, with the settings of the connection at hand. */
export interface ProviderClient {
  readonly connector: ProviderConnector;
  readonly clientId: string;
  /** The current secret first; an older one may follow while it is being replaced. */
  readonly clientSecrets: readonly Secret[];
  /** As `checkSettings` returned them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly redirectUri: string;
  /** Whether http is allowed, as on loopback. */
  readonly allowInsecure: boolean;
  /** Tells the time where a provider states moments instead of lifetimes. */
  readonly clock?: Clock;
}

/** The provider's account behind a connection. */
export interface Account {
  /** Stable and never given to another account. */
  readonly id: string;
  /** Other ids of the same account, under which earlier versions of an entry stored it. */
  readonly formerIds?: readonly string[];
  readonly email: string | null;
  readonly name: string | null;
}

/** A token set with all that is kept of the answer that brought it. */
export interface Grant {
  readonly accessToken: Secret;
  /** Null: none came, keep the one there is. */
  readonly refreshToken: Secret | null;
  /** `Bearer`. */
  readonly tokenType: string;
  /** Null: none is stated. */
  readonly lifetimeSeconds: number | null;
  /** Whether the provider says that the access token does not end. */
  readonly neverEnds?: boolean;
  readonly refreshLifetimeSeconds: number | null;
  /** Null: not reported. */
  readonly grantedScopes: readonly string[] | null;
  /** Values to keep with the connection and to hand out as its settings. */
  readonly keptValues: Readonly<Record<string, string>>;
  /** The account, where the token response itself names it; for `readAccount`. */
  readonly accountHints: Account | null;
}

type AuthenticationMethod = "client_secret_basic" | "client_secret_post" | "none";

/** The client authentications to try, in this order: one for each client secret. */
export function clientAuthentications(
  client: ProviderClient,
  method: AuthenticationMethod | undefined = client.connector.server.metadata
    .token_endpoint_auth_methods_supported[0],
): ClientAuthentication[] {
  if (method === "none" || method === undefined) return [publicClient()];
  if (client.clientSecrets.length === 0) {
    throw new ProviderError("client_fault", { reason: "no_client_secret" });
  }
  const authenticate = method === "client_secret_basic" ? clientSecretBasic : clientSecretPost;
  return client.clientSecrets.map(authenticate);
}

/** What fills the placeholders of an entry. */
export function placeholderValues(client: ProviderClient, keptValues: Values = {}): Values {
  return {
    ...keptValues,
    ...settingValues(client.connector, client.settings),
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
  };
}

/** Seconds since the epoch. */
export function nowSeconds(client: ProviderClient): number {
  return (client.clock ?? systemClock).nowSeconds();
}
