/** What is done to many connections: the bar of a selection, and the dialog that says what it is about. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { appsQuery } from "../../api/queries.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { FirstFew } from "../../parts/long-list.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { beginning, counted, countedTo, type Many } from "../../words/plural.ts";
import { type Chosen, type Kind, useOperation } from "../operations/begin.ts";

const number = new Intl.NumberFormat("en");

/** An operation is about so many at most by their ids; more are found by a filter. */
export const chosenMax = 1_000;

export function SelectionBar({
  count,
  onOpen,
  onAll,
  onNone,
}: {
  /** Null: all that the filter finds. */
  readonly count: number | null;
  readonly onOpen: (dialog: Kind) => void;
  /** Undefined where no more than what is chosen can be. */
  readonly onAll: (() => void) | undefined;
  readonly onNone: () => void;
}): ReactNode {
  return (
    <section className="bulk" aria-label="Selection">
      <span className="b" role="status">
        {count === null ? "All that match are selected" : `${number.format(count)} selected`}
      </span>
      {onAll === undefined ? null : (
        <button type="button" className="btn s quiet" onClick={onAll}>
          Select all that match
        </button>
      )}
      <AllowedButton needs="connections:revoke" className="btn s" onClick={() => onOpen("refresh")}>
        Refresh now…
      </AllowedButton>
      <AllowedButton needs="connections:revoke" className="btn s" onClick={() => onOpen("freeze")}>
        Freeze…
      </AllowedButton>
      <AllowedButton
        needs="connections:revoke"
        className="btn s"
        onClick={() => onOpen("unfreeze")}
      >
        Unfreeze…
      </AllowedButton>
      <AllowedButton
        needs="connections:revoke"
        className="btn s danger"
        onClick={() => onOpen("disconnect")}
      >
        Disconnect…
      </AllowedButton>
      <AllowedButton
        needs="connections:revoke"
        className="btn s danger"
        onClick={() => onOpen("erase")}
      >
        Erase…
      </AllowedButton>
      <button type="button" className="btn s quiet" onClick={onNone}>
        Clear selection
      </button>
    </section>
  );
}

const words = {
  freeze: {
    title: "Freeze these connections?",
    does: "Freeze",
    means:
      "The apps get no tokens from them, from the moment this is done until they are unfrozen. Tokens that were handed out before work on at the services: only disconnecting ends those. Nothing is lost.",
    none: "None of them is connected now.",
  },
  unfreeze: {
    title: "Unfreeze these connections?",
    does: "Unfreeze",
    means: "The apps get tokens from them again. What another freeze is about stays frozen.",
    none: "There is nothing to unfreeze: they are not frozen, or another freeze is about them. Those that stand are listed under Operations.",
  },
  erase: {
    title: "Erase these connections?",
    does: "Erase",
    means:
      "The apps get no tokens from them from the moment this begins. Each grant is revoked at its provider, and nothing is kept of the connections but the receipts. This cannot be undone.",
    none: "There is nothing left to erase.",
  },
  disconnect: {
    title: "Disconnect these connections?",
    does: "Disconnect",
    means:
      "The apps get no tokens from them from the moment this begins. Each grant is revoked at its provider, and the tokens are erased here. To undo this, each account has to be connected again.",
    none: "There is nothing to disconnect: they have ended.",
  },
  refresh: {
    title: "Refresh these connections?",
    does: "Refresh",
    means:
      "Each is refreshed at its provider, as it would be by itself later. One whose provider says that access was revoked then needs its person.",
    none: "There is nothing to refresh: they have ended, or need their person.",
  },
} as const satisfies Readonly<Record<Kind, object>>;

const ends = (kind: Kind): boolean => kind === "disconnect" || kind === "erase";

/** Asks what it would be about before it asks whether to. */
export function BulkDialog({
  kind,
  chosen,
  onClose: close,
  onDone,
}: {
  readonly kind: Kind;
  readonly chosen: Chosen;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const { id: workspaceId, name: workspace } = useWorkspace();
  const plan = useQuery({
    queryKey: ["workspaces", workspaceId, "operations", "plan", kind, chosen],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) =>
      call("post", "/v1/workspaces/{workspace_id}/operations", {
        path: { workspace_id: workspaceId },
        body: { kind, filter: chosen, dry_run: true, expected_at_least: false },
        signal,
      }),
  });
  const begin = useOperation(kind, chosen, onDone);
  const many = manyOf(plan.data?.progress);
  // A freeze stands, and ends, where nothing is connected, too.
  const isOfFreezes = (kind === "freeze" || kind === "unfreeze") && stands(chosen);
  const isNothing = many.count === 0 && !many.atLeast && !isOfFreezes;
  const { title, does, means, none } = words[kind];
  return (
    <ConfirmDialog
      title={title}
      does={many.count === 0 ? does : `${does} ${countedTo(many, "connection")}`}
      // They have no name in common but the workspace's; the others end nothing.
      ends={ends(kind) ? workspace : null}
      tone={ends(kind) || kind === "freeze" ? "danger" : "pri"}
      by={{
        error: begin.error,
        isPending: begin.isPending || isNothing,
        mutate: () => begin.mutate(many),
      }}
      onKeep={close}
    >
      <Loaded query={plan} what="what it would be about">
        {(planned) => (
          <>
            <About planned={planned} means={means} none={none} />
            {kind === "freeze" && stands(chosen) ? (
              <p>Until they are unfrozen, nobody can make new connections of this kind either.</p>
            ) : null}
          </>
        )}
      </Loaded>
    </ConfirmDialog>
  );
}

const manyOf = (progress: Schemas["OperationProgress"] | undefined): Many => ({
  count: progress?.total ?? 0,
  atLeast: progress?.at_least ?? false,
});

/** What comes before the apps, which are those of the connections that were counted. */
function sumOf(many: Many, apps: number): string {
  if (many.count === 0) return "There are too many connections to count those that match.";
  if (!many.atLeast) return `${counted(many.count, "connection")} of ${counted(apps, "app")}:`;
  return `${beginning(countedTo(many, "connection"))}: there are too many to count all of them. Those that were counted are of ${counted(apps, "app")}:`;
}

/** Of what connections are of, and not how they are: as the server has it. */
const standing = new Set(["all", "app_id", "connector_id", "type", "provider_id", "owner", "user"]);
const stands = (chosen: Chosen): boolean => Object.keys(chosen).every((name) => standing.has(name));

function About({
  planned,
  means,
  none,
}: {
  readonly planned: Schemas["Operation"];
  readonly means: string;
  /** Where it would be about none. */
  readonly none: string;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const nameOf = new Map(apps.map(({ id, name }) => [id, name]));
  const many = manyOf(planned.progress);
  if (many.count === 0 && !many.atLeast) return <p>{none}</p>;
  return (
    <>
      <p className="lead">{sumOf(many, planned.apps?.length ?? 0)}</p>
      <FirstFew all={planned.apps ?? []} first={10} noun="app">
        {(shown) => (
          <ul className="plain">
            {shown.map(({ app_id: id, connections }) => (
              <li key={id}>
                <bdi>{nameOf.get(id) ?? id}</bdi>, {counted(connections, "connection")}
              </li>
            ))}
          </ul>
        )}
      </FirstFew>
      <p>{means}</p>
    </>
  );
}
