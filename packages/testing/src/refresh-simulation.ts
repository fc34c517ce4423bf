/**
 * Many connections whose tokens end in the same minute, refreshed by two server processes on one
 * database, second by second of their simulated life. The provider is simulated too: it takes each refresh
 * token once, and counts what it is asked in each second.
 */

import type { HttpContext } from "@grantry/server/http/context";
import type { Outbound } from "@grantry/server/lib/outbound";
import { Secret } from "@grantry/server/lib/secret";
import { refreshDue } from "@grantry/server/service/engine/background";
import { tokenSetOf } from "@grantry/server/service/engine/token-set";
import { providerClient } from "@grantry/server/service/providers/provider-client";
import { tokenColumns } from "@grantry/server/store/connection-writes";
import { sealToken } from "@grantry/server/store/connections";
import { findConnector } from "@grantry/server/store/connectors";
import type { Engine } from "@grantry/server/store/engine";
import { inTransaction } from "@grantry/server/store/store";
import { createFakeClock, type FakeClock, withoutRegularWork } from "./fake-clock.ts";
import { ids, startWorld } from "./harness.ts";

export interface SimulationResult {
  readonly refreshed: number;
  /** The most refreshes that the provider saw in one second. */
  readonly mostPerSecond: number;
  /** Connections that at any moment had less left than a reader is given without waiting. */
  readonly unserved: number;
  /** The least that any token had left when it was refreshed, in seconds. */
  readonly leastLeftSeconds: number;
  /** Refresh tokens that were sent twice. */
  readonly reused: number;
}

export interface SimulationOptions {
  readonly engine: Engine;
  readonly connections: number;
  /** The budget of the provider, over both processes. */
  readonly perSecond: number;
  /** How long the provider's tokens live, ten minutes or more. */
  readonly lifetimeSeconds: number;
  readonly progress?: (second: number, refreshed: number) => void;
}

/** What is left of a token of ten minutes or more when it is no longer handed out without a refresh. */
const marginSeconds = 60;
const rowsPerStatement = 200;

export async function simulateRefresh(options: SimulationOptions): Promise<SimulationResult> {
  const { lifetimeSeconds } = options;
  const clock = createFakeClock();
  const tokens = { background: { perSecond: options.perSecond } };
  const world = await startWorld({
    engine: options.engine,
    clock: withoutRegularWork(clock),
    tokens,
  });
  try {
    const other = await world.another();
    const provider = simulatedProvider(clock, lifetimeSeconds);
    const contexts = [world.app.context, other.app.context].map((context) => ({
      ...context,
      reach: (workspaceId: string) => ({ ...context.reach(workspaceId), send: provider.send }),
    }));
    const [context] = contexts;
    if (context === undefined) throw new Error("no process");
    await fill(context, options);
    let unserved = 0;
    // Nothing is due before two thirds of a token's life.
    const quietSeconds = Math.floor((lifetimeSeconds * 2) / 3) - 1;
    clock.advance(quietSeconds * 1_000);
    for (let second = quietSeconds + 1; second < lifetimeSeconds; second += 1) {
      clock.advance(1_000);
      await Promise.all(contexts.map(refreshDue));
      if (second >= lifetimeSeconds - marginSeconds * 3) unserved += await countUnserved(context);
      if (second % 60 === 0) options.progress?.(second, provider.result().refreshed);
    }
    return { ...provider.result(), unserved, leastLeftSeconds: provider.leastLeft() };
  } finally {
    await world.close();
  }
}

