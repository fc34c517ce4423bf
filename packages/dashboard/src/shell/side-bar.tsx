/** The pages of a workspace. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ownPath } from "../outside.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useWorkspace } from "./workspace.ts";
import { WorkspaceMenu } from "./workspace-menu.tsx";

const pages = [
  ["/workspaces/$workspaceId/connectors", "Connectors", "plug"],
] as const satisfies readonly (readonly [string, string, IconName])[];

export function SideBar({ onGo }: { readonly onGo?: () => void }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  return (
    <div className="sidein">
      <WorkspaceMenu />
      <nav className="nav" aria-label="Main">
        {pages.map(([to, text, icon]) => (
          <Link
            key={to}
            to={to}
            params={{ workspaceId }}
            activeProps={{ "aria-current": "page" }}
            onClick={onGo}
          >
            <Icon name={icon} />
            {text}
          </Link>
        ))}
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
