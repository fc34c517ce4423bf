/** One user of an app: who they are, what they have connected, and how it is ended. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { allOf, call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { useAbout, useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton, useMay } from "../../parts/allowed.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { CopyButton } from "../../parts/copy.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Time } from "../../parts/time.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { accountOf, type Connection, nameToType } from "../../words/connection.ts";
import { counted } from "../../words/plural.ts";
import { BulkDialog } from "../connections/bulk.tsx";
import { StateChip } from "../connections/state.tsx";
import { useOperation } from "../operations/begin.ts";
import { useApp } from "./current-app.ts";
import { DeleteUser } from "./delete-user.tsx";
import { nameOf } from "./users.tsx";

type User = Schemas["User"];

const route = getRouteApi("/workspaces/$workspaceId/apps/$appId/users/$userId");

export function UserPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const { userId } = route.useParams();
  const query = useQuery({
    queryKey: ["workspaces", workspaceId, "apps", appId, "users", "one", userId],
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/apps/{app_id}/users/{user_id}", {
        path: { workspace_id: workspaceId, app_id: appId, user_id: userId },
        signal,
      }),
  });
  return (
    <Loaded
      query={query}
      what="the user"
      missing={{
        code: "user_not_found",
        page: <NotFound what="There is no user of this ID in this app." />,
      }}
    >
      {(user) => (
        <div className="cols">
          <Connections user={user} />
          <div className="stack">
            <About user={user} />
            <DeleteUser user={user} />
          </div>
        </div>
      )}
    </Loaded>
  );
}

function About({ user }: { readonly user: User }): ReactNode {
  const facts = [
    { name: "Name", value: user.name },
    { name: "Email", value: user.email },
    { name: "ID in the app", value: user.user_id },
    { name: "Issuer", value: user.issuer ?? "The app’s backend" },
  ].filter(({ value }) => value !== null);
  return (
    <Card
      title={nameOf(user)}
      foot={<CopyButton text={user.id} what="" says="Copy user ID" small />}
    >
      <dl className="kv tight">
        {facts.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
        <div className="contents">
          <dt>Since</dt>
          <dd>
            <Time at={user.created_at} on />
          </dd>
        </div>
      </dl>
    </Card>
  );
}

/** By a search: the app's own id of a user stands in no address. */
function useConnections({ id, user_id: userId, issuer }: User) {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  return useQuery({
    queryKey: ["workspaces", workspaceId, "apps", appId, "users", "connections", id],
    queryFn: ({ signal }) =>
      allOf((page) =>
        call("post", "/v1/workspaces/{workspace_id}/connections/search", {
          path: { workspace_id: workspaceId },
          body: { app_id: appId, user: { user_id: userId, issuer }, ...page },
          signal,
        }),
      ),
  });
}

