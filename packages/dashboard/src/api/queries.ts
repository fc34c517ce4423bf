/** What the pages read, each under one name: a change tells by it what is to be read anew. */
import { queryOptions } from "@tanstack/react-query";
import { allOf, call, callSeen, type Schemas } from "./client.ts";
import { rememberPerson } from "./session.ts";

export type Person = Schemas["Person"];
export type Workspace = Schemas["Workspace"];

const minute = 60_000;

/** Who is signed in, and where they belong. */
export const personQuery = queryOptions({
  queryKey: ["me"],
  staleTime: 5 * minute,
  queryFn: async ({ signal }) => {
    const person = await call("get", "/v1/me", { signal });
    rememberPerson(person.id);
    return person;
  },
});

/** What the signed-in person signs in by. */
export const signInFactorsQuery = queryOptions({
  queryKey: ["me", "sign-in-factors"],
  queryFn: ({ signal }) => call("get", "/v1/me/sign-in-factors", { signal }),
});

/** Where the person is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ["me", "sessions"],
  queryFn: ({ signal }) => allOf((query) => call("get", "/v1/me/sessions", { query, signal })),
});

export const passkeysQuery = queryOptions({
  queryKey: ["me", "passkeys"],
  queryFn: ({ signal }) => allOf((query) => call("get", "/v1/me/passkeys", { query, signal })),
});

export const personalKeysQuery = queryOptions({
  queryKey: ["me", "keys"],
  queryFn: ({ signal }) => allOf((query) => call("get", "/v1/me/keys", { query, signal })),
});

/** What the server says of itself. */
export const serverQuery = queryOptions({
  queryKey: ["server"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => call("get", "/v1", { signal }),
});

/** The beginning of the names of all that belongs to a workspace. */
const of = (workspaceId: string) => ["workspaces", workspaceId] as const;

export const connectorsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "connectors"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/connectors", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

export const connectorQuery = (workspaceId: string, connectorId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "connectors", connectorId],
    queryFn: ({ signal }) =>
      callSeen("get", "/v1/workspaces/{workspace_id}/connectors/{connector_id}", {
        path: { workspace_id: workspaceId, connector_id: connectorId },
        signal,
      }),
  });

/** Every type that can be connected. */
export const catalogueQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "catalogue"],
    staleTime: 10 * minute,
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/catalogue", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

export const oauthClientsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "oauth-clients"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/oauth-clients", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

/** What the workspace allows of every type. */
export const policiesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "policies"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/policies", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

/** What a change of what is allowed would do. */
export const policyPreview = (
  workspaceId: string,
  type: string,
  change: Schemas["UpdatePolicyRequest"],
) =>
  queryOptions({
    queryKey: [...of(workspaceId), "policies", type, "preview", change],
    queryFn: ({ signal }) =>
      call("post", "/v1/workspaces/{workspace_id}/policies/{type}/preview", {
        path: { workspace_id: workspaceId, type },
        body: change,
        signal,
      }),
  });

export const membersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "members"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/members", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

export const invitationsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "invitations"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/invitations", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

export const appsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "apps"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/apps", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

/** The first few by name. */
export const firstAppsQuery = (workspaceId: string, limit: number) =>
  queryOptions({
    queryKey: [...of(workspaceId), "first-apps", limit],
    queryFn: async ({ signal }) => {
      const { data } = await call("get", "/v1/workspaces/{workspace_id}/apps", {
        path: { workspace_id: workspaceId },
        query: { limit },
        signal,
      });
      return data;
    },
  });

export const appQuery = (workspaceId: string, appId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "apps", appId],
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/apps/{app_id}", {
        path: { workspace_id: workspaceId, app_id: appId },
        signal,
      }),
  });

export const serviceTokensQuery = (workspaceId: string, appId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "apps", appId, "service-tokens"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/apps/{app_id}/service-tokens", {
          path: { workspace_id: workspaceId, app_id: appId },
          query,
          signal,
        }),
      ),
  });

/** One of them, read before it is changed: never from memory. */
export const serviceTokenQuery = (workspaceId: string, appId: string, serviceTokenId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "apps", appId, "service-tokens", serviceTokenId],
    queryFn: ({ signal }) =>
      callSeen(
        "get",
        "/v1/workspaces/{workspace_id}/apps/{app_id}/service-tokens/{service_token_id}",
        {
          path: { workspace_id: workspaceId, app_id: appId, service_token_id: serviceTokenId },
          signal,
        },
      ),
    gcTime: 0,
  });

/** From where pages called an app that may not. */
export const refusedOriginsQuery = (workspaceId: string, appId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "apps", appId, "refused-origins"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/apps/{app_id}/refused-origins", {
          path: { workspace_id: workspaceId, app_id: appId },
          query,
          signal,
        }),
      ),
  });

/** How often calls for an app may come, and what was refused. */
export const appLimitsQuery = (workspaceId: string, appId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "apps", appId, "limits"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/apps/{app_id}/limits", {
          path: { workspace_id: workspaceId, app_id: appId },
          query,
          signal,
        }),
      ),
  });

/** What an app shares with all of its users, also what waits for its consent. */
export const sharedConnectionsQuery = (workspaceId: string, appId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "apps", appId, "shared-connections"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/apps/{app_id}/shared-connections", {
          path: { workspace_id: workspaceId, app_id: appId },
          query,
          signal,
        }),
      ),
  });

export const workspaceKeysQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "keys"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/keys", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });

export const connectionQuery = (workspaceId: string, connectionId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "connections", "one", connectionId],
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/connections/{connection_id}", {
        path: { workspace_id: workspaceId, connection_id: connectionId },
        signal,
      }),
  });

export const auditRecordQuery = (workspaceId: string, recordId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "audit-records", "one", recordId],
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/audit-records/{record_id}", {
        path: { workspace_id: workspaceId, record_id: recordId },
        signal,
      }),
  });
