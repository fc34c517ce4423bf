/** One app: what all of its pages have in common. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { appQuery } from "../../api/queries.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { PageHead } from "../../parts/page.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { AppContext } from "./current-app.ts";

const route = getRouteApi("/workspaces/$workspaceId/apps/$appId");

const pages = [
  ["/workspaces/$workspaceId/apps/$appId/integrations", "Integrations"],
  ["/workspaces/$workspaceId/apps/$appId/users", "Users"],
  ["/workspaces/$workspaceId/apps/$appId/origins", "Origins"],
  ["/workspaces/$workspaceId/apps/$appId/identity-providers", "User sign-in"],
  ["/workspaces/$workspaceId/apps/$appId/service-tokens", "Service tokens"],
  ["/workspaces/$workspaceId/apps/$appId/functions", "Functions"],
  ["/workspaces/$workspaceId/apps/$appId/branding", "Branding"],
  ["/workspaces/$workspaceId/apps/$appId/general", "General"],
] as const;

export function AppPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { appId } = route.useParams();
  const query = useQuery(appQuery(workspaceId, appId));
  return (
    <>
      <Crumbs
        above={[
          { text: "Apps", link: { to: "/workspaces/$workspaceId/apps", params: { workspaceId } } },
        ]}
      />
      <Loaded
        query={query}
        what="the app"
        missing={{
          code: "app_not_found",
          page: <NotFound what="There is no app of this ID in this workspace." />,
        }}
      >
        {(app) => (
          <AppContext value={app}>
            <PageHead title={app.name} says={<code>{app.id}</code>}>
              <CopyButton text={app.id} what="" says="Copy app ID" />
            </PageHead>
            <Tabs label="App">
              {pages.map(([to, text]) => (
                <Link
                  key={to}
                  to={to}
                  params={{ workspaceId, appId }}
                  activeOptions={{ includeSearch: false }}
                  activeProps={{ "aria-current": "page" }}
                >
                  {text}
                </Link>
              ))}
            </Tabs>
            <Outlet />
          </AppContext>
        )}
      </Loaded>
    </>
  );
}
