/** Registers a connector: what to do at the service, then what is known of it here. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { call } from "../../api/client.ts";
import { catalogueQuery, oauthClientsQuery } from "../../api/queries.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { PageHead } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { readDraft } from "./draft.ts";
import { RegisterForm } from "./register-form.tsx";

const route = getRouteApi("/workspaces/$workspaceId/connectors/new/$type");

export function RegisterPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { type } = route.useParams();
  const catalogue = useQuery(catalogueQuery(workspaceId));
  return (
    <>
      <Crumbs
        above={[
          {
            text: "Connectors",
            link: { to: "/workspaces/$workspaceId/connectors", params: { workspaceId } },
          },
          {
            text: "Add a connector",
            link: { to: "/workspaces/$workspaceId/connectors/new", params: { workspaceId } },
          },
        ]}
      />
      <Loaded query={catalogue} what="the service">
        {(types) => {
          const found = types.find((one) => one.type === type);
          if (found === undefined) return <NotFound what="The catalogue has no such service." />;
          return (
            <>
              <PageHead
                title={`Add ${found.name}`}
                says="What you type is kept in this tab, except the secret."
                before={<ProviderLogo type={type} name={found.name} size="l" />}
              >
                <Link
                  to="/workspaces/$workspaceId/connectors/new"
                  params={{ workspaceId }}
                  className="btn quiet"
                >
                  Choose another service
                </Link>
              </PageHead>
              <Prepared key={type} type={found} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Prepared({ type }: Pick<Parameters<typeof RegisterForm>[0], "type">): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const needs = useNeeds("workspace:write");
  const clients = useQuery(oauthClientsQuery(workspaceId));
  const kept = readDraft(workspaceId, type.type).reservation ?? null;
  const reservation = useQuery({
    queryKey: ["workspaces", workspaceId, "reservation", type.type],
    enabled: needs === null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async ({ signal }) =>
      kept ??
      (await call("post", "/v1/workspaces/{workspace_id}/oauth-clients/reservations", {
        path: { workspace_id: workspaceId },
        signal,
      })),
  });
  if (needs !== null) return <p className="note info">{needs}</p>;
  return (
    <Loaded query={clients} what="the workspace's OAuth clients">
      {(all) => (
        <Loaded query={reservation} what="the redirect URI">
          {(reserved) => (
            <RegisterForm
              type={type}
              reservation={reserved}
              clients={all.filter(({ provider_id: id }) => id === type.provider.id)}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
