/** What can be done with a connector: change it, delete it. */
import "../../parts/without-eval.ts";
import { updateConnectorRequest } from "@grantry/contract/v1/connectors";
import type { ReactNode } from "react";
import { Controller, useForm } from "react-hook-form";
import { call, callSeen, type Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
import { useAction } from "../../parts/action.ts";
import { ChangedMeanwhile } from "../../parts/changed-meanwhile.tsx";
import { Consequences } from "../../parts/consequences.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { useSeenChange } from "../../parts/seen-change.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import { type Shown, useConnectorDialog } from "./connector-address.ts";
import { ScopePicker } from "./scope-picker.tsx";
import { usePreview } from "./use-preview.ts";

type Change = Schemas["UpdateConnectorRequest"];

interface ChangeValues {
  name: string;
  scopes: string[];
}

const valuesOf = ({ name, scopes }: Schemas["Connector"]) => ({ name, scopes: [...scopes] });

export function ChangeDialog({ connector, type }: Shown): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { close } = useConnectorDialog();
  const path = { workspace_id: workspaceId, connector_id: connector.id };
  const change = useSeenChange({
    seen: connector,
    read: () =>
      callSeen("get", "/v1/workspaces/{workspace_id}/connectors/{connector_id}", { path }),
    write: (body: Change, ifMatch) =>
      call("patch", "/v1/workspaces/{workspace_id}/connectors/{connector_id}", {
        path,
        body,
        ifMatch,
      }),
    says: "The connector is changed.",
    after: close,
    take: (theirs) => form.reset(valuesOf(theirs)),
  });
  const { base, meanwhile } = change;
  const toRequest = ({ name, scopes }: ChangeValues): Change => ({
    ...(name === base.name ? {} : { name }),
    ...(isSame(scopes, base.scopes) ? {} : { scopes }),
  });
  const form = useForm<ChangeValues>({
    defaultValues: valuesOf(connector),
    resolver: byContract({
      schema: updateConnectorRequest,
      toRequest,
      fields: { name: "name", scopes: "scopes" },
    }),
  });
  const { errors, isDirty } = form.formState;
  const scopes = form.watch("scopes");
  const isOther = !isSame(scopes, base.scopes);
  const impact = usePreview(connector.id, isOther ? { change: { scopes } } : null);
  const nameTaken = isRefused(change.error, "name_taken");
  const submit = form.handleSubmit((values) => change.change(toRequest(values)));
  return (
    <Dialog title="Change name or scopes" onClose={close} closes={!isDirty}>
      <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label="Name that people see"
          {...form.register("name")}
          error={
            nameTaken
              ? "The workspace has a connector of this name. Choose another name."
              : errors.name?.message
          }
        />
        <h3>Scopes</h3>
        <Controller
          control={form.control}
          name="scopes"
          render={({ field, fieldState }) => (
            <ScopePicker
              known={type?.scopes ?? []}
              chosen={field.value}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
        <Consequences impact={impact} provider={type?.provider.name ?? "the service"} />
        <FormFailure error={nameTaken ? null : change.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={change.isPending}>
            Save
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
      {meanwhile === null ? null : (
        <ChangedMeanwhile
          meanwhile={meanwhile}
          differences={differencesOf(form.getValues(), meanwhile.theirs)}
          error={change.error}
          busy={change.isPending}
        />
      )}
    </Dialog>
  );
}

const differencesOf = (mine: ChangeValues, theirs: Schemas["Connector"]) => [
  { label: "Name that people see", mine: mine.name, theirs: theirs.name },
  {
    label: "Scopes",
    mine: mine.scopes.toSorted().join(", "),
    theirs: theirs.scopes.toSorted().join(", "),
  },
];

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((scope) => other.includes(scope));

export function DeleteConnectorDialog({ connector, type }: Shown): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { close } = useConnectorDialog();
  const impact = usePreview(connector.id, { delete: true });
  const remove = useAction({
    run: (_: undefined) =>
      call("delete", "/v1/workspaces/{workspace_id}/connectors/{connector_id}", {
        path: { workspace_id: workspaceId, connector_id: connector.id },
      }),
    says: () => `“${connector.name}” is deleted.`,
    leadsTo: () => ({ to: "/workspaces/$workspaceId/connectors", params: { workspaceId } }),
  });
  return (
    <DeleteDialog noun="connector" name={connector.name} by={remove} onKeep={close}>
      <Consequences impact={impact} provider={type?.provider.name ?? "the service"} />
      <p>
        Their tokens are erased here. What people granted at {type?.provider.name ?? "the service"}{" "}
        stays there, as it belongs to your OAuth client. There is no way back: a new connector has
        another ID.
      </p>
    </DeleteDialog>
  );
}
