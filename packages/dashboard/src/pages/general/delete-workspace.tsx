/** Deletes the workspace: typed by its name, and followed on the page of the operation, until its receipts go, too. */
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { toOperation } from "../operations/begin.ts";

export function DeleteWorkspace(): ReactNode {
  const { id: workspaceId, name } = useWorkspace();
  const dialog = useDialog("/workspaces/$workspaceId/general");
  const remove = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}", {
        path: { workspace_id: workspaceId },
        body: { confirm: name },
      }),
    leadsTo: toOperation(workspaceId),
  });
  return (
    <Card title="Delete this workspace">
      <div className="stack">
        <p>
          All connections of all its apps are revoked at their providers and erased. A week later
          all that is of the workspace is deleted; until then you can read and download the
          receipts.
        </p>
        <div className="acts">
          <button type="button" className="btn danger" onClick={() => dialog.open("delete")}>
            Delete the workspace…
          </button>
        </div>
      </div>
      {dialog.shown === "delete" ? (
        <DeleteDialog noun="workspace" name={name} by={remove} onKeep={dialog.close}>
          <p>
            Its apps get no tokens from the moment this begins, and nothing in it can be changed. It
            can be stopped as long as it runs: what is revoked by then stays so.
          </p>
        </DeleteDialog>
      ) : null}
    </Card>
  );
}
