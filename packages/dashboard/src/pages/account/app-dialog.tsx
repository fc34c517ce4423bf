/** Sets up an authenticator app: a picture for its camera, the same as text, and the first code. */
import { confirmTotpRequest } from "@grantry/contract/v1/account";
import { useQuery } from "@tanstack/react-query";
import { QRCodeSVG } from "qrcode.react";
import { type ReactNode, useEffect } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { CopyButton, CopyField } from "../../parts/copy.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";

interface Given {
  readonly onClose: () => void;
  readonly onDone: (codes: readonly string[]) => void;
}

export function AppDialog({ onClose, onDone }: Given): ReactNode {
  // One secret for one dialog, which nothing keeps once it is closed.
  const setup = useQuery({
    queryKey: ["totp-setup"],
    queryFn: () => call("post", "/v1/me/totp/begin"),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  return (
    <Dialog title="Set up an authenticator app" onClose={onClose}>
      <div className="stack">
        <Loaded query={setup} what="the key for your app">
          {(made) => <SetUp setup={made} onClose={onClose} onDone={onDone} />}
        </Loaded>
        {setup.data === undefined ? (
          <div className="acts">
            <button type="button" className="btn" onClick={onClose}>
              Cancel
            </button>
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}

/** In groups of four, as people read and type it. */
const grouped = (secret: string) => secret.replaceAll(/(.{4})(?=.)/g, "$1 ");

function SetUp({
  setup: { secret, uri },
  onClose,
  onDone,
}: Given & { readonly setup: Schemas["TotpSetup"] }): ReactNode {
  const form = useForm<{ code: string }>({
    defaultValues: { code: "" },
    resolver: byContract({
      schema: confirmTotpRequest,
      toRequest: (values) => values,
      fields: { code: "code" },
    }),
  });
  const { setFocus } = form;
  useEffect(() => setFocus("code"), [setFocus]);
  const confirm = useAction({
    run: (body: { code: string }) => call("post", "/v1/me/totp/confirm", { body }),
    says: () => "From now on signing in asks for a code, too.",
    after: ({ recovery_codes: codes }) => onDone(codes),
  });
  const { errors } = form.formState;
  const isWrong = isRefused(confirm.error, "code_wrong");
  const wrong =
    "This is not the code of this key. Check the clock of the device, and try the next code.";
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => void form.handleSubmit((values) => confirm.mutate(values))(event)}
    >
      <p>
        Scan this with the app, or type the key below it. Then enter the code that the app shows.
      </p>
      <div className="qr">
        <QRCodeSVG value={uri} size={184} level="M" marginSize={4} title="QR code of the key" />
      </div>
      <CopyField label="Key" text={grouped(secret)} />
      <p className="small">
        <a href={uri}>Open in an app on this device</a>
      </p>
      <TextField
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={64}
        {...form.register("code")}
        error={errors.code?.message ?? (isWrong ? wrong : undefined)}
      />
      <FormFailure error={isWrong ? null : confirm.error} />
      <div className="acts">
        <button type="submit" className="btn pri" disabled={confirm.isPending}>
          Turn it on
        </button>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}

/** Recovery codes, this once. */
export function CodesOnce({
  codes,
  onKept,
}: {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}): ReactNode {
  return (
    <Dialog title="Keep your recovery codes" onClose={onKept} closes={false}>
      <div className="stack">
        <p>
          Each works once, in the place of a code, where you have lost the app. They are shown this
          once: print them, or keep them with your passwords.
        </p>
        <ol className="codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code.replaceAll(/(.{5})(?=.)/g, "$1 ")}</code>
            </li>
          ))}
        </ol>
        <div className="acts">
          <CopyButton text={codes.join("\n")} what="the recovery codes" says="Copy all" />
          <button type="button" className="btn pri" onClick={onKept}>
            I have kept them
          </button>
        </div>
      </div>
    </Dialog>
  );
}
