/** Says in time that a refresh token ends for good, so that its owner can connect again before. */
import type { Connection } from "../../store/connections.ts";
import { addEvent } from "../../store/events.ts";
import { listEnding } from "../../store/renewals.ts";
import type { ServiceContext } from "../context.ts";
import { obtainedAt } from "../token/use.ts";

/** A week before, of a grant that lives for months; in the last tenth, of a shorter one. */
const noticeMaxSeconds = 604_800;
const noticeShare = 0.1;
const perSweep = 200;

/** Enters an event for every connection whose refresh token is near its absolute end; once each. */
export async function announceEndings(context: ServiceContext): Promise<void> {
  const { clock, store } = context;
  const now = clock.nowSeconds();
  const ending = await listEnding(store, now + noticeMaxSeconds, perSweep);
  for (const connection of ending) {
    const endsAt = connection.refreshTokenExpiresAt;
    if (endsAt === null || endsAt - noticeSeconds(connection, endsAt) > now) continue;
    const { workspaceId, appId, connectionId } = connection;
    await addEvent(store, {
      workspaceId,
      appId,
      connectionId,
      type: "connection.ends_soon",
      occasion: endsAt,
      data: { ends_at: String(endsAt) },
    });
    context.log.info({ connectionId, endsAt }, "a grant ends soon");
  }
}

function noticeSeconds(connection: Connection, endsAt: number): number {
  const begunAt = connection.connectedAt ?? obtainedAt(connection);
  return Math.min(noticeMaxSeconds, Math.floor((endsAt - begunAt) * noticeShare));
}
