/** Operations that go on, by what they are about: who asks for the same again gets the one there is. */
import type { Operation } from "./operations.ts";
import type { Store } from "./store.ts";
import { operations } from "./tables/operations.ts";

/** One of this kind and filter that has not ended, or undefined. */
export async function findUnfinished(
  store: Store,
  workspaceId: string,
  { kind, filter }: Pick<Operation, "kind" | "filter">,
): Promise<Operation | undefined> {
  const row = await store.db
    .selectFrom("operations")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("next_step_at", "is not", null)
    .where("kind", "=", kind)
    .where("filter", "=", filter)
    .limit(1)
    .executeTakeFirst();
  return row && operations.read(row);
}
