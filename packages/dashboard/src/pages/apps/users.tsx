/** An app's users: who has connected something, or began to. What people search by stands in no address. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty } from "../../parts/page.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { UserSearch } from "../../parts/user-search.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { useApp } from "./current-app.ts";
import { MoveUsersDialog } from "./move-users.tsx";

type User = Schemas["User"];

export function UsersPage(): ReactNode {
  const [wanted, setWanted] = useState("");
  const dialog = useDialog("/workspaces/$workspaceId/apps/$appId/users");
  const query = useUsers(wanted);
  return (
    <section className="card" aria-label="Users">
      <div className="tools">
        <UserSearch
          label="User ID, as the app knows the user"
          hint="User ID, as the app knows them"
          onSearch={setWanted}
        />
        <AllowedButton needs="workspace:write" onClick={() => dialog.open("move")}>
          Move connections…
        </AllowedButton>
      </div>
      <Loaded query={query} what="this list">
        {({ pages }) => {
          const all = pages.flatMap(({ data }) => data);
          if (all.length === 0) return <None isSearched={wanted !== ""} />;
          return (
            <>
              <Listed users={all} />
              <Pager of={query} shown={all.length} noun="user" />
            </>
          );
        }}
      </Loaded>
      {dialog.shown === "move" ? <MoveUsersDialog onClose={dialog.close} /> : null}
    </section>
  );
}

/** All by pages, or those with an id of the app's own. */
function useUsers(userId: string) {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const path = { workspace_id: workspaceId, app_id: appId };
  return useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "apps", appId, "users", "list", userId],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { readonly next_cursor: string | null }) =>
      page.next_cursor ?? undefined,
    queryFn: async ({
      pageParam,
      signal,
    }): Promise<Pick<Schemas["UserList"], "data" | "next_cursor">> => {
      if (userId === "") {
        return await call("get", "/v1/workspaces/{workspace_id}/apps/{app_id}/users", {
          path,
          query: { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
          signal,
        });
      }
      const { data } = await call(
        "post",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/users/search",
        { path, body: { user_id: userId }, signal },
      );
      return { data, next_cursor: null };
    },
  });
}

function None({ isSearched }: { readonly isSearched: boolean }): ReactNode {
  if (isSearched) {
    return (
      <Empty title="No user has this ID.">
        <p className="t2">Users are found by the whole ID by which the app knows them.</p>
      </Empty>
    );
  }
  return (
    <Empty title="Nobody has connected anything yet.">
      <p className="t2">A user appears here as soon as they begin to connect an account.</p>
    </Empty>
  );
}

function Listed({ users }: { readonly users: readonly User[] }): ReactNode {
  return (
    <Table
      label="Users"
      columns={[
        { title: "User", width: 46 },
        { title: "Connections", width: 30 },
        { title: "Since", from: "s" },
      ]}
    >
      {users.map((user) => (
        <UserRow key={user.id} user={user} />
      ))}
    </Table>
  );
}

/** As people know them: their name, else their address, else what the app calls them. */
export const nameOf = ({ name, email, user_id: id }: User): string => name ?? email ?? id;

/** Connections in words: `2 active, 1 needs reconnecting`. */
export function connectionsOf({ connections: { active, needs_reauth: ended } }: User): string {
  const parts = [
    ...(active === 0 ? [] : [`${active} active`]),
    ...(ended === 0 ? [] : [`${ended} to be reconnected`]),
  ];
  return parts.length === 0 ? "None" : parts.join(", ");
}

function UserRow({ user }: { readonly user: User }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  return (
    <Row>
      <Cell className="full">
        <Link
          to="/workspaces/$workspaceId/apps/$appId/users/$userId"
          params={{ workspaceId, appId, userId: user.id }}
          className="rowlink ell"
        >
          <Name>{nameOf(user)}</Name>
        </Link>
        {nameOf(user) === user.user_id ? null : (
          <span className="sub ell">
            <Name>{user.user_id}</Name>
          </span>
        )}
      </Cell>
      <Cell>{connectionsOf(user)}</Cell>
      <Cell from="s">
        <Time at={user.created_at} />
      </Cell>
    </Row>
  );
}
