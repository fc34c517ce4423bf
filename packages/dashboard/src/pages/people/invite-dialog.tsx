/** Invites somebody: the answer is a link, which is sent to them by whoever invited. */
import { createInvitationRequest } from "@grantry/contract/v1/people";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, SelectField, TextField } from "../../parts/form.tsx";
import { type Role, roles, roleWords } from "../../roles.ts";
import { useWorkspace } from "../../shell/workspace.ts";

interface Values {
  email: string;
  role: Role;
}

export function InviteDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (created: Schemas["CreatedInvitation"]) => void;
}): ReactNode {
  const { id: workspaceId, role: mine } = useWorkspace();
  const keyFor = useIdempotencyKey();
  const form = useForm<Values>({
    defaultValues: { email: "", role: "member" },
    resolver: byContract({
      schema: createInvitationRequest,
      toRequest: (values) => values,
      fields: { email: "email", role: "role" },
    }),
  });
  const invite = useAction({
    run: (body: Values) =>
      call("post", "/v1/workspaces/{workspace_id}/invitations", {
        path: { workspace_id: workspaceId },
        body: { ...body, email: body.email.trim() },
        idempotencyKey: keyFor(body),
      }),
    after: onCreated,
  });
  const wrong = isRefused(invite.error, "account_invalid") ? invite.error.message : undefined;
  return (
    <Dialog title="Invite someone" onClose={onClose} closes={!form.formState.isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => invite.mutate(values))(event)}
      >
        <TextField
          label="Email address"
          type="email"
          {...form.register("email")}
          hint="You get a link to send to this person. It works only for this address."
          error={wrong ?? form.formState.errors.email?.message}
        />
        <SelectField label="Role" hint={roleWords[form.watch("role")]} {...form.register("role")}>
          {roles
            .filter((role) => role !== "owner" || mine === "owner")
            .map((role) => (
              <option key={role}>{role}</option>
            ))}
        </SelectField>
        <FormFailure error={wrong === undefined ? invite.error : null} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={invite.isPending}>
            Create an invitation
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
