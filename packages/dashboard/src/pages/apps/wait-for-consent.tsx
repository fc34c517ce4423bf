/** Waits for a consent that goes on in another window, and says what became of it. */
import { errorTable } from "@grantry/contract/errors";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { sharedConnectionsQuery } from "../../api/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import type { Popup } from "../../parts/popup.ts";
import { useReceipt } from "../../parts/receipts.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import type { Connection } from "../../words/connection.ts";
import { useApp } from "./current-app.ts";

/** How often it is asked whether the consent has ended, in milliseconds. */
const everyMs = 1_500;

interface Started {
  readonly id: string;
  /** Of the connect page: works once, for ten minutes. */
  readonly url: string;
  /** Scopes that are not asked for, because the workspace does not allow them. */
  readonly dropped: readonly string[];
}

export function WaitForConsent({
  service,
  provider,
  connection,
  started,
  popup,
  onAgain,
  onConnected,
  onLeave,
}: {
  readonly service: string;
  readonly provider: string;
  /** As it is now; undefined where there is none. */
  readonly connection: Connection | undefined;
  readonly started: Started;
  /** Null where the browser blocked it. */
  readonly popup: Popup | null;
  readonly onAgain: () => void;
  readonly onConnected: () => void;
  readonly onLeave: () => void;
}): ReactNode {
  const attempt = useAttempt(started.id);
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const say = useReceipt();
  const { status = "pending" } = attempt.data ?? {};
  const connected = useEffectEvent(() => {
    say(`${service} is connected.`);
    void queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
    onConnected();
  });
  useEffect(() => {
    if (status === "completed") connected();
  }, [status]);
  if (attempt.data !== undefined && hasFailed(attempt.data)) {
    const stands = connection?.status === "active";
    const title = stands ? `${service} is still connected` : `${service} was not connected`;
    return (
      <Dialog title={title} onClose={onLeave}>
        <div className="stack">
          <Ended of={attempt.data} provider={provider} stands={stands} />
          <div className="acts">
            <button type="button" className="btn pri" onClick={onAgain} data-first>
              Try again
            </button>
            <button type="button" className="btn" onClick={onLeave}>
              Leave it
            </button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={`Connecting ${service}`} onClose={onLeave}>
      <div className="stack">
        <p role="status">
          {popup === null
            ? "Your browser blocked the window."
            : "Finish in the window. This page continues by itself."}
        </p>
        {started.dropped.length === 0 ? null : (
          <p className="note info">
            <Icon name="struck" />
            <span className="grow">
              Not asked for, because the workspace does not allow it:{" "}
              <code>{started.dropped.join(" ")}</code>
            </span>
          </p>
        )}
        <FormFailure error={attempt.error} />
        <div className="acts">
          {popup === null ? null : (
            <button type="button" className="btn pri" onClick={popup.show} data-first>
              Show the window
            </button>
          )}
          <a
            className={popup === null ? "btn pri" : "btn"}
            href={started.url}
            target="_blank"
            rel="noopener noreferrer"
          >
            Open it in a tab
          </a>
          <button type="button" className="btn" onClick={onLeave}>
            Cancel
          </button>
        </div>
      </div>
    </Dialog>
  );
}

const hasFailed = ({ status }: Schemas["Authorization"]) =>
  status === "failed" || status === "expired";

/**
 * Asks until the attempt has ended, also while the other window is in front. What was connected before is read anew then: whether it
 * still is stands there.
 */
function useAttempt(id: string) {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ["workspaces", workspaceId, "apps", appId, "authorizations", id],
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const attempt = await call(
        "get",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/authorizations/{authorization_id}",
        { path: { workspace_id: workspaceId, app_id: appId, authorization_id: id }, signal },
      );
      const { queryKey } = sharedConnectionsQuery(workspaceId, appId);
      if (hasFailed(attempt)) await queries.invalidateQueries({ queryKey });
      return attempt;
    },
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.status === "pending" ? everyMs : false,
    refetchIntervalInBackground: true,
  });
}

/** Why it did not work, in words, and in the provider's own where it said something. */
function Ended({
  of: { status, error },
  provider,
  stands,
}: {
  readonly of: Schemas["Authorization"];
  readonly provider: string;
  /** Whether it is connected all the same, as it was before. */
  readonly stands: boolean;
}): ReactNode {
  const { name: app } = useApp();
  const then = stands ? (
    <>
      <bdi>{app}</bdi> can use the account as before.
    </>
  ) : (
    "Nothing was stored."
  );
  if (status === "expired" || error === null) {
    return <p role="alert">The link has expired: it works once, for ten minutes. {then}</p>;
  }
  const { code, detail, provider_error: words } = error;
  return (
    <>
      <p role="alert">
        {code === "access_denied" ? "You chose not to give access." : (detail ?? titleOf(code))}{" "}
        {then}
      </p>
      {words === null ? null : (
        <p className="t2">
          {provider}’s message: <code>{words.code}</code>
          {words.description === null ? null : <bdi>{` ${words.description}`}</bdi>}
        </p>
      )}
      <p className="small t2">
        <code>{code}</code>
      </p>
    </>
  );
}

/** What a code means; a newer server may have one that this page does not know. */
function titleOf(code: string): string {
  const known: Readonly<Record<string, { readonly title: string } | undefined>> = errorTable;
  return known[code]?.title ?? "It did not work.";
}
