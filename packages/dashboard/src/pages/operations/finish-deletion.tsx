/** Lets a workspace that is being deleted go before its week is over: its receipts go with it. */
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { useWorkspace } from "../../shell/workspace.ts";

export function FinishDeletion(): ReactNode {
  const { id: workspaceId, name } = useWorkspace();
  const dialog = useDialog("/workspaces/$workspaceId/operations/$operationId");
  const finish = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/finish-deletion", {
        path: { workspace_id: workspaceId },
        body: { confirm: name },
      }),
    says: () => "The workspace goes as soon as its grants are given back.",
    after: dialog.close,
  });
  return (
    <>
      <AllowedButton
        needs="workspace:own"
        className="btn danger"
        onClick={() => dialog.open("finish")}
      >
        Delete without waiting…
      </AllowedButton>
      {dialog.shown === "finish" ? (
        <DeleteDialog noun="workspace" name={name} by={finish} onKeep={dialog.close}>
          <p>
            All that is of it goes as soon as its grants have been given back, these receipts
            included: download them before.
          </p>
        </DeleteDialog>
      ) : null}
    </>
  );
}
