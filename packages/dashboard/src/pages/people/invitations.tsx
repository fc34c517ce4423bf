/** Who is invited and has not come yet. A link is told when it is made, and never again: another one can be made. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { invitationsQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { FormFailure } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { FirstFew } from "../../parts/long-list.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { mailInList } from "../../words/mail.ts";
import { endsInWords, onDay } from "../../words/time.ts";

type Invitation = Schemas["Invitation"];

export function Invitations({
  onLink,
}: {
  /** Shows a link that was made. */
  readonly onLink: (created: Schemas["CreatedInvitation"]) => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const query = useQuery(invitationsQuery(workspaceId));
  return (
    <Card title="Invited">
      <Loaded query={query} what="the invitations">
        {(all) =>
          all.length === 0 ? (
            <p className="t2">Nobody is invited at the moment.</p>
          ) : (
            <FirstFew all={all} first={20} noun="invitation">
              {(shown) => (
                <ul className="lines">
                  {shown.map((one) => (
                    <One key={one.id} invitation={one} onLink={onLink} />
                  ))}
                </ul>
              )}
            </FirstFew>
          )
        }
      </Loaded>
    </Card>
  );
}

function One({
  invitation,
  onLink,
}: {
  readonly invitation: Invitation;
  readonly onLink: (created: Schemas["CreatedInvitation"]) => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id, email, role, expires_at: end, mail } = invitation;
  const path = { workspace_id: workspaceId, invitation_id: id };
  const keyFor = useIdempotencyKey();
  const revoke = useAction({
    run: () =>
      call("delete", "/v1/workspaces/{workspace_id}/invitations/{invitation_id}", { path }),
    says: () => `The invitation for ${email} is withdrawn.`,
  });
  const resend = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/invitations/{invitation_id}/resend", {
        path,
        idempotencyKey: keyFor(end),
      }),
    after: onLink,
  });
  const isBusy = revoke.isPending || resend.isPending;
  return (
    <li>
      <div className="grow">
        <bdi className="breaks">{email}</bdi>{" "}
        <span className="t2">
          as {role}, <span title={onDay(end)}>{endsInWords(end)}</span>
          <MailWords mail={mail} />
        </span>
        <FormFailure error={revoke.error ?? resend.error} />
      </div>
      <span className="acts right">
        <button
          type="button"
          className="btn s"
          // Not disabled by its own click: the focus comes back to it when the link's dialog closes.
          disabled={revoke.isPending}
          onClick={() => {
            if (!isBusy) resend.mutate(undefined);
          }}
        >
          Make a new link<span className="vh"> for {email}</span>
        </button>
        <button
          type="button"
          className="btn s"
          disabled={isBusy}
          onClick={() => revoke.mutate(undefined)}
        >
          Take back<span className="vh"> the invitation of {email}</span>
        </button>
      </span>
    </li>
  );
}

function MailWords({ mail }: Pick<Invitation, "mail">): ReactNode {
  const words = mailInList(mail);
  if (words === null) return null;
  return mail.status === "failed" ? (
    <>
      , <span className="st soon">{words}</span>
    </>
  ) : (
    <>, {words}</>
  );
}
