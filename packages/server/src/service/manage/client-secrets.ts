/** The secret of an OAuth client: replaced with the one of before working beside it, and tried at its provider. */
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { missingSettings } from "../../provider/asked-settings.ts";
import { keepReplacedSecret } from "../../store/client-secrets.ts";
import { getConnector } from "../../store/connectors.ts";
import { findClientOf, putOAuthClient } from "../../store/oauth-clients.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { inTransaction } from "../../store/store.ts";
import { listConnectorsOfClient } from "../../store/workspace-connectors.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { isShown, probeClient, providerClient } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";
import { type OAuthClient, readOAuthClient } from "./oauth-clients.ts";

export interface Rotation {
  readonly oauthClientId: string;
  /** Null keeps the one of now. */
  readonly clientSecret: Secret | null;
  /** Whether the one of before is tried as well where the provider refuses the new one. */
  readonly keepPrevious: boolean;
}

/** Replaces the secret for every connector of the client. Throws oauth_client_not_found. */
export async function rotateSecret(
  context: ManageContext,
  operator: WorkspaceOperator,
  { oauthClientId, clientSecret, keepPrevious }: Rotation,
): Promise<OAuthClient> {
  const { workspaceId } = operator;
  await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const found = await findClientOf(store, { workspaceId, oauthClientId });
    if (found === undefined) throw new GrantryError("oauth_client_not_found");
    const { client, name } = found;
    const [current, previous = null] = client.clientSecrets;
    if (current === undefined) throw new GrantryError("oauth_client_not_found");
    const isNew = clientSecret !== null && !isShown(clientSecret, [current]);
    // What was got with the one of before moves elsewhere only for who knows it (SEC-33).
    if (isNew) await keepReplacedSecret(store, client, { isOtherClient: false });
    await putOAuthClient(store, {
      ...client,
      name,
      clientSecret: isNew ? clientSecret : current,
      previousClientSecret: keepPrevious ? (isNew ? current : previous) : null,
    });
    await recordChange(store, operator, {
      action: "oauth_client.changed",
      target: { kind: "oauth_client", id: oauthClientId },
      details: {
        ...(isNew ? { client_secret: "replaced" } : {}),
        previous_client_secret: keepPrevious ? "kept" : "forgotten",
      },
    });
  });
  return await readOAuthClient(context, operator, oauthClientId);
}

export interface ClientCheck {
  readonly accepted: "yes" | "no" | "unknown";
  /** In a sentence. */
  readonly detail: string;
}

/**
 * Asks the provider whether it accepts client ID and secret, by a refresh token that cannot exist. Throws
 * oauth_client_not_found.
 */
export async function checkClient(
  context: ManageContext,
  operator: WorkspaceOperator,
  oauthClientId: string,
): Promise<ClientCheck> {
  const { workspaceId } = operator;
  const { providerId } = await readOAuthClient(context, operator, oauthClientId);
  const connectors = await listConnectorsOfClient(context.store, { workspaceId, oauthClientId });
  const [first] = connectors;
  const registered = first && (await getConnector(context.store, workspaceId, first.connectorId));
  if (registered === undefined) {
    return { accepted: "unknown", detail: "No connector uses this client, so it cannot be tried." };
  }
  const { settings } = registered.connector;
  const client = providerClient(context, registered, settings);
  const missing = missingSettings(client.connector, settings).map(
    ({ display_name: label }) => label,
  );
  if (missing.length > 0) {
    const detail = `People enter ${missing.join(" and ")} when they connect: it cannot be tried before.`;
    return { accepted: "unknown", detail };
  }
  const provider = client.connector.server.name || providerId;
  const { send } = context.reach(workspaceId);
  // The new secret alone: the one of before would hide that it is wrong.
  const probed = await probeClient(
    { ...client, clientSecrets: client.clientSecrets.slice(0, 1) },
    send,
  );
  switch (probed.verdict) {
    case "accepted":
      return { accepted: "yes", detail: `${provider} accepts the client ID and the secret.` };
    case "refused":
      return {
        accepted: "no",
        detail: `${provider} refuses them. Copy both anew from the client's page there.`,
      };
    case "unknown":
      return { accepted: "unknown", detail: `${provider} does not tell: ${probed.why}.` };
  }
}
