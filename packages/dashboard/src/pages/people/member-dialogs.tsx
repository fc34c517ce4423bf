/** What can be done with a member: a link for a new password, and the end of their membership. */
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { useAction } from "../../parts/action.ts";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { useWorkspace } from "../../shell/workspace.ts";

interface OfMember {
  readonly member: Schemas["Member"];
  readonly onClose: () => void;
}

export function RemoveMemberDialog({ member, onClose }: OfMember): ReactNode {
  const { id: workspaceId, name: workspace } = useWorkspace();
  const remove = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}/members/{operator_id}", {
        path: { workspace_id: workspaceId, operator_id: member.id },
      }),
    says: () => `${member.name} is no longer a member.`,
    after: onClose,
  });
  return (
    <ConfirmDialog
      title={`Remove ${member.name} from ${workspace}?`}
      does="Remove member"
      ends={member.name}
      by={remove}
      onKeep={onClose}
    >
      <p>
        Their sessions and keys no longer reach this workspace. Their account and the connections
        they made stay.
      </p>
    </ConfirmDialog>
  );
}

export function UnlinkDialog({ member, onClose }: OfMember): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const unlink = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}/members/{operator_id}/sign-in-identity", {
        path: { workspace_id: workspaceId, operator_id: member.id },
      }),
    says: () => `${member.name} is unlinked from the company’s sign-in.`,
    after: onClose,
  });
  return (
    <ConfirmDialog
      title={`Unlink ${member.name} from the company’s sign-in?`}
      does="Unlink"
      ends={member.name}
      by={unlink}
      onKeep={onClose}
    >
      <p>
        For a directory that was moved and names its people anew. Whoever signs in there next with
        the address <bdi className="breaks">{member.email}</bdi> is linked to this account. That may
        be another person: its keys and command lines end then.
      </p>
    </ConfirmDialog>
  );
}

export function ResetLinkDialog({
  member,
  onClose,
  onMade,
}: OfMember & { readonly onMade: (made: Schemas["ResetLink"]) => void }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const keyFor = useIdempotencyKey();
  const create = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/members/{operator_id}/reset-links", {
        path: { workspace_id: workspaceId, operator_id: member.id },
        idempotencyKey: keyFor(member.id),
      }),
    after: onMade,
  });
  return (
    <ConfirmDialog
      title={`A new password for ${member.name}?`}
      does="Make a link"
      // The link itself ends nothing: only its use does.
      ends={null}
      tone="pri"
      by={create}
      onKeep={onClose}
    >
      <p>
        You get a link to send to {member.email}, good for an hour. Setting the new password ends
        their sessions, keys and command lines.
      </p>
    </ConfirmDialog>
  );
}