function Connections({ user }: { readonly user: User }): ReactNode {
  const query = useConnections(user);
  const dialog = useDialog("/workspaces/$workspaceId/apps/$appId/users/$userId");
  const live = (query.data ?? []).filter(({ status }) => status !== "disconnected");
  const { id: appId } = useApp();
  const isFrozen = live.length > 0 && live.every(({ frozen_at: at }) => at !== null);
  const one = useAbout(dialog, "disconnect", live);
  return (
    <Card
      title="Connections"
      side={
        live.length === 0 ? undefined : (
          <span className="acts">
            <AllowedButton
              needs="connections:revoke"
              className="btn s"
              onClick={() => dialog.open(isFrozen ? "unfreeze" : "freeze")}
            >
              {isFrozen ? "Unfreeze all…" : "Freeze all…"}
            </AllowedButton>
            {live.length < 2 ? null : (
              <AllowedButton
                needs="connections:revoke"
                className="btn s danger"
                onClick={() => dialog.open("disconnect-all")}
              >
                Disconnect all…
              </AllowedButton>
            )}
          </span>
        )
      }
    >
      <Loaded query={query} what="this list">
        {(all) =>
          all.length === 0 ? (
            <p className="t2">Nothing is connected.</p>
          ) : (
            <ul className="lines">
              {all.map((one) => (
                <One
                  key={one.id}
                  connection={one}
                  onEnd={() => dialog.open("disconnect", one.id)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {one === undefined ? null : <EndOne user={user} connection={one} onClose={dialog.close} />}
      {dialog.shown === "freeze" || dialog.shown === "unfreeze" ? (
        <BulkDialog
          kind={dialog.shown}
          chosen={{ app_id: appId, user: { user_id: user.user_id, issuer: user.issuer } }}
          onClose={dialog.close}
          onDone={dialog.close}
        />
      ) : null}
      {dialog.shown !== "disconnect-all" || live.length === 0 ? null : (
        <EndAll user={user} connections={live} onClose={dialog.close} />
      )}
    </Card>
  );
}

function One({
  connection,
  onEnd,
}: {
  readonly connection: Connection;
  readonly onEnd: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const mayEnd = useMay("connections:revoke");
  const { connector, status } = connection;
  return (
    <li className="integration">
      <div className="who">
        <ProviderLogo type={connector.type} name={connector.name} />
        <div>
          <Link
            to="/workspaces/$workspaceId/connections/$connectionId"
            params={{ workspaceId, connectionId: connection.id }}
            className="m"
          >
            {connector.name}
          </Link>
          <p className="t2 small">
            <bdi>{accountOf(connection)}</bdi>
          </p>
        </div>
      </div>
      <span className="acts">
        <StateChip of={connection} />
        {mayEnd && status !== "disconnected" ? (
          <button type="button" className="btn s danger" onClick={onEnd}>
            Disconnect…<span className="vh"> {connector.name}</span>
          </button>
        ) : null}
      </span>
    </li>
  );
}

function EndOne({
  user,
  connection,
  onClose,
}: {
  readonly user: User;
  readonly connection: Connection;
  readonly onClose: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const end = useAction({
    run: () =>
      call("post", "/v1/workspaces/{workspace_id}/connections/{connection_id}/disconnect", {
        path: { workspace_id: workspaceId, connection_id: connection.id },
      }),
    says: () => "1 connection disconnected.",
    after: onClose,
  });
  return (
    <ConfirmDialog
      title={`Disconnect ${connection.connector.name} of ${nameOf(user)}?`}
      does="Disconnect"
      ends={nameToType(connection)}
      by={end}
      onKeep={onClose}
    >
      <Ending user={user} connections={[connection]} />
    </ConfirmDialog>
  );
}

/** By an operation: it goes on where this page is closed, and keeps a receipt of each. */
function EndAll({
  user,
  connections,
  onClose,
}: {
  readonly user: User;
  readonly connections: readonly Connection[];
  readonly onClose: () => void;
}): ReactNode {
  const { id: appId } = useApp();
  const { user_id: userId, issuer } = user;
  const end = useOperation("disconnect", { app_id: appId, user: { user_id: userId, issuer } });
  const what = counted(connections.length, "connection");
  return (
    <ConfirmDialog
      title={`Disconnect ${what} of ${nameOf(user)}?`}
      does={`Disconnect ${what}`}
      ends={nameOf(user)}
      by={{ ...end, mutate: () => end.mutate({ count: connections.length, atLeast: false }) }}
      onKeep={onClose}
    >
      <Ending user={user} connections={connections} />
    </ConfirmDialog>
  );
}

function Ending({
  user,
  connections,
}: {
  readonly user: User;
  readonly connections: readonly Connection[];
}): ReactNode {
  const { name: app } = useApp();
  return (
    <>
      <p>
        <bdi>{app}</bdi> gets no more tokens from {connections.length === 1 ? "it" : "them"}. What
        was granted is revoked, and the tokens are erased here. To undo this,{" "}
        <bdi>{nameOf(user)}</bdi> has to connect again.
      </p>
      <ul>
        {connections.map(({ id, connector, account }) => (
          <li key={id}>
            {connector.name}
            {account === null ? null : (
              <>
                : <bdi>{accountOf({ account })}</bdi>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
