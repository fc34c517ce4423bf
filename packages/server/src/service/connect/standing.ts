/** The connection that an attempt is about, as it is now, whatever that attempt did. */
import type { ErrorCode } from "@grantry/contract/errors";
import { GrantryError } from "../../lib/error.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { type Connection, findConnection } from "../../store/connections.ts";
import { type ConnectorWithClient, getConnector } from "../../store/connectors.ts";
import { requireThawedWorkspace } from "../app-users/index.ts";
import { statusOf } from "../connections/index.ts";
import { catalogueEntry, requireEnabled } from "../providers/index.ts";
import type { ConnectContext } from "./context.ts";
import { type Less, lessOf } from "./less.ts";
import type { AppsAuthorization } from "./new-grant.ts";

export interface Standing {
  /** Undefined where there is none. */
  readonly connection: Connection | undefined;
  /** Null where the connector cannot be read as it was. */
  readonly entry: ProviderConnector | null;
  /** What another consent could add; null where that is nothing, or where none may begin. */
  readonly less: Less | null;
  /** Whether nobody may connect or use it, whatever the person does. */
  readonly isBlocked: boolean;
  /** Why a read of its token is refused; null where one is served. */
  readonly refusal: ErrorCode | null;
}

/** `isKnown`: whether the connector's entry can be read. */
export async function standingOf(
  context: ConnectContext,
  authorization: AppsAuthorization,
  isKnown: boolean,
): Promise<Standing> {
  const { workspaceId, appId, connectorId, owner } = authorization;
  const { store } = context;
  const connection = await findConnection(store, { appId, connectorId, owner });
  const registered = await getConnector(store, workspaceId, connectorId);
  const entry = registered !== undefined && isKnown ? catalogueEntry(context, registered) : null;
  const blocked = await blockedBy(context, authorization, registered);
  const less =
    blocked !== null || entry === null || connection === undefined
      ? null
      : lessOf(entry, authorization, connection);
  const ended = endedBy(context, connection, entry);
  return { connection, entry, less, isBlocked: blocked !== null, refusal: blocked ?? ended };
}

/** What the engine checks before it looks at a connection. */
async function blockedBy(
  { store }: ConnectContext,
  { workspaceId, owner }: AppsAuthorization,
  registered: ConnectorWithClient | undefined,
): Promise<ErrorCode | null> {
  if (registered === undefined) return "connector_not_found";
  try {
    await requireThawedWorkspace(store, workspaceId);
    requireEnabled(registered.connector, owner.kind);
    return null;
  } catch (thrown) {
    if (thrown instanceof GrantryError) return thrown.code;
    throw thrown;
  }
}

function endedBy(
  context: ConnectContext,
  connection: Connection | undefined,
  entry: ProviderConnector | null,
): ErrorCode | null {
  if (connection === undefined) return "not_connected";
  const { status } = statusOf(context, connection, entry ?? undefined);
  if (status === "active") return null;
  return status === "disconnected" ? "not_connected" : "needs_reauth";
}
