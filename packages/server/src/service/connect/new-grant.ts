/** What a consent brought, on its way to a connection. */
import type { Grant, ProviderClient } from "../../provider/provider-client.ts";
import type { Authorization } from "../../store/authorizations.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";

/** One that an app asked for; a test is of no app. */
export type AppsAuthorization = Authorization & { readonly appId: string };

/** Whether an app gets what comes of it: it is no test. */
export function isOfApp(authorization: Authorization): authorization is AppsAuthorization {
  return authorization.appId !== null;
}

export interface NewGrant {
  readonly authorization: AppsAuthorization;
  readonly registered: ConnectorWithClient;
  readonly client: ProviderClient;
  readonly grant: Grant;
  /** Epoch seconds at which the provider was asked for it. */
  readonly askedAt: number;
  /** Where the tokens are held until they are kept; null where they are not. */
  readonly held: string | null;
  /** The service token by which the app completes it; null where a user or a browser does. */
  readonly completedBy: string | null;
  /** The values of what was chosen; null where there was no choice. */
  readonly chosen: Readonly<Record<string, string>> | null;
}
