/** Passkeys: seen, made, called otherwise, deleted. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { passkeysQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

type Passkey = Schemas["Passkey"];

export function PasskeysCard({
  isPossible,
  hasPassword,
  onAdd,
}: {
  readonly isPossible: boolean;
  readonly hasPassword: boolean;
  readonly onAdd: () => void;
}): ReactNode {
  const query = useQuery(passkeysQuery);
  return (
    <Card
      title="Passkeys"
      side={
        isPossible ? (
          <button type="button" className="btn s" onClick={onAdd}>
            Add a passkey…
          </button>
        ) : null
      }
    >
      <div className="stack s">
        <p className="t2">
          {isPossible
            ? "A passkey signs you in with your fingerprint, your face or your device’s PIN, instead of a password and code. No other site can ask for it."
            : whatTheyNeed(hasPassword, window.location)}
        </p>
        <Loaded query={query} what="your passkeys">
          {(all) => (all.length === 0 ? null : <Passkeys all={all} />)}
        </Loaded>
      </div>
    </Card>
  );
}

/** Why there can be none, and what helps. */
function whatTheyNeed(hasPassword: boolean, { hostname, port, protocol }: Location): ReactNode {
  if (!hasPassword) return "Passkeys are for accounts with a password.";
  if (!/^127\.|^\[::1\]$/.test(hostname)) {
    return "Passkeys need a server that is reached by a name and by https.";
  }
  const url = `${protocol}//localhost${port === "" ? "" : `:${port}`}`;
  return (
    <>
      Browsers keep passkeys for names, not for addresses such as {hostname}. To try them on this
      machine, start the server with <code>GRANTRY_PUBLIC_URL={url}</code> and open it there.
    </>
  );
}

function Passkeys({ all }: { readonly all: readonly Passkey[] }): ReactNode {
  const [open, setOpen] = useState<{
    readonly passkey: Passkey;
    readonly does: "rename" | "delete";
  } | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <ul className="lines">
        {all.map((passkey) => (
          <li key={passkey.id}>
            <span className="stack xs">
              <Name>{passkey.name}</Name>
              <span className="small t2">
                Added <Time at={passkey.created_at} />,{" "}
                {passkey.last_used_at === null ? (
                  "never used"
                ) : (
                  <>
                    last used <Time at={passkey.last_used_at} />
                  </>
                )}
              </span>
            </span>
            <span className="acts">
              <button
                type="button"
                className="btn s"
                onClick={() => setOpen({ passkey, does: "rename" })}
              >
                Rename…<span className="vh"> {passkey.name}</span>
              </button>
              <button
                type="button"
                className="btn s danger"
                onClick={() => setOpen({ passkey, does: "delete" })}
              >
                Delete…<span className="vh"> {passkey.name}</span>
              </button>
            </span>
          </li>
        ))}
      </ul>
      {open?.does === "rename" ? <RenameDialog passkey={open.passkey} onClose={close} /> : null}
      {open?.does === "delete" ? <DeletePasskey passkey={open.passkey} onClose={close} /> : null}
    </>
  );
}

interface OfPasskey {
  readonly passkey: Passkey;
  readonly onClose: () => void;
}

function RenameDialog({ passkey, onClose }: OfPasskey): ReactNode {
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

function DeletePasskey({ passkey, onClose }: OfPasskey): ReactNode {
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
      failure={remove.error}
      busy={remove.isPending}
      onDo={() => remove.mutate(undefined)}
      onKeep={onClose}
    >
      <p>
        It can no longer be used to sign in. Delete it on your device or in your password manager,
        too: this server cannot do that.
      </p>
    </ConfirmDialog>
  );
}
