/** Whether all members need a second factor. Who has none is named before it is demanded. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { membersQuery, personQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";

type Member = Schemas["Member"];

/** As many are named; the page People shows all. */
const namedMax = 10;

export function SecondFactorCard(): ReactNode {
  const { id: workspaceId, second_factor: now } = useWorkspace();
  const isDemanded = now === "required";
  const dialog = useDialog("/workspaces/$workspaceId/general");
  const isAsked = dialog.shown === "second-factor";
  // Everybody is read for it: where none is demanded, only before one is.
  const members = useQuery({ ...membersQuery(workspaceId), enabled: isDemanded || isAsked });
  return (
    <Card title="Second factor">
      <div className="stack">
        <p>
          {isDemanded
            ? "Everybody here needs a second factor: an authenticator app or a passkey. Who comes by the company’s sign-in is asked for what the company wants."
            : "Nobody here needs a second factor. Who has none is shown before you demand one."}
        </p>
        {isDemanded || isAsked ? (
          <Loaded query={members} what="who has a second factor">
            {(all) => {
              const without = all.filter(({ second_factor: has }) => has === false);
              return (
                <>
                  {isDemanded ? <Without members={without} isDemanded /> : null}
                  {isAsked ? <DemandDialog without={without} onClose={dialog.close} /> : null}
                </>
              );
            }}
          </Loaded>
        ) : null}
        <div className="acts">
          <button type="button" className="btn" onClick={() => dialog.open("second-factor")}>
            {isDemanded ? "Stop demanding it…" : "Demand a second factor…"}
          </button>
        </div>
      </div>
    </Card>
  );
}

function Without({
  members,
  isDemanded,
}: {
  readonly members: readonly Member[];
  readonly isDemanded: boolean;
}): ReactNode {
  if (members.length === 0) {
    return (
      <p className="st ok">
        <Icon name="works" />
        Every member has one, or signs in by the company alone.
      </p>
    );
  }
  const names = members.slice(0, namedMax);
  const more = members.length - names.length;
  return (
    <>
      <p>
        {counted(members.length, "member")} {members.length === 1 ? "has" : "have"} none
        {isDemanded ? ", and can do nothing here until they set one up:" : ":"}
      </p>
      <ul>
        {names.map(({ id, name, email }) => (
          <li key={id}>
            <bdi>{name}</bdi> <span className="t2">{email}</span>
          </li>
        ))}
        {more > 0 ? <li>and {more} more: People shows all</li> : null}
      </ul>
    </>
  );
}

function DemandDialog({
  without,
  onClose,
}: {
  readonly without: readonly Member[];
  readonly onClose: () => void;
}): ReactNode {
  const { id: workspaceId, second_factor: now } = useWorkspace();
  const { data: me } = useQuery(personQuery);
  const queries = useQueryClient();
  const wanted = now === "required" ? "optional" : "required";
  const lacksOwn = without.some(({ id }) => id === me?.id);
  const change = useAction({
    run: () =>
      call("patch", "/v1/workspaces/{workspace_id}", {
        path: { workspace_id: workspaceId },
        body: { second_factor: wanted },
      }),
    says: () =>
      wanted === "required"
        ? "A second factor is demanded of everybody here."
        : "A second factor is no longer demanded.",
    after: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: personQuery.queryKey });
    },
  });
  if (wanted === "required" && lacksOwn) {
    return (
      <ConfirmDialog
        title="Demand a second factor"
        does="Demand it"
        ends={null}
        tone="pri"
        by={{ error: null, isPending: true, mutate: onClose }}
        onKeep={onClose}
      >
        <p>
          You have none yourself. <Link to="/account/security">Set one up</Link> first; then you can
          demand it of all.
        </p>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title={wanted === "required" ? "Demand a second factor" : "Stop demanding a second factor"}
      does={wanted === "required" ? "Demand it" : "Stop demanding it"}
      ends={null}
      tone={wanted === "required" ? "pri" : "danger"}
      by={change}
      onKeep={onClose}
    >
      {wanted === "required" ? (
        <>
          <p>
            Who has none is asked to set one up, and can do nothing else here, from now on: neither
            in the browser nor by personal keys and command lines. Workspace keys go on. Beside a
            passkey, a password alone signs in no more.
          </p>
          <Without members={without} isDemanded={false} />
        </>
      ) : (
        <p>Everybody goes on with what they have, and may take their second factor away.</p>
      )}
    </ConfirmDialog>
  );
}
