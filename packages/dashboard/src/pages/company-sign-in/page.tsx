/** By which identity provider the workspace's people sign in. */
import "../../parts/without-eval.ts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call, type Seen } from "../../api/client.ts";
import { serverQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { CopyField } from "../../parts/copy.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { Domains } from "./domains.tsx";
import { ProviderForm } from "./provider-form.tsx";
import { type Provider, signInProviderQuery } from "./queries.ts";
import { Signals } from "./signals.tsx";
import { TestCard } from "./test-card.tsx";

export function CompanySignInPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const provider = useQuery(signInProviderQuery(workspaceId));
  return (
    <>
      <PageHead
        title="Company sign-in"
        says="People in your company sign in with its own identity provider (OpenID Connect) instead of a password."
      />
      <Loaded query={provider} what="the identity provider">
        {(now) => <Parts now={now} />}
      </Loaded>
    </>
  );
}

function Parts({ now }: { readonly now: Seen<Provider> | null }): ReactNode {
  const { shown, open, close } = useDialog("/workspaces/$workspaceId/company-sign-in");
  /** How often it was removed here: the form begins anew then. Where others remove it, what is typed stays. */
  const [removed, setRemoved] = useState(0);
  const [isRemoving, setRemoving] = useState(false);
  if (isRemoving && now === null) {
    setRemoving(false);
    setRemoved(removed + 1);
  }
  return (
    <div className="narrow stack l">
      <Card title="At your identity provider">
        <div className="stack">
          <p className="t2">
            Register a web application there: with the authorization code flow, a client secret, and
            this redirect URI. It must hand out the scopes openid, email and profile, and say that
            the addresses are verified.
          </p>
          <OwnAddress now={now} label="Redirect URI" member="redirect_uri" path="callback" />
          <p className="t2">
            Where it offers back-channel logout, register this address, too: whoever is signed out
            there is signed out here at once. Without the session’s ID in its message (“session
            required” off) that ends their command lines and personal keys as well.
          </p>
          <OwnAddress
            now={now}
            label="Back-channel logout URI"
            member="back_channel_logout_uri"
            path="logout"
          />
        </div>
      </Card>
      <Card title="Identity provider">
        <ProviderForm key={removed} now={now} isFocused={removed > 0} />
      </Card>
      {now === null ? null : (
        <>
          <Domains of={now} />
          <TestCard />
        </>
      )}
      <Signals />
      {now === null ? null : (
        <>
          <Card title="Remove company sign-in">
            <div className="acts">
              <p className="grow t2">People sign in by their passwords again.</p>
              <AllowedButton
                needs="workspace:own"
                className="btn danger"
                onClick={() => open("remove")}
              >
                Remove company sign-in…
              </AllowedButton>
            </div>
          </Card>
          {shown === "remove" ? (
            <RemoveDialog of={now} onClose={close} onRemoved={() => setRemoving(true)} />
          ) : null}
        </>
      )}
    </div>
  );
}

/** It is known before there is a provider: the provider has to know it first. */
function OwnAddress({
  now,
  label,
  member,
  path,
}: {
  readonly now: Provider | null;
  readonly label: string;
  readonly member: "redirect_uri" | "back_channel_logout_uri";
  readonly path: string;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: server } = useQuery(serverQuery);
  const text =
    now?.[member] ?? (server && `${server.public_url}/sign-in/company/${workspaceId}/${path}`);
  return text === undefined ? null : <CopyField label={label} text={text} />;
}

function RemoveDialog({
  of: { issuer, etag },
  onClose,
  onRemoved,
}: {
  readonly of: Seen<Provider>;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const remove = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}/sign-in-provider", {
        path: { workspace_id: workspaceId },
        ifMatch: etag,
      }),
    says: () => "Company sign-in is removed.",
    after: () => {
      queries.setQueryData(signInProviderQuery(workspaceId).queryKey, null);
      onRemoved();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Remove company sign-in?"
      does="Remove company sign-in"
      ends={issuer}
      by={remove}
      onKeep={onClose}
    >
      <p>
        Nobody can sign in with <bdi className="mono breaks">{issuer}</bdi> any longer. People who
        are signed in stay signed in. Those without a password need a link for a new one, which an
        admin makes on the page People. If you set it up again, the domains have to be proven again.
      </p>
    </ConfirmDialog>
  );
}
