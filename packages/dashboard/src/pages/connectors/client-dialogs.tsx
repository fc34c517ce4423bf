/** What can be done with an OAuth client, on its own page and on that of a connector: another secret, the old one forgotten. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useWorkspace } from "../../shell/workspace.ts";

/** What the dialogs show of a client, and where they go when they are closed. */
export interface OfClient {
  readonly client: Pick<Schemas["OAuthClient"], "id" | "client_id">;
  /** The provider's name. */
  readonly service: string;
  readonly onClose: () => void;
}

function useRotation(oauthClientId: string) {
  const { id: workspaceId } = useWorkspace();
  return (body: Schemas["RotateOAuthClientSecretRequest"]) =>
    call("post", "/v1/workspaces/{workspace_id}/oauth-clients/{oauth_client_id}/rotate-secret", {
      path: { workspace_id: workspaceId, oauth_client_id: oauthClientId },
      body,
    });
}

/** Asks the provider whether client ID and secret are right. */
export function useCheck(oauthClientId: string) {
  const { id: workspaceId } = useWorkspace();
  return useMutation({
    mutationFn: () =>
      call("post", "/v1/workspaces/{workspace_id}/oauth-clients/{oauth_client_id}/check", {
        path: { workspace_id: workspaceId, oauth_client_id: oauthClientId },
      }),
  });
}

/** What the provider said of the credentials. */
function CheckResult({
  of: { accepted, detail },
}: {
  readonly of: Schemas["OAuthClientCheck"];
}): ReactNode {
  const tone = accepted === "yes" ? "info" : accepted === "no" ? "fail" : "user";
  return (
    <div className={`note ${tone}`}>
      <Icon name={accepted === "yes" ? "works" : accepted === "no" ? "fails" : "waits"} />
      <p className="grow">{detail}</p>
    </div>
  );
}

/** What became of a check, where there was one. */
export function CheckOutcome({ of }: { readonly of: ReturnType<typeof useCheck> }): ReactNode {
  return (
    <>
      <div role="status">{of.data === undefined ? null : <CheckResult of={of.data} />}</div>
      <FormFailure error={of.error} />
    </>
  );
}

/** What can be done with a secret that is stored. */
export function SecretActs({
  check,
  onReplace,
}: {
  readonly check: ReturnType<typeof useCheck>;
  readonly onReplace: () => void;
}): ReactNode {
  return (
    <>
      <AllowedButton needs="workspace:write" className="btn s" onClick={onReplace}>
        Replace the secret
      </AllowedButton>
      <AllowedButton
        needs="workspace:write"
        className="btn s"
        onClick={() => check.mutate()}
        disabled={check.isPending}
      >
        {check.isPending ? "Checking…" : "Check it"}
      </AllowedButton>
    </>
  );
}

/** A secret with white space around it was copied with more than the secret. */
function wrongSecret(secret: string): string | null {
  if (secret === "") return "Enter the new secret.";
  if (/^\s/.test(secret)) return "There is a space at the beginning.";
  return /\s$/.test(secret) ? "There is a space at the end." : null;
}

export function SecretDialog({ client, service, onClose: close }: OfClient): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const rotate = useRotation(client.id);
  const check = useCheck(client.id);
  const [secret, setSecret] = useState("");
  const [keeps, setKeeps] = useState(true);
  const [wrong, setWrong] = useState<string | null>(null);
  const store = useMutation({
    mutationFn: rotate,
    gcTime: 0,
    onSuccess: async () => {
      setSecret("");
      check.mutate();
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fault = wrongSecret(secret);
    setWrong(fault);
    if (fault === null) store.mutate({ client_secret: secret, keep_previous: keeps });
  };
  if (store.isSuccess) return <Stored check={check} keeps={keeps} onClose={close} />;
  return (
    <Dialog title="Replace the client secret" onClose={close} closes={secret === ""}>
      <form className="stack" noValidate onSubmit={submit}>
        <p>
          Make a new secret at {service} for the client <code>{client.client_id}</code>, and enter
          it here. Every connector with this client gets the new one.
        </p>
        <TextField
          label="New client secret"
          type="password"
          mono
          value={secret}
          onChange={(event) => {
            setSecret(event.target.value);
            setWrong(null);
          }}
          error={wrong ?? undefined}
        />
        <div className="checkrow">
          <input
            id="keep-previous"
            type="checkbox"
            checked={keeps}
            onChange={(event) => setKeeps(event.target.checked)}
          />
          <label htmlFor="keep-previous" className="plain">
            {`Keep the old one while ${service} accepts it`}
            <span className="small t2 block">
              Where the new one is refused, the old one is tried, so that no connection ends.
            </span>
          </label>
        </div>
        <FormFailure error={store.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={store.isPending}>
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

/** The new secret is stored: does the provider know it? */
function Stored({
  check,
  keeps,
  onClose,
}: {
  readonly check: ReturnType<typeof useCheck>;
  readonly keeps: boolean;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <Dialog title="The new secret is stored" onClose={onClose}>
      <div className="stack" role="status">
        {check.isPending ? <p>Asking the service whether it accepts it…</p> : null}
        {check.data === undefined ? null : <CheckResult of={check.data} />}
        <FormFailure error={check.error} />
        {keeps ? <p className="t2">The old one still works, until you forget it.</p> : null}
        <div className="acts">
          <button type="button" className="btn pri" onClick={onClose} data-first>
            Done
          </button>
          <button
            type="button"
            className="btn"
            onClick={() => check.mutate()}
            disabled={check.isPending}
          >
            Check again
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** The old secret stops working beside the new one. */
export function ForgetDialog({
  client,
  name,
  service,
  onClose: close,
}: OfClient & {
  /** What stops working where the new secret is wrong: typed in production. */
  readonly name: string;
}): ReactNode {
  const rotate = useRotation(client.id);
  const forget = useAction({
    run: () => rotate({ keep_previous: false }),
    says: () => "The old secret is forgotten.",
    after: close,
  });
  return (
    <ConfirmDialog
      title="Forget the old secret?"
      does="Forget it"
      ends={name}
      by={forget}
      onKeep={close}
    >
      <p>
        {`Only the new secret is sent to ${service} then. Check first that it is accepted: otherwise connections can no longer be refreshed.`}
      </p>
    </ConfirmDialog>
  );
}
