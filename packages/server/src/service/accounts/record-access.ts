/** Puts on record that somebody who is known was refused what they may not do. */
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { inTransaction } from "../../store/store.ts";
import { count } from "../limits/index.ts";
import type { AccountsContext } from "./context.ts";
import type { Operator } from "./operator.ts";
import type { Permission } from "./permissions.ts";

/** Of a caller in a workspace, in a quarter of an hour: whoever tries on must not fill the trail. */
const recordedMax = 10;

/** Does what may refuse the caller. A refusal is recorded after it was answered; what goes wrong then is logged. */
export async function orRecordRefusal<T>(
  context: AccountsContext,
  asked: {
    readonly caller: Operator;
    readonly workspaceId: string;
    readonly permission: Permission;
  },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof GrantryError) {
      recordLater(context, asked, thrown.code);
    }
    throw thrown;
  }
}

function recordLater(
  context: AccountsContext,
  { caller, workspaceId, permission }: Parameters<typeof orRecordRefusal>[1],
  result: string,
): void {
  const { actor } = caller;
  const name = `${actor.kind} ${actor.id} ${workspaceId} ${permission} ${result}`;
  const record = async () => {
    const bucket = `refused accesses on record of ${actor.kind} ${actor.id} in ${workspaceId}`;
    const [sofar = 0] = await count(context, [{ bucket, max: recordedMax }]);
    if (sofar > recordedMax) return;
    const last = { more: "not recorded until the quarter of an hour is over" };
    await inTransaction(context.store, (store) =>
      insertAuditRecord(store, {
        workspaceId,
        actor,
        action: "access.refused",
        target: { kind: "permission", id: permission },
        result,
        details: sofar === recordedMax ? last : {},
      }),
    );
  };
  context.flights.join(`refused access ${name}`, record).catch((thrown: unknown) => {
    context.log.warn({ cause: describeThrown(thrown) }, "refusal not on record");
  });
}
