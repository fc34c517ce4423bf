/** Another client for a connector, or other values of its service. */
import { type ReactNode, useState } from "react";
import { call } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { Consequences } from "../../parts/consequences.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { type Shown, useConnectorDialog } from "./connector-address.ts";
import { usePreview } from "./use-preview.ts";

/** What is typed, and what of it is other than before. */
function useTyped({ oauth_client: { client_id: known }, settings: fixed }: Shown["connector"]) {
  const [clientId, setClientId] = useState(known);
  const [secret, setSecret] = useState("");
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>(fixed);
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ""));
  const names = new Set([...Object.keys(given), ...Object.keys(fixed)]);
  const isMoved = [...names].some((name) => given[name] !== fixed[name]);
  const other = {
    ...(clientId === known ? {} : { client_id: clientId }),
    ...(isMoved ? { settings: given } : {}),
  };
  return { clientId, setClientId, secret, setSecret, settings, setSettings, other };
}

/** Both need the secret, as they may say where it is sent. */
export function ClientDialog({ connector, type }: Shown): ReactNode {
  const { close } = useConnectorDialog();
  const { id: workspaceId } = useWorkspace();
  const typed = useTyped(connector);
  const { clientId, secret, settings, other } = typed;
  const [missing, setMissing] = useState<string | null>(null);
  const isSame = Object.keys(other).length === 0;
  const impact = usePreview(connector.id, isSame ? null : { change: other });
  const save = useAction({
    run: ({ client_id: id, ...rest }: typeof other) =>
      call("patch", "/v1/workspaces/{workspace_id}/connectors/{connector_id}", {
        path: { workspace_id: workspaceId, connector_id: connector.id },
        body: {
          oauth_client: { ...(id === undefined ? {} : { client_id: id }), client_secret: secret },
          ...rest,
        },
      }),
    says: () => "The connector is changed.",
    after: close,
  });
  return (
    <Dialog title="Change the client or settings" onClose={close} closes={isSame && secret === ""}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (secret === "") return setMissing("Enter the secret of the client.");
          if (/\s$/.test(secret)) return setMissing("There is a space at the end.");
          save.mutate(other);
        }}
      >
        <TextField
          label="Client ID"
          mono
          value={clientId}
          onChange={(event) => typed.setClientId(event.target.value)}
          error={/\s$/.test(clientId) ? "There is a space at the end." : undefined}
        />
        <TextField
          label="Client secret"
          type="password"
          mono
          value={secret}
          onChange={(event) => {
            typed.setSecret(event.target.value);
            setMissing(null);
          }}
          hint="Needed, as the change may say where it is sent."
          error={missing ?? undefined}
        />
        {type?.setting_fields.map(({ name, title, help, example }) => (
          <TextField
            key={name}
            label={title}
            hint={help}
            placeholder={example}
            value={settings[name] ?? ""}
            onChange={({ target: { value } }) =>
              typed.setSettings((before) => ({ ...before, [name]: value.trim() }))
            }
          />
        ))}
        <Consequences impact={impact} provider={type?.provider.name ?? "the service"} />
        <FormFailure error={save.error} />
        <SaveOrCancel busy={save.isPending} isSame={isSame} onCancel={close} />
      </form>
    </Dialog>
  );
}

function SaveOrCancel({
  busy,
  isSame,
  onCancel,
}: {
  readonly busy: boolean;
  readonly isSame: boolean;
  readonly onCancel: () => void;
}): ReactNode {
  return (
    <div className="acts">
      <button type="submit" className="btn pri" disabled={busy || isSame}>
        Save
      </button>
      <button type="button" className="btn" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
