/** The pages of a workspace. */
import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useAttention } from "../api/overview.ts";
import { firstAppsQuery } from "../api/queries.ts";
import { ownPath } from "../outside.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Name } from "../parts/name.tsx";
import { attentionMax } from "../words/attention.ts";
import { useWorkspace } from "./workspace.ts";
import { WorkspaceMenu } from "./workspace-menu.tsx";

type Pages = readonly (readonly [to: `/workspaces/$workspaceId/${string}`, string, IconName])[];

export const mainPages = [
  ["/workspaces/$workspaceId/connections", "Connections", "link"],
  ["/workspaces/$workspaceId/events", "Events", "clock"],
  ["/workspaces/$workspaceId/audit", "Audit log", "list"],
] as const satisfies Pages;

export const settingsPages = [
  ["/workspaces/$workspaceId/connectors", "Connectors", "plug"],
  ["/workspaces/$workspaceId/allowed-access", "Allowed access", "works"],
  ["/workspaces/$workspaceId/people", "People", "people"],
  ["/workspaces/$workspaceId/keys", "Keys", "key"],
  ["/workspaces/$workspaceId/company-sign-in", "Company sign-in", "lock"],
  ["/workspaces/$workspaceId/encryption", "Encryption", "shield"],
  ["/workspaces/$workspaceId/general", "General", "sliders"],
] as const satisfies Pages;

/** Pages whose addresses lie beside that of the page they belong to. */
const alsoOf: Readonly<Partial<Record<Pages[number][0], RegExp>>> = {
  "/workspaces/$workspaceId/connections": /\/workspaces\/[^/]+\/operations(?:\/|$)/,
  "/workspaces/$workspaceId/connectors": /\/workspaces\/[^/]+\/(?:oauth-clients|providers)(?:\/|$)/,
};

const appsShown = 5;

type Goes = { readonly onGo?: (() => void) | undefined };

export function SideBar({ onGo }: Goes): ReactNode {
  return (
    <div className="sidein">
      <section aria-label="Workspaces">
        <WorkspaceMenu />
      </section>
      <nav className="nav" aria-label="Main">
        <OverviewLink onGo={onGo} />
        <Links pages={mainPages} onGo={onGo} />
        <AppLinks onGo={onGo} />
        <h2>Workspace settings</h2>
        <Links pages={settingsPages} onGo={onGo} />
      </nav>
      <nav className="foot nav" aria-label="Help">
        <a href={ownPath("/docs")}>
          <Icon name="out" />
          API and docs
        </a>
      </nav>
    </div>
  );
}

/** With the number of what needs somebody. */
function OverviewLink({ onGo }: Goes): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data = [] } = useAttention();
  const count = data.length;
  return (
    <Link
      to="/workspaces/$workspaceId"
      params={{ workspaceId }}
      activeOptions={{ exact: true, includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
      onClick={onGo}
    >
      <Icon name="overview" />
      Overview
      {count === 0 ? null : (
        <span className="n">
          {count < attentionMax ? count : `${count}+`}
          <span className="vh">{count === 1 ? " thing needs" : " things need"} attention</span>
        </span>
      )}
    </Link>
  );
}

function Links({
  pages,
  onGo,
}: { readonly pages: typeof mainPages | typeof settingsPages } & Goes): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return pages.map(([to, text, icon]) => (
    <Link
      key={to}
      to={to}
      params={{ workspaceId }}
      aria-current={alsoOf[to]?.test(path) === true ? "page" : undefined}
      activeProps={{ "aria-current": "page" }}
      onClick={onGo}
    >
      <Icon name={icon} />
      {text}
    </Link>
  ));
}

/** The first apps by name, and the way to all. */
function AppLinks({ onGo }: Goes): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(firstAppsQuery(workspaceId, appsShown));
  return (
    <>
      <h2>Apps</h2>
      {apps.map(({ id: appId, name }) => (
        <Link
          key={appId}
          to="/workspaces/$workspaceId/apps/$appId"
          params={{ workspaceId, appId }}
          activeProps={{ "aria-current": "page" }}
          onClick={onGo}
        >
          <Icon name="app" />
          <Name>{name}</Name>
        </Link>
      ))}
      <Link
        to="/workspaces/$workspaceId/apps"
        params={{ workspaceId }}
        activeOptions={{ exact: true, includeSearch: false }}
        activeProps={{ "aria-current": "page" }}
        onClick={onGo}
      >
        <Icon name="right" />
        All apps
      </Link>
    </>
  );
}
