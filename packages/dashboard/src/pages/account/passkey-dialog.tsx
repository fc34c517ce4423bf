/** Adds a passkey: what one signs in by is shown once more, since it counts as all of it; then the browser asks. */
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { browserSays, isOfBrowser, makePasskey } from "../../api/passkeys.ts";
import { useAction } from "../../parts/action.ts";
import { TextField } from "../../parts/form.tsx";
import { ProofDialog } from "./proof-dialog.tsx";

export function PasskeyDialog({
  needsCode,
  onClose,
}: {
  readonly needsCode: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const [name, setName] = useState("");
  const add = useAction({
    run: async (proof: Schemas["FactorProof"]) => {
      const { public_key: options } = await call("post", "/v1/me/passkeys/begin", { body: proof });
      const credential = await makePasskey(options);
      const called = name.trim() === "" ? "Passkey" : name;
      return await call("post", "/v1/me/passkeys", { body: { name: called, credential } });
    },
    says: (made) => `The passkey “${made.name}” signs you in from now on.`,
    after: onClose,
  });
  const isBrowsers = isOfBrowser(add.error);
  return (
    <ProofDialog
      title="Add a passkey"
      does="Go on"
      needsCode={needsCode}
      failure={isBrowsers ? null : add.error}
      busy={add.isPending}
      onDo={add.mutate}
      onClose={onClose}
    >
      <p>
        It signs you in by itself, so your password is asked for once more. Then your browser asks
        where to keep it.
      </p>
      <TextField
        label="Name"
        hint="Where it is kept: it is how you find it again."
        placeholder="Laptop"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {isBrowsers ? (
        <p className="err" role="alert">
          {browserSays(add.error as Error)}
        </p>
      ) : null}
    </ProofDialog>
  );
}