/** Connections in use, granted within one minute, with what a real grant would store. */
async function fill(
  context: HttpContext,
  { connections: count, lifetimeSeconds }: SimulationOptions,
): Promise<void> {
  const { store } = context;
  const app = { appId: ids.app, workspaceId: ids.workspace };
  const address = { kind: "id", connectorId: ids.userConnector } as const;
  const registered = await findConnector(store, app, address);
  if (registered === undefined) throw new Error("no connector");
  const { connector } = providerClient(context, registered, registered.connector.settings);
  const now = context.clock.nowSeconds();
  const row = (index: number) => {
    const owner = { kind: "user", issuer: null, userId: `user-${index}` } as const;
    const connection = { connectionId: `conn_${index}`, ...app, owner };
    const grantedAt = now + (index % 60);
    const token = new Secret(`refresh-${index}-0`);
    const tokens = tokenSetOf(
      connector,
      {
        accessToken: new Secret(`access-${index}-0`),
        refreshToken: token,
        tokenType: "Bearer",
        lifetimeSeconds,
        refreshLifetimeSeconds: null,
        grantedScopes: null,
        keptValues: {},
        accountHints: null,
      },
      { askedAt: grantedAt, lifetimeSeconds: null, leastSeconds: 60 },
    );
    return {
      connection_id: connection.connectionId,
      workspace_id: ids.workspace,
      app_id: ids.app,
      connector_id: ids.userConnector,
      owner_kind: "user" as const,
      user_id: `user-${index}`,
      user_issuer: "",
      user_id_claim: "",
      status: "active" as const,
      reason: null,
      status_since: grantedAt,
      requested_scopes: "[]",
      granted_scopes: "[]",
      account_id: `account-${index}`,
      account_email: null,
      account_name: null,
      connection_config: JSON.stringify(registered.connector.settings),
      ...tokenColumns(store, connection, tokens),
      refresh_token: sealToken(store, connection, "refresh_token", token),
      refresh_token_expires_at: null,
      version: 1,
      lease_owner: null,
      lease_number: 0,
      lease_until_ms: null,
      connected_at: grantedAt,
      last_refreshed_at: null,
      created_at: grantedAt,
      provider_key: "sandbox",
      last_used_at: grantedAt,
    };
  };
  await inTransaction(store, async (trx) => {
    const budget = { provider_key: "sandbox", second_at: 0, used: 0 };
    await trx.db.insertInto("renewal_budgets").values(budget).execute();
    for (let from = 0; from < count; from += rowsPerStatement) {
      const length = Math.min(rowsPerStatement, count - from);
      const rows = Array.from({ length }, (_, index) => row(from + index));
      await trx.db.insertInto("connections").values(rows).execute();
    }
  });
}

/** Connections whose readers would have to wait now. */
async function countUnserved({ store, clock }: HttpContext): Promise<number> {
  const { count } = await store.db
    .selectFrom("connections")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("expires_at", "<=", clock.nowSeconds() + marginSeconds)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function simulatedProvider(clock: FakeClock, lifetimeSeconds: number) {
  const startedAt = clock.nowSeconds();
  const perSecond = new Map<number, number>();
  const generations = new Map<string, number>();
  let reused = 0;
  let leastLeftSeconds = lifetimeSeconds;
  const send: Outbound = async ({ body = "" }) => {
    const second = clock.nowSeconds();
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    const token = new URLSearchParams(body).get("refresh_token") ?? "";
    const [, name = "", generation = ""] = token.split("-");
    const current = generations.get(name) ?? 0;
    if (Number(generation) !== current) reused += 1;
    generations.set(name, current + 1);
    const grantedAt = startedAt + (Number(name) % 60);
    if (current === 0) {
      leastLeftSeconds = Math.min(leastLeftSeconds, grantedAt + lifetimeSeconds - second);
    }
    return Response.json({
      access_token: `access-${name}-${current + 1}`,
      refresh_token: `refresh-${name}-${current + 1}`,
      token_type: "Bearer",
      expires_in: lifetimeSeconds,
    });
  };
  return {
    send,
    leastLeft: () => leastLeftSeconds,
    result: () => ({
      refreshed: generations.size,
      mostPerSecond: Math.max(0, ...perSecond.values()),
      reused,
    }),
  };
}
