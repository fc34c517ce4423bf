/** A connector as it is named by the OAuth client that it uses. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Name } from "../../parts/name.tsx";
import { useWorkspace } from "../../shell/workspace.ts";

export function UseLink({
  of: { id, name, app_id: appId },
}: {
  readonly of: Schemas["OAuthClient"]["connectors"][number];
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  if (appId === null) {
    return (
      <Link
        to="/workspaces/$workspaceId/connectors/$connectorId"
        params={{ workspaceId, connectorId: id }}
      >
        <Name>{name}</Name>
      </Link>
    );
  }
  return (
    <Link to="/workspaces/$workspaceId/apps/$appId" params={{ workspaceId, appId }}>
      <Name>{name}</Name>
    </Link>
  );
}
