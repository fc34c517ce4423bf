/** One refresh, by the holder of the lease: asks the provider, keeps the answer, or judges its failure. */
import { inSpan } from "../../lib/tracing.ts";
import type { Grant } from "../../provider/provider-client.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { refreshGrant } from "../../provider/refresh-grant.ts";
import { keptScopes } from "../../provider/scopes.ts";
import { sealAnswer } from "../../store/connection-answers.ts";

import { openAccessToken, openRefreshToken } from "../../store/connections.ts";
import { giveBack } from "../revocation/index.ts";
import type { EngineContext } from "./context.ts";
import type { CallReport } from "./gate.ts";
import { healthOf, judge } from "./judge.ts";
import { type Keeping, keepAnswer } from "./keep-answer.ts";
import { withHeartbeat } from "./lease.ts";
import type { Refresh } from "./refresh-attempt.ts";
import { tokenSetOf } from "./token-set.ts";

/**
 * Resolves when the row tells what came of it: new tokens, or that it is over. Throws what a reader is
 * to be told where it failed. `report` hears of the endpoint's health as soon as that is known.
 */
export async function refreshWithLease(
  context: EngineContext,
  refresh: Refresh,
  report: (heard: CallReport) => void,
): Promise<void> {
  context.checkpoint("claimed");
  const provider = refresh.connection.providerKey ?? "";
  const { trigger } = refresh;
  const attributes = { "grantry.provider": provider, "grantry.refresh.trigger": trigger };
  await inSpan({ name: "refresh", kind: "internal", attributes }, (set) =>
    withHeartbeat(context, refresh.lease, async () => {
      const startedMs = context.clock.steadyMs();
      const ended = (outcome: string) => {
        const ms = context.clock.steadyMs() - startedMs;
        context.metrics.refreshEnded({ provider, trigger, outcome }, ms);
        context.statistics.count(refresh.connection, "refreshes", outcome);
        set({ "grantry.refresh.outcome": outcome }, outcome === "ok" ? undefined : outcome);
      };
      await askAndKeep(context, refresh, { report, ended });
    }),
  );
}

interface Heard {
  readonly report: (heard: CallReport) => void;
  readonly ended: (outcome: string) => void;
}

async function askAndKeep(
  context: EngineContext,
  refresh: Refresh,
  { report, ended }: Heard,
): Promise<void> {
  const askedAt = context.clock.nowSeconds();
  let grant: Grant;
  try {
    grant = await send(context, refresh);
  } catch (thrown) {
    report(healthOf(thrown));
    ended(thrown instanceof ProviderError ? thrown.kind : "internal");
    await judge(context, refresh, thrown);
    return;
  }
  report({ health: "well" });
  let keeping: Keeping | undefined;
  try {
    keeping = await keep(context, { ...refresh, askedAt }, grant);
  } finally {
    ended(keeping === "stored" ? "ok" : "not_stored");
  }
}

async function send(context: EngineContext, { connection, client }: Refresh): Promise<Grant> {
  const { store } = context;
  const tokens = {
    refreshToken: await openRefreshToken(store, connection),
    accessToken: await openAccessToken(store, connection),
    keptValues: { ...connection.connectionConfig },
  };
  context.checkpoint("sending");
  const grant = await refreshGrant(client, tokens, context.reach(connection.workspaceId).send);
  context.checkpoint("answered");
  return grant;
}

async function keep(
  context: EngineContext,
  refresh: Refresh & { readonly askedAt: number },
  grant: Grant,
): Promise<Keeping> {
  const { askedAt, connection, client, lease } = refresh;
  const { keptValues } = grant;
  const { requestedScopes } = connection;
  const grantedScopes =
    grant.grantedScopes && keptScopes(client.connector, requestedScopes, grant.grantedScopes);
  const tokens = tokenSetOf(client.connector, grant, {
    askedAt,
    lifetimeSeconds: connection.lifetimeSeconds,
    leastSeconds: context.engine.background.leastSeconds,
  });
  const wasReported = refresh.trigger === "forced";
  const refreshed = { tokens, grantedScopes, keptValues, wasReported };
  const answer = sealAnswer(context.store, connection, refreshed);
  const keeping = await keepAnswer(context, { answer, lease });
  if (keeping === "stored") context.checkpoint("stored");
  // Disconnected while we refreshed: what came is taken back. What a reconnect brought is left alone.
  if (keeping === "gone") {
    const { appId, connectionId, grantParty } = connection;
    const accountId = connection.account?.id ?? null;
    const unkept = { appId, connectionId, cause: "late_refresh", grantParty, accountId } as const;
    await giveBack(context, { ...unkept, registered: refresh.registered, client, grant });
  }
  return keeping;
}
