/** Makes a workspace key. */
import { createWorkspaceKeyRequest } from "@grantry/contract/v1/people";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, SelectField, TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { LifetimeField } from "../../parts/lifetime-field.tsx";
import { leastRole, may, type Permission, roleWords } from "../../roles.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import { scopeWords } from "../../words/scopes.ts";

interface Values {
  name: string;
  role: "admin" | "member" | "viewer";
  scopes: Permission[];
  days: string;
  compatible: boolean;
}

/** Scopes that the role does not reach would be given in vain. */
const toRequest = ({ name, role, scopes, days, compatible }: Values) => ({
  name,
  role,
  scopes: scopes.filter((scope) => may(role, scope)),
  expires_in_days: days === "" ? null : Number(days),
  compatible,
});

export function CreateWorkspaceKeyDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (created: Schemas["CreatedWorkspaceKey"]) => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const keyFor = useIdempotencyKey();
  const form = useForm<Values>({
    defaultValues: {
      name: "",
      role: "member",
      scopes: ["apps:read", "apps:write"],
      days: "90",
      compatible: false,
    },
    resolver: byContract({
      schema: createWorkspaceKeyRequest,
      toRequest,
      fields: { name: "name", role: "role", scopes: "scopes", expires_in_days: "days" },
    }),
  });
  const create = useAction({
    run: (values: Values) => {
      const body = toRequest(values);
      const path = { workspace_id: workspaceId };
      const idempotencyKey = keyFor(body);
      return call("post", "/v1/workspaces/{workspace_id}/keys", { path, body, idempotencyKey });
    },
    after: onCreated,
  });
  const { errors } = form.formState;
  const role = form.watch("role");
  return (
    <Dialog title="Create a workspace key" onClose={onClose} closes={!form.formState.isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
      >
        <TextField
          label="Name"
          hint="Where it is used: it is how people find it again."
          placeholder="deploy"
          {...form.register("name")}
          error={errors.name?.message}
        />
        <SelectField label="Role" hint={roleWords[role]} {...form.register("role")}>
          <option>admin</option>
          <option>member</option>
          <option>viewer</option>
        </SelectField>
        <fieldset className="bare">
          <legend>What it may do in this workspace</legend>
          {Object.entries(scopeWords).map(([scope, words]) => {
            const reaches = may(role, scope as Permission);
            return (
              <label key={scope} className="checkrow">
                <input
                  type="checkbox"
                  value={scope}
                  {...form.register("scopes")}
                  aria-disabled={!reaches}
                />
                <span>
                  {words}
                  <code className="t2 block">{scope}</code>
                  {reaches ? null : (
                    <span className="small t2 block">
                      {`Needs the role ${leastRole[scope as Permission]}: left out.`}
                    </span>
                  )}
                </span>
              </label>
            );
          })}
          {errors.scopes === undefined ? null : (
            <p className="err">
              <Icon name="fails" />
              <span>Choose at least one thing that it may do.</span>
            </p>
          )}
        </fieldset>
        <LifetimeField choices={[30, 90, 365, ""]} {...form.register("days")} />
        <label className="checkrow">
          <input type="checkbox" {...form.register("compatible")} />
          <span>
            For the official command line
            <span className="small t2 block">
              It begins with <code>b44k_</code>, as those tools expect.
            </span>
          </span>
        </label>
        <FormFailure error={create.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={create.isPending}>
            Create
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
