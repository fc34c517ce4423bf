/** Makes a service token. */
import { createServiceTokenRequest } from "@grantry/contract/v1/service-tokens";
import type { ReactNode } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { LifetimeField } from "../../parts/lifetime-field.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { usualServiceScopes } from "../../words/service-scopes.ts";
import { useApp } from "./current-app.ts";
import { LimitFields, type Limits, limitFields, limitsToRequest } from "./service-token-limits.tsx";

interface Values extends Limits {
  name: string;
  /** Days; empty for never. */
  days: string;
}

const toRequest = ({ name, days, ...limits }: Values): Schemas["CreateServiceTokenRequest"] => ({
  name,
  ...limitsToRequest(limits),
  expires_in_days: days === "" ? null : Number(days),
});

export function CreateTokenDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (created: Schemas["CreatedServiceToken"]) => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const keyFor = useIdempotencyKey();
  const form = useForm<Values>({
    defaultValues: { name: "", days: "", scopes: usualServiceScopes, reach: "all", connectors: [] },
    resolver: byContract({
      schema: createServiceTokenRequest,
      toRequest,
      fields: { name: "name", ...limitFields, expires_in_days: "days" },
    }),
  });
  const create = useAction({
    run: (values: Values) => {
      const body = toRequest(values);
      return call("post", "/v1/workspaces/{workspace_id}/apps/{app_id}/service-tokens", {
        path: { workspace_id: workspaceId, app_id: appId },
        body,
        idempotencyKey: keyFor(body),
      });
    },
    after: onCreated,
  });
  return (
    <Dialog title="Create a service token" onClose={onClose} closes={!form.formState.isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
      >
        <TextField
          label="Name"
          hint="Where it is used: it is how you find it again."
          placeholder="backend"
          {...form.register("name")}
          error={form.formState.errors.name?.message}
        />
        {/* Its values hold those of the limits. */}
        <LimitFields form={form as unknown as UseFormReturn<Limits>} />
        <LifetimeField choices={["", 30, 90, 365]} {...form.register("days")} />
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
