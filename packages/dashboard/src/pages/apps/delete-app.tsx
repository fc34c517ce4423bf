/** Deletes an app: typed by its name, and followed on the page of the operation, which has a receipt of each connection. */
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { toOperation } from "../operations/begin.ts";
import { useApp } from "./current-app.ts";

export function DeleteApp(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId, name } = useApp();
  const dialog = useDialog("/workspaces/$workspaceId/apps/$appId/general");
  const remove = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}/apps/{app_id}", {
        path: { workspace_id: workspaceId, app_id: appId },
        body: { confirm: name },
      }),
    leadsTo: toOperation(workspaceId),
  });
  return (
    <Card title="Delete this app">
      <div className="stack">
        <p>
          Its connections are revoked at their providers and erased, and all that is of the app is
          deleted.
        </p>
        <div className="acts">
          <AllowedButton
            needs="workspace:write"
            className="btn danger"
            onClick={() => dialog.open("delete")}
          >
            Delete the app…
          </AllowedButton>
        </div>
      </div>
      {dialog.shown === "delete" ? (
        <DeleteDialog noun="app" name={name} by={remove} onKeep={dialog.close}>
          <p>
            It gets no tokens from the moment this begins. Each grant is revoked at its provider;
            then its connections, users, service tokens and settings are deleted. Receipts of the
            connections stay for thirty days.
          </p>
        </DeleteDialog>
      ) : null}
    </Card>
  );
}
