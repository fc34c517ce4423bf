/** What can be done with a passkey: it is called otherwise, or deleted. */
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";

interface OfPasskey {
  readonly passkey: Schemas["Passkey"];
  readonly onClose: () => void;
}

export function RenamePasskey({ passkey, onClose }: OfPasskey): ReactNode {
  const [name, setName] = useState(passkey.name);
  const rename = useAction({
    run: (body: { name: string }) =>
      call("patch", "/v1/me/passkeys/{passkey_id}", { path: { passkey_id: passkey.id }, body }),
    says: (changed) => `The passkey is called ${changed.name} now.`,
    after: onClose,
  });
  return (
    <Dialog title="Rename the passkey" onClose={onClose} closes={name === passkey.name}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ name });
        }}
      >
        <TextField
          label="Name"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <FormFailure error={rename.error} />
        <div className="acts">
          <button
            type="submit"
            className="btn pri"
            disabled={rename.isPending || name.trim() === ""}
          >
            Rename
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function DeletePasskey({ passkey, onClose }: OfPasskey): ReactNode {
  const remove = useAction({
    run: () => call("delete", "/v1/me/passkeys/{passkey_id}", { path: { passkey_id: passkey.id } }),
    says: () => `The passkey “${passkey.name}” is deleted.`,
    after: onClose,
  });
  return (
    <ConfirmDialog
      title={`Delete the passkey “${passkey.name}”?`}
      does="Delete passkey"
      ends={passkey.name}
      by={remove}
      onKeep={onClose}
    >
      <p>
        It can no longer be used to sign in. Delete it on your device or in your password manager,
        too: this server cannot do that.
      </p>
    </ConfirmDialog>
  );
}
