/** Changes and ends an OAuth client. */
import "../../parts/without-eval.ts";
import { updateOAuthClientRequest } from "@grantry/contract/v1/connectors";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas, type Seen } from "../../api/client.ts";
import { readClient } from "../../api/connectors.ts";
import { useAction } from "../../parts/action.ts";
import { ChangedMeanwhile } from "../../parts/changed-meanwhile.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { useSeenChange } from "../../parts/seen-change.ts";
import { useWorkspace } from "../../shell/workspace.ts";

type Client = Schemas["OAuthClient"];

interface Of {
  readonly client: Seen<Client>;
  readonly onClose: () => void;
}

interface Values {
  name: string;
  usedByOthers: boolean;
  preferred: boolean;
}

const valuesOf = (one: Client): Values => ({
  name: one.name,
  usedByOthers: one.used_by_other_servers,
  preferred: one.preferred,
});

const toRequest = ({ name, usedByOthers, preferred }: Values) => ({
  name,
  used_by_other_servers: usedByOthers,
  preferred,
});

export function ChangeClientDialog({ client, onClose }: Of): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const form = useForm<Values>({
    defaultValues: valuesOf(client),
    resolver: byContract({
      schema: updateOAuthClientRequest,
      toRequest,
      fields: { name: "name" },
    }),
  });
  const path = { workspace_id: workspaceId, oauth_client_id: client.id };
  const change = useSeenChange({
    seen: client,
    read: () => readClient(workspaceId, client.id),
    write: (body: Schemas["UpdateOAuthClientRequest"], ifMatch) =>
      call("patch", "/v1/workspaces/{workspace_id}/oauth-clients/{oauth_client_id}", {
        path,
        body,
        ifMatch,
      }),
    says: "The OAuth client is changed.",
    after: onClose,
    take: (theirs) => form.reset(valuesOf(theirs)),
  });
  const { errors, isDirty } = form.formState;
  const submit = form.handleSubmit((values) => change.change(toRequest(values)));
  return (
    <Dialog title="Change the OAuth client" onClose={onClose} closes={!isDirty}>
      <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label="Name"
          hint="Seen by operators only."
          {...form.register("name")}
          error={errors.name?.message}
        />
        <label className="checkrow">
          <input type="checkbox" {...form.register("usedByOthers")} />
          <span>
            Other servers use it, too
            <span className="small t2 block">
              Disconnecting then erases tokens here and revokes nothing at the service.
            </span>
          </span>
        </label>
        <label className="checkrow">
          <input type="checkbox" {...form.register("preferred")} />
          <span>
            Prefer it for shared accounts
            <span className="small t2 block">
              Where an app connects an account and several clients of the service fit.
            </span>
          </span>
        </label>
        <FormFailure error={change.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={change.isPending}>
            Save
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
      {change.meanwhile === null ? null : (
        <ChangedMeanwhile
          meanwhile={change.meanwhile}
          differences={differencesOf(form.getValues(), valuesOf(change.meanwhile.theirs))}
          error={change.error}
          busy={change.isPending}
        />
      )}
    </Dialog>
  );
}

const inWords = (yes: boolean) => (yes ? "yes" : "no");

const differencesOf = (mine: Values, theirs: Values) => [
  { label: "Name", mine: mine.name, theirs: theirs.name },
  {
    label: "Other servers use it, too",
    mine: inWords(mine.usedByOthers),
    theirs: inWords(theirs.usedByOthers),
  },
  {
    label: "Prefer it for shared accounts",
    mine: inWords(mine.preferred),
    theirs: inWords(theirs.preferred),
  },
];

export function DeleteClientDialog({
  client,
  service,
  onClose,
}: Of & { readonly service: string }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const remove = useAction({
    run: (_: undefined) =>
      call("delete", "/v1/workspaces/{workspace_id}/oauth-clients/{oauth_client_id}", {
        path: { workspace_id: workspaceId, oauth_client_id: client.id },
      }),
    says: () => `“${client.name}” is deleted.`,
    leadsTo: () => ({
      to: "/workspaces/$workspaceId/connectors",
      params: { workspaceId },
      search: { tab: "oauth-clients" },
    }),
  });
  return (
    <DeleteDialog noun="OAuth client" name={client.name} by={remove} onKeep={onClose}>
      <p>
        No connector uses it, so no connection ends. Its secret is erased here; at {service} the
        client stays registered until you remove it there. There is no way back: a new client gets
        another redirect URI.
      </p>
    </DeleteDialog>
  );
}
