/** What happened to the workspace's connections, and which grants wait to be revoked at providers. */
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { PageHead } from "../../parts/page.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { Events } from "./events.tsx";
import { Revocations } from "./revocations.tsx";

const route = getRouteApi("/workspaces/$workspaceId/events");

export function EventsPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { tab } = route.useSearch();
  return (
    <>
      <PageHead
        title="Events"
        says="What happened to connections: the events that apps can read, and how grants were revoked."
      />
      <Tabs label="Events and revocations">
        <Link
          to="/workspaces/$workspaceId/events"
          params={{ workspaceId }}
          activeOptions={{ exact: true }}
          aria-current={tab === undefined ? "page" : undefined}
        >
          Events
        </Link>
        <Link
          to="/workspaces/$workspaceId/events"
          params={{ workspaceId }}
          search={{ tab: "revocations" }}
          activeOptions={{ exact: true }}
          aria-current={tab === undefined ? undefined : "page"}
        >
          Revocations
        </Link>
      </Tabs>
      {tab === undefined ? <Events /> : <Revocations />}
    </>
  );
}
