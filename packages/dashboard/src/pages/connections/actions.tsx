/** What can be done to one connection. */
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { instantAt } from "../../outside.ts";
import { useAction } from "../../parts/action.ts";
import { type AddressDialog, useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { CopyField } from "../../parts/copy.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { accountOf, nameToType, ownerOf, revocationInWords } from "../../words/connection.ts";
import { onDay } from "../../words/time.ts";
import type { Shown } from "./shown.ts";

function useVerb(connectionId: string, verb: "refresh" | "retry", says: string) {
  const { id: workspaceId } = useWorkspace();
  return useAction({
    run: () =>
      call("post", `/v1/workspaces/{workspace_id}/connections/{connection_id}/${verb}`, {
        path: { workspace_id: workspaceId, connection_id: connectionId },
      }),
    says: () => says,
  });
}

const verdicts: Readonly<Record<string, (provider: string) => string>> = {
  accepted: (provider) => `${provider} accepts the grant: it is still valid.`,
  ended: (provider) => `${provider} no longer accepts the grant.`,
  unknown: (provider) => `${provider} did not say whether the grant is still valid.`,
};

function useCheck({ connection, provider }: Shown) {
  const { id: workspaceId } = useWorkspace();
  return useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/connections/{connection_id}/check", {
        path: { workspace_id: workspaceId, connection_id: connection.id },
      }),
    says: ({ verdict }) => verdicts[verdict]?.(provider) ?? verdict,
  });
}

/** What the provider said, as long as the page is open. */
function Checked({ check, provider }: { readonly check: Check; readonly provider: string }) {
  const { data, submittedAt } = check;
  if (data === undefined) return null;
  return (
    <p className="note info">
      <Icon name={data.verdict === "accepted" ? "works" : "person"} />
      <span className="grow">
        {verdicts[data.verdict]?.(provider) ?? data.verdict} Checked{" "}
        <Time at={instantAt(submittedAt)} on />.
      </span>
    </p>
  );
}

type Check = ReturnType<typeof useCheck>;

/** A shared account is connected again where the app's shared accounts are; its page leads back here. */
function ReconnectShared({ connection }: Pick<Shown, "connection">): ReactNode {
  const { id: workspaceId } = useWorkspace();
  return (
    <Link
      className={connection.status === "active" ? "btn" : "btn pri"}
      to="/workspaces/$workspaceId/apps/$appId/integrations"
      params={{ workspaceId, appId: connection.app_id }}
      search={{ dialog: "reconnect", type: connection.connector.type }}
    >
      Reconnect…
    </Link>
  );
}

/** A link can be bound to the account of a person. */
function mayAsk({ account, owner }: Shown["connection"]): boolean {
  return account !== null && owner.kind === "user" && !owner.unassigned;
}

export function Actions(shown: Shown): ReactNode {
  const { connection } = shown;
  const refresh = useVerb(connection.id, "refresh", "A refresh worked.");
  const retry = useVerb(connection.id, "retry", "It works again.");
  const check = useCheck(shown);
  const dialog = useDialog("/workspaces/$workspaceId/connections/$connectionId");
  const { open, close } = dialog;
  if (connection.status === "disconnected") return null;
  const isActive = connection.status === "active";
  const act = isActive ? refresh : retry;
  return (
    <>
      <FormFailure error={act.error ?? check.error} />
      <Checked check={check} provider={shown.provider} />
      <div className="acts">
        {connection.owner.kind === "app" ? <ReconnectShared connection={connection} /> : null}
        {mayAsk(connection) ? (
          <AllowedButton
            needs="connections:write"
            className={isActive ? "btn" : "btn pri"}
            onClick={() => open("reconnect")}
          >
            Copy a link to reconnect…
          </AllowedButton>
        ) : null}
        <AllowedButton
          needs="connections:write"
          disabled={act.isPending || (isActive && !connection.refreshable)}
          onClick={() => act.mutate(undefined)}
        >
          {isActive ? "Refresh now" : "Try it once more"}
        </AllowedButton>
        {isActive ? (
          <AllowedButton
            needs="connections:write"
            disabled={check.isPending}
            onClick={() => check.mutate(undefined)}
          >
            Check it
          </AllowedButton>
        ) : null}
        <AllowedButton
          needs="connections:revoke"
          className="btn danger"
          onClick={() => open("disconnect")}
        >
          Disconnect…
        </AllowedButton>
      </div>
      {dialog.shown === "disconnect" ? <DisconnectDialog {...shown} close={close} /> : null}
      {dialog.shown === "reconnect" && mayAsk(connection) ? (
        <ReconnectDialog {...shown} close={close} />
      ) : null}
    </>
  );
}

type Closes = Pick<AddressDialog<never>, "close">;

function DisconnectDialog({ connection, provider, app, close }: Shown & Closes): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const disconnect = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/connections/{connection_id}/disconnect", {
        path: { workspace_id: workspaceId, connection_id: connection.id },
      }),
    says: ({ revocation }) => `Disconnected. ${revocationInWords(revocation, provider)}`,
    after: close,
  });
  return (
    <ConfirmDialog
      title={`Disconnect ${accountOf(connection)}?`}
      does="Disconnect"
      ends={nameToType(connection)}
      by={disconnect}
      onKeep={close}
    >
      <p>
        {`${app} can no longer get tokens for this account. The grant is revoked at ${provider}, and the tokens are erased here. To undo this, the account has to be connected again.`}
      </p>
    </ConfirmDialog>
  );
}

/** Makes a link, and shows it this once. */
function ReconnectDialog({ connection, app, close }: Shown & Closes): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const keyFor = useIdempotencyKey();
  const [made, setMade] = useState<Schemas["ReconnectRequest"] | null>(null);
  const ask = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/connections/{connection_id}/reconnect-requests", {
        path: { workspace_id: workspaceId, connection_id: connection.id },
        body: { deliver: "link" },
        idempotencyKey: keyFor(connection.id),
      }),
    after: setMade,
  });
  const [who, account] = [ownerOf(connection), accountOf(connection)];
  return (
    <Dialog title={`Ask ${who} to reconnect`} onClose={close} closes={made === null}>
      <div className="stack">
        <p>
          {`A link that you send to ${who}. It leads to a page that names ${app} and asks whether they are meant, then to the service. Only ${account} can be connected by it, for ${who}: another account changes nothing.`}
        </p>
        {made === null ? (
          <>
            <p className="small t2">
              It works once, for a week, and takes the place of a link that was made before.
            </p>
            <FormFailure error={ask.error} />
            <div className="acts">
              <button
                type="button"
                className="btn pri"
                disabled={ask.isPending}
                onClick={() => ask.mutate(undefined)}
                data-first
              >
                Make a link
              </button>
              <button type="button" className="btn" onClick={close}>
                Cancel
              </button>
            </div>
          </>
        ) : (
          <>
            <CopyField label="Link" text={made.url} />
            <p className="small t2">
              {`It is shown this once, works once and ends on ${onDay(made.expires_at)}.`}
            </p>
            <div className="acts">
              <button type="button" className="btn pri" onClick={close}>
                I have copied it
              </button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
