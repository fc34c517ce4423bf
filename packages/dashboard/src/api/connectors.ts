/** What the pages of connectors read besides: those of single apps, one OAuth client, custom providers. */
import { queryOptions } from "@tanstack/react-query";
import { allOf, call, callSeen } from "./client.ts";

const of = (workspaceId: string) => ["workspaces", workspaceId] as const;

/** Connectors that belong to one app each: those of shared accounts. */
export const appConnectorsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "app-connectors"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/connectors", {
          path: { workspace_id: workspaceId },
          query: { ...query, owner: "app" },
          signal,
        }),
      ),
  });

export const oauthClientQuery = (workspaceId: string, oauthClientId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "oauth-clients", oauthClientId],
    queryFn: ({ signal }) => readClient(workspaceId, oauthClientId, signal),
  });

/** One OAuth client, with the state that it is in. */
export const readClient = (workspaceId: string, oauthClientId: string, signal?: AbortSignal) =>
  callSeen("get", "/v1/workspaces/{workspace_id}/oauth-clients/{oauth_client_id}", {
    path: { workspace_id: workspaceId, oauth_client_id: oauthClientId },
    ...(signal === undefined ? {} : { signal }),
  });

/** Custom providers of the workspace. */
export const providersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "providers"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/providers", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

export const providerQuery = (workspaceId: string, providerId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "providers", providerId],
    queryFn: ({ signal }) => readProvider(workspaceId, providerId, signal),
  });

/** One custom provider, with the state that it is in. */
export const readProvider = (workspaceId: string, providerId: string, signal?: AbortSignal) =>
  callSeen("get", "/v1/workspaces/{workspace_id}/providers/{provider_id}", {
    path: { workspace_id: workspaceId, provider_id: providerId },
    ...(signal === undefined ? {} : { signal }),
  });
