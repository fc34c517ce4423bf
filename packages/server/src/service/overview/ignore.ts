/** Sets an entry of the attention aside for a week, for everybody, and records who did. */
import { GrantryError } from "../../lib/error.ts";
import { putIgnored } from "../../store/attention.ts";
import { inTransaction } from "../../store/store.ts";
import { recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import { getAttention } from "./attention.ts";
import type { OverviewContext } from "./context.ts";

const ignoredSeconds = 604_800;

/** Until when, in epoch seconds. Throws attention_not_found where nothing of this id is shown. */
export async function ignoreAttention(
  context: OverviewContext,
  operator: WorkspaceOperator,
  attentionId: string,
): Promise<number> {
  const { workspaceId } = operator;
  const { entries } = await getAttention(context, workspaceId);
  const entry = entries.find(({ id }) => id === attentionId);
  if (entry === undefined) throw new GrantryError("attention_not_found");
  const until = context.clock.nowSeconds() + ignoredSeconds;
  await inTransaction(context.store, async (store) => {
    await putIgnored(store, { workspaceId, attentionId, until });
    const name = entry.connector?.name ?? entry.credential?.name;
    await recordChange(store, operator, {
      action: "attention.ignored",
      target: { kind: "attention", id: attentionId },
      details: { kind: entry.kind, ...(name === undefined ? {} : { name }) },
    });
  });
  return until;
}
