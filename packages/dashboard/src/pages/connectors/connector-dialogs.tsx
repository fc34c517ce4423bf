/** What can be done with a connector: change it, replace its client's secret, delete it. */
import "../../parts/without-eval.ts";
import { updateConnectorRequest } from "@grantry/contract/v1/connectors";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { call, callSeen, type Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
import { ChangedMeanwhile } from "../../parts/changed-meanwhile.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { useReceipt } from "../../parts/receipts.tsx";
import { useSeenChange } from "../../parts/seen-change.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import { type Shown, useDialog } from "./connector-address.ts";
import { ScopePicker } from "./scope-picker.tsx";

type Change = Schemas["UpdateConnectorRequest"];

/** Changes the connector, says so, and closes the dialog. */
function useChange({ id: connectorId }: Shown["connector"], receipt: string) {
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const { close } = useDialog();
  const say = useReceipt();
  return useMutation({
    mutationFn: (body: Change) =>
      call("patch", "/v1/workspaces/{workspace_id}/connectors/{connector_id}", {
        path: { workspace_id: workspaceId, connector_id: connectorId },
        body,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
      say(receipt);
      close();
    },
  });
}

interface ChangeValues {
  name: string;
  scopes: string[];
}

export function ChangeDialog({ connector, type }: Shown): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { close } = useDialog();
  const path = { workspace_id: workspaceId, connector_id: connector.id };
  const valuesOf = ({ name, scopes }: Schemas["Connector"]) => ({ name, scopes: [...scopes] });
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
  const nameTaken = isRefused(change.error, "name_taken");
  return (
    <Dialog title="Change name or scopes" onClose={close} closes={!isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) =>
          void form.handleSubmit((values) => change.change(toRequest(values)))(event)
        }
      >
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
        <Consequences before={base.scopes} after={form.watch("scopes")} />
        <FormFailure error={nameTaken ? null : change.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={change.isPending}>
            Save
          </button>
          <button type="button" className="btn" onClick={close}>
            Discard
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

/** What a change of scopes means for who is connected. */
function Consequences({
  before,
  after,
}: {
  readonly before: readonly string[];
  readonly after: readonly string[];
}): ReactNode {
  const added = after.filter((scope) => !before.includes(scope)).length;
  const taken = before.filter((scope) => !after.includes(scope)).length;
  if (added + taken === 0) return null;
  return (
    <div className="note info" role="status">
      <div className="grow">
        {added === 0 ? null : (
          <p>
            {`${counted(added, "scope")} more: new connections ask for it. Who is connected keeps what they have until they connect again.`}
          </p>
        )}
        {taken === 0 ? null : (
          <p>
            {`${counted(taken, "scope")} less: it is no longer asked for. At the service it stays granted until people connect again.`}
          </p>
        )}
      </div>
    </div>
  );
}

export function SecretDialog({ connector, type }: Shown): ReactNode {
  const { close } = useDialog();
  const change = useChange(connector, "The new secret is stored.");
  const [secret, setSecret] = useState("");
  const [missing, setMissing] = useState(false);
  const service = type?.provider.name ?? "the service";
  return (
    <Dialog title="Replace the client secret" onClose={close} closes={secret === ""}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (secret.trim() === "") return setMissing(true);
          change.mutate({ oauth_client: { client_secret: secret.trim() } });
        }}
      >
        <p>
          Make a new secret at {service} for the client{" "}
          <code>{connector.oauth_client.client_id}</code>, and enter it here. The secret of before
          is tried as well while {service} accepts it, so no connection ends. Other connectors with
          this client get the new one, too.
        </p>
        <TextField
          label="New client secret"
          type="password"
          mono
          value={secret}
          onChange={(event) => {
            setSecret(event.target.value);
            setMissing(false);
          }}
          error={missing ? "Enter the new secret." : undefined}
        />
        <FormFailure error={change.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={change.isPending}>
            Store the new secret
          </button>
          <button type="button" className="btn" onClick={close}>
            Keep the old one
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function DeleteConnectorDialog({ connector, type }: Shown): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { close } = useDialog();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const say = useReceipt();
  const remove = useMutation({
    mutationFn: () =>
      call("delete", "/v1/workspaces/{workspace_id}/connectors/{connector_id}", {
        path: { workspace_id: workspaceId, connector_id: connector.id },
      }),
    onSuccess: async () => {
      say(`“${connector.name}” is deleted.`);
      await navigate({ to: "/workspaces/$workspaceId/connectors", params: { workspaceId } });
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
    },
  });
  return (
    <DeleteDialog
      noun="connector"
      name={connector.name}
      failure={remove.error}
      busy={remove.isPending}
      onDelete={() => remove.mutate()}
      onKeep={close}
    >
      <Ends connectorId={connector.id} />
      <p>
        Their tokens are erased here. What people granted at {type?.provider.name ?? "the service"}{" "}
        stays there, as it belongs to your OAuth client. There is no way back: a new connector has
        another ID.
      </p>
    </DeleteDialog>
  );
}

const countedAtMost = 200;

/** How many connections end. */
function Ends({ connectorId }: { readonly connectorId: string }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data } = useQuery({
    queryKey: ["workspaces", workspaceId, "connections", "active", connectorId],
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/connections", {
        path: { workspace_id: workspaceId },
        query: { connector_id: connectorId, status: "active", limit: countedAtMost },
        signal,
      }),
  });
  if (data === undefined) return <p>Its connections end.</p>;
  if (data.next_cursor !== null) return <p>{`More than ${countedAtMost} connections end.`}</p>;
  if (data.data.length === 0) return <p>Nobody is connected through it.</p>;
  return <p>{`${counted(data.data.length, "connection ends", "connections end")}.`}</p>;
}
