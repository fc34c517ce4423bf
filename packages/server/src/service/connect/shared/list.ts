/** The shared connections of an app, from the database alone: the command line waits ten seconds. */
import type { SharedList } from "@grantry/contract/shared-connection";
import { heldScopes } from "../../../provider/scopes.ts";
import { listShared, type SharedConnection } from "../../../store/shared-connections.ts";
import type { Operator } from "../../accounts/index.ts";
import { statusOf } from "../../connections/index.ts";
import { findEntry } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import { validateInBackground } from "./validate.ts";

/**
 * Active, expired and disconnected ones; disconnected, too, what was set and waits for its consent. The active ones are then checked at their providers: what
 * that brings stands in the next list.
 */
export async function listIntegrations(
  context: ConnectContext,
  { app }: Pick<Operator, "app">,
): Promise<SharedList> {
  const listed = await listShared(context.store, app.appId);
  for (const { connection } of listed) validateInBackground(context, connection);
  return { integrations: listed.map((one) => view(context, one)) };
}

const shown = {
  active: "active",
  needs_reauth: "expired",
  not_connected: "disconnected",
  disconnected: "disconnected",
} as const;

function view(
  context: ConnectContext,
  { connection, integrationType, serverId, providerEntry }: SharedConnection,
): SharedList["integrations"][number] {
  const entry = findEntry(context.catalogue, { integrationType, serverId, providerEntry });
  const { author, status, requestedScopes, grantedScopes } = connection;
  // What is not connected yet was granted nothing, and is listed as it is to be.
  const isWanted = status === "disconnected" && grantedScopes.length === 0;
  return {
    integration_type: integrationType,
    status: shown[statusOf(context, connection, entry).status],
    scopes:
      entry === undefined || isWanted
        ? [...requestedScopes]
        : heldScopes(entry, requestedScopes, grantedScopes),
    ...(author === null ? {} : { connected_by: author.label }),
    ...(author === null || author.email === null ? {} : { user_email: author.email }),
  };
}
