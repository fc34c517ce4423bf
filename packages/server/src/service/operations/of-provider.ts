/** What the server's operator does to a provider's connections in all workspaces: an operation in each, on its own record. */
import { GrantryError, isGrantryError } from "../../lib/error.ts";
import { listWorkspacesOfProvider } from "../../store/server-workspaces.ts";
import type { Acting } from "./acting.ts";
import type { OperationsContext } from "./context.ts";
import { createOperation, type Planned } from "./create.ts";
import { everyConnection } from "./filter.ts";

export interface OfProvider {
  readonly kind: "freeze" | "unfreeze" | "disconnect";
  readonly providerId: string;
  readonly dryRun: boolean;
}

export interface InWorkspace extends Pick<Planned, "count"> {
  readonly workspaceId: string;
  readonly name: string;
  /** Null where it was only asked what it would be, and where it could not be begun. */
  readonly operationId: string | null;
  readonly failureCode: GrantryError["code"] | null;
}

/**
 * In every workspace that has an OAuth client of the provider, one after the other; called again it goes on, and freezes what
 * is frozen no second time. What one workspace refuses holds up no other. Others than those are not concerned: one that gets
 * its first client of the provider later is not frozen. Throws provider_not_found for one that nobody knows.
 */
export async function operateOnProvider(
  context: OperationsContext,
  caller: Acting["caller"],
  { kind, providerId, dryRun }: OfProvider,
): Promise<InWorkspace[]> {
  const filter = { ...everyConnection, providerId };
  const workspaces = await listWorkspacesOfProvider(context.store, providerId);
  const isListed = context.catalogue.list().some(({ server }) => server.id === providerId);
  if (workspaces.length === 0 && !isListed) throw new GrantryError("provider_not_found");
  const done: InWorkspace[] = [];
  for (const { workspaceId, name } of workspaces) {
    const asked = { kind, filter, dryRun, expected: null };
    const none = { total: 0, atLeast: false, apps: [] };
    const outcome = await createOperation(context, { workspaceId, caller }, asked).catch(
      (thrown: unknown) => {
        if (isGrantryError(thrown, "workspace_frozen")) return thrown;
        throw thrown;
      },
    );
    const isRefused = isGrantryError(outcome, "workspace_frozen");
    done.push({
      workspaceId,
      name,
      operationId: isRefused ? null : (outcome.operation?.operationId ?? null),
      count: isRefused ? none : outcome.count,
      failureCode: isRefused ? outcome.code : null,
    });
  }
  return done;
}
