/** What is kept of a user: taken out as a file, and erased, which is followed on the page of the operation. */
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { download } from "../../outside.ts";
import { useAction } from "../../parts/action.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { toOperation } from "../operations/begin.ts";
import { useApp } from "./current-app.ts";
import { nameOf } from "./users.tsx";

type User = Schemas["User"];

const one = "/v1/workspaces/{workspace_id}/apps/{app_id}/users/{user_id}";

export function DeleteUser({ user }: { readonly user: User }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId, name: app } = useApp();
  const dialog = useDialog("/workspaces/$workspaceId/apps/$appId/users/$userId");
  const path = { workspace_id: workspaceId, app_id: appId, user_id: user.id };
  const take = useAction({
    run: async () => {
      // A link cannot ask to sign in again: that the session lives is found out before.
      await call("get", one, { path });
      const [workspace, ofApp, who] = [workspaceId, appId, user.id].map(encodeURIComponent);
      download(`/v1/workspaces/${workspace}/apps/${ofApp}/users/${who}/export`);
    },
    says: () => "Your browser is saving the file.",
  });
  const remove = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}/apps/{app_id}/users/{user_id}", { path }),
    leadsTo: toOperation(workspaceId),
  });
  return (
    <Card title="What is kept">
      <div className="stack">
        <p>
          Connections with their accounts and history, without tokens. Deleting the user revokes
          what was granted, and leaves nothing here that names them.
        </p>
        <div className="acts">
          <AllowedButton
            needs="connections:revoke"
            className="btn s"
            disabled={take.isPending}
            onClick={() => take.mutate(undefined)}
          >
            Download it
          </AllowedButton>
          <AllowedButton
            needs="connections:revoke"
            className="btn s danger"
            onClick={() => dialog.open("delete")}
          >
            Delete the user…
          </AllowedButton>
        </div>
      </div>
      <FormFailure error={take.error} />
      {dialog.shown === "delete" ? (
        <DeleteDialog noun="user" name={nameOf(user)} by={remove} onKeep={dialog.close}>
          <p>
            <bdi>{app}</bdi> gets no tokens of theirs from the moment this begins. Each grant is
            revoked at its provider; then the connections, their history and the user are deleted. A
            receipt of each connection stays for thirty days, without a name.
          </p>
        </DeleteDialog>
      ) : null}
    </Card>
  );
}
