/**
 * Refreshes connections, within their providers' budgets. That happens at the provider, before the receipt: of those that were
 * under way when a process died, each may be refreshed once more.
 */
import { getConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import { enterProvider, takeBudget } from "../../store/due-refreshes.ts";
import type { Target } from "../../store/operation-targets.ts";
import type { Operation } from "../../store/operations.ts";
import { inTransaction } from "../../store/store.ts";
import { noDemands, refreshed } from "../engine/index.ts";
import { providerKeyOf } from "../providers/index.ts";
import type { OperationsContext } from "./context.ts";
import { codeOf, note, type Progress, whileOurs } from "./progress.ts";

/** What a process that died has refreshed and not noted is refreshed once more: that ends nothing. */
export async function refreshSome(
  context: OperationsContext,
  operation: Operation,
  targets: readonly Target[],
): Promise<Progress> {
  const { store } = context;
  const granted: Target[] = [];
  for (const target of targets) {
    if (!(await takeTurn(context, operation, target))) break;
    granted.push(target);
  }
  const outcomes = await Promise.all(
    granted.map(async (target) => ({ target, failure: await refreshOne(context, target) })),
  );
  const isOurs = await whileOurs(async () => {
    for (const { target, failure } of outcomes) {
      const result = failure === null ? "refreshed" : "failed";
      const outcome = { result, revocationId: null, failureCode: failure } as const;
      await inTransaction(store, (trx) => note(trx, operation, target, outcome));
    }
  });
  if (!isOurs) return "lost";
  return granted.length < targets.length ? "wait" : "done";
}

/** Whether the provider may be asked in this second: the budget is that of the background's refreshes. */
async function takeTurn(
  { engine, store }: OperationsContext,
  { workspaceId }: Operation,
  { connectorId, providerKey }: Target,
): Promise<boolean> {
  const registered =
    providerKey === null ? await getConnector(store, workspaceId, connectorId) : undefined;
  const key = providerKey ?? (registered && providerKeyOf(registered));
  // Without a connector nobody is asked.
  if (key === undefined) return true;
  await enterProvider(store, key);
  const { perSecond } = engine.background;
  return (await takeBudget(store, key, { wanted: 1, perSecond })) === 1;
}

/** The code of why it failed; null where it worked. */
async function refreshOne(context: OperationsContext, target: Target): Promise<string | null> {
  const { connectionId } = target;
  const connection = await getConnection(context.store, connectionId);
  if (connection === undefined) return "not_connected";
  const demands = { ...noDemands, refusedVersion: connection.version };
  try {
    await refreshed(context, connectionId, { demands, trigger: "operator" });
    return null;
  } catch (thrown) {
    if (isDatabaseUnavailable(thrown)) throw thrown;
    return codeOf(context, target, thrown);
  }
}
