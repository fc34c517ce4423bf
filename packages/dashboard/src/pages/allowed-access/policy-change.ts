/** A change of what is allowed of one service. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call, type Schemas } from "../../api/client.ts";
import { policiesQuery } from "../../api/queries.ts";
import { useWorkspace } from "../../shell/workspace.ts";

type Policy = Schemas["Policy"];
type Change = Schemas["UpdatePolicyRequest"];

export interface OfService {
  readonly policy: Policy;
  /** Undefined where the catalogue does not have it any more. */
  readonly type: Schemas["CatalogueType"] | undefined;
}

/** Sends a change; the list shows what the server says of it. */
export function usePolicyChange(policy: Policy) {
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const { queryKey } = policiesQuery(workspaceId);
  return useMutation({
    mutationFn: (body: Change) =>
      call("patch", "/v1/workspaces/{workspace_id}/policies/{type}", {
        path: { workspace_id: workspaceId, type: policy.type },
        body,
      }),
    onSuccess: async (changed) => {
      queries.setQueryData(queryKey, (all) =>
        all?.map((one) => (one.type === changed.type ? changed : one)),
      );
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
    },
  });
}
