/** Asks before a shared account is disconnected, and before a declared one is taken off the list. */
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { accountOf, type Connection, revocationInWords } from "../../words/connection.ts";
import { useApp } from "./current-app.ts";
import { type CatalogueType, useDeeds } from "./shared.ts";

interface Asked {
  readonly connection: Connection;
  readonly type: CatalogueType;
}

function usePath({ id }: Connection) {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  return { workspace_id: workspaceId, app_id: appId, connection_id: id };
}

export function DisconnectDialog({ connection, type }: Asked): ReactNode {
  const { name: app } = useApp();
  const { close } = useDeeds();
  const path = usePath(connection);
  const disconnect = useAction({
    run: () =>
      call(
        "post",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/shared-connections/{connection_id}/disconnect",
        { path },
      ),
    says: ({ revocation }) =>
      `${type.name} is disconnected. ${revocationInWords(revocation, type.provider.name)}`,
    after: close,
  });
  return (
    <ConfirmDialog
      title={`Disconnect ${type.name}?`}
      does="Disconnect"
      ends={type.name}
      by={disconnect}
      onKeep={close}
    >
      <p>
        {app} and everyone who uses it can no longer use <bdi>{accountOf(connection)}</bdi>. The
        grant is revoked at {type.provider.name}, and the tokens are erased here.
      </p>
      <p className="t2">
        What it was allowed to do stays on the list, for connecting it again. To undo this, someone
        has to sign in at {type.provider.name}.
      </p>
    </ConfirmDialog>
  );
}

export function RemoveDialog({ connection, type }: Asked): ReactNode {
  const { close } = useDeeds();
  const path = usePath(connection);
  const remove = useAction({
    run: () =>
      call(
        "delete",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/shared-connections/{connection_id}",
        { path },
      ),
    says: () => `${type.name} is removed from the list.`,
    after: close,
  });
  return (
    <ConfirmDialog
      title={`Remove ${type.name} from the list?`}
      does="Remove"
      // Nothing is connected.
      ends={null}
      by={remove}
      onKeep={close}
    >
      <p>
        Nothing is connected. What it was to be allowed is forgotten; where the app’s connector
        files still name it, the next <code>grantry connectors push</code> brings it back.
      </p>
    </ConfirmDialog>
  );
}
