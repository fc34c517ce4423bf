/** Deletes a custom provider that no connector uses. */
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { useWorkspace } from "../../shell/workspace.ts";

export function DeleteProviderDialog({
  provider: { id, name, types },
  onClose,
}: {
  readonly provider: Schemas["Provider"];
  readonly onClose: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const remove = useAction({
    run: (_: undefined) =>
      call("delete", "/v1/workspaces/{workspace_id}/providers/{provider_id}", {
        path: { workspace_id: workspaceId, provider_id: id },
      }),
    says: () => `“${name}” is deleted.`,
    leadsTo: () => ({
      to: "/workspaces/$workspaceId/connectors",
      params: { workspaceId },
      search: { tab: "providers" },
    }),
  });
  return (
    <DeleteDialog noun="provider" name={name} by={remove} onKeep={onClose}>
      <p>
        No connector uses it, so no connection ends. Its entry is erased, and{" "}
        <code>{types.join(", ")}</code> can no longer be added here. To have it again, the entry
        must be added anew.
      </p>
    </DeleteDialog>
  );
}
