/**
 * Refusals of a refresh that keep coming, by words that do not say that the grant is over. They end a
 * connection only where its client is known to work: else it may be the client, or the provider, that
 * is not well.
 */
import { newUnguessable } from "../../lib/id.ts";
import type { Outbound } from "../../lib/outbound.ts";
import { Secret } from "../../lib/secret.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import type { ProviderError } from "../../provider/provider-error.ts";
import type { RefusalStreak } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { readClientNews } from "../../store/working-clients.ts";
import { probeClient } from "../providers/index.ts";
import type { EngineContext } from "./context.ts";
import type { Refresh } from "./refresh-attempt.ts";

/** So many refusals in a row, each after the first while the client was known to work, ... */
export const refusalsNeeded = 5;
/** ... over so long a time end a connection: six hours. */
export const refusedSecondsNeeded = 21_600;

/** So often at most the provider is asked whether it takes the client. */
const probeSeconds = 3_600;

/** The refusals up to this one, and whether it came while the client was known to work. */
export interface CountedRefusal {
  readonly streak: RefusalStreak;
  readonly known: boolean;
}

/** Counts a refusal. */
export async function countRefusal(
  context: EngineContext,
  refresh: Refresh,
  refusal: ProviderError,
): Promise<CountedRefusal> {
  const now = context.clock.nowSeconds();
  const { refused } = refresh.connection;
  const since = refused?.lastAt ?? now;
  // A first word that may mean other things is no reason yet to ask for more.
  const isFirst = refused === null;
  const isDeclared = refusal.reason === "declared_sign";
  const mayProbe = isFirst ? isDeclared : now - since >= probeSeconds;
  const known = await isKnownToWork(context, refresh, { refusal, since, mayProbe });
  if (refused === null) return { streak: { since: now, lastAt: now, count: 1 }, known };
  // Asked in vain: the next time is a while away.
  const lastAt = known || mayProbe ? now : refused.lastAt;
  const count = known && now > refused.lastAt ? refused.count + 1 : refused.count;
  return { streak: { ...refused, lastAt, count }, known };
}

/** Whether so many refusals for so long say that the grant is over. */
export function isRefusedForGood({ since, lastAt, count }: RefusalStreak): boolean {
  return count >= refusalsNeeded && lastAt - since >= refusedSecondsNeeded;
}

/** What names the client, or what it may do, is no word about one grant. */
const aboutClient = new Set(["unauthorized_client", "unsupported_grant_type"]);

/**
 * Whether the client is known to work since a moment: another connection of it was refreshed. That does
 * it whatever the refusal says. Where the refusal does not blame the client: also that another
 * connection was made, or that the provider tells its secret from a wrong one, as long as no other
 * connection is being refused likewise.
 */
async function isKnownToWork(
  context: EngineContext,
  { connection, client }: Refresh,
  asked: { readonly refusal: ProviderError; readonly since: number; readonly mayProbe: boolean },
): Promise<boolean> {
  const { store } = context;
  const { refusal, since, mayProbe } = asked;
  const registered = await getConnector(store, connection.workspaceId, connection.connectorId);
  if (registered === undefined) return false;
  const { oauthClientId } = registered.client;
  const settingNames = client.connector.server.settings.map(({ name }) => name);
  const news = await readClientNews(store, { connection, oauthClientId, since, settingNames });
  // What came before the first refusal says nothing of now.
  if (connection.refused !== null && news.refreshed) return true;
  const blamesClient =
    refusal.reason === "invalid_client" || aboutClient.has(refusal.providerCode ?? "");
  if (blamesClient || news.refused) return false;
  if (connection.refused !== null && news.connected) return true;
  return mayProbe && (await isClientTaken(client, context.reach(connection.workspaceId).send));
}

/**
 * Whether the provider takes the client: it answers a refresh token that cannot exist as a dead one, or
 * tells a wrong secret from the right one.
 */
async function isClientTaken(client: ProviderClient, send: Outbound): Promise<boolean> {
  const withRight = await probeClient(client, send);
  if (withRight.verdict !== "unknown") return withRight.verdict === "accepted";
  const [method] = client.connector.server.metadata.token_endpoint_auth_methods_supported;
  if (method === "none") return false;
  const wrong = { ...client, clientSecrets: [new Secret(newUnguessable())] };
  return (await probeClient(wrong, send)).verdict === "refused";
}
