/** Begins an operation on many connections, and leads to its page. */
import type { NavigateOptions } from "@tanstack/react-router";
import { call, type Schemas } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { useAction } from "../../parts/action.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import type { Many } from "../../words/plural.ts";

/** Which connections: those that were chosen, or all that a filter finds. */
export type Chosen = Schemas["CreateOperationRequest"]["filter"];

export type Kind = Schemas["CreateOperationRequest"]["kind"];

/** The page of the operation that was answered. */
export const toOperation =
  (workspaceId: string) =>
  ({ id }: Pick<Schemas["Operation"], "id">): NavigateOptions => ({
    to: "/workspaces/$workspaceId/operations/$operationId",
    params: { workspaceId, operationId: id ?? "" },
  });

/** Takes how many connections were said to be meant: where it is another number by now the server refuses, and nothing is done. */
export function useOperation(kind: Kind, filter: Chosen, onBegun: () => void = () => {}) {
  const { id: workspaceId } = useWorkspace();
  const keyFor = useIdempotencyKey();
  return useAction({
    run: ({ count, atLeast }: Many) => {
      const expected = { expected_total: count, expected_at_least: atLeast };
      const body = { kind, filter, dry_run: false, ...expected };
      return call("post", "/v1/workspaces/{workspace_id}/operations", {
        path: { workspace_id: workspaceId },
        body,
        idempotencyKey: keyFor(body),
      });
    },
    leadsTo: toOperation(workspaceId),
    after: onBegun,
  });
}
