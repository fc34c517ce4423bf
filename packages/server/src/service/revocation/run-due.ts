/** Tries again what is queued and due. Every process does it; what one takes no other gets. */
import { describeThrown } from "../../lib/error.ts";
import { regularly } from "../../lib/regularly.ts";
import { claimDueRevocations, listDueRevocationProviders } from "../../store/revocations.ts";
import { attempt, holdSeconds } from "./attempt.ts";
import type { RevocationContext } from "./context.ts";

const everyMs = 5_000;
/** Of one provider at once, in this process: one that hangs holds up nobody else. */
const concurrentMax = 4;

/** Looks regularly for what is due, until the returned function is called. */
export function revokeRegularly(context: RevocationContext): () => void {
  return regularly(context, { what: "look for revocations", everyMs }, () => startDue(context));
}

/** Tries all that is due. Resolves when that is done. */
export async function revokeDue(context: RevocationContext): Promise<void> {
  await Promise.all(await startDue(context));
}

/** Starts with each provider by itself, and does not wait. */
async function startDue(context: RevocationContext): Promise<Promise<void>[]> {
  const { asking, closing, flights, log, store } = context;
  if (closing.aborted || !asking.isAllowed) return [];
  const due = await listDueRevocationProviders(store);
  const idle = due.filter((provider) => !flights.has(flightKey(provider)));
  return idle.map((provider) =>
    flights
      .join(flightKey(provider), () => revokeOf(context, provider))
      .catch((thrown: unknown) => {
        log.warn({ provider, cause: describeThrown(thrown) }, "revoking failed");
      }),
  );
}

function flightKey(provider: string): string {
  return `revoke for ${provider}`;
}

async function revokeOf(context: RevocationContext, provider: string): Promise<void> {
  const { closing, store } = context;
  while (!closing.aborted) {
    const claim = { limit: concurrentMax, holdSeconds };
    const due = await claimDueRevocations(store, provider, claim);
    const tried = await Promise.allSettled(due.map((one) => attempt(context, one)));
    const failed = tried.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    if (due.length < concurrentMax) return;
  }
}
