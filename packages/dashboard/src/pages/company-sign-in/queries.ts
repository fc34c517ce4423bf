/** The workspace's identity provider for its own people, as the pages read it. */
import { queryOptions } from "@tanstack/react-query";
import { allOf, call, callSeen, type Schemas, type Seen } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";

export type Provider = Schemas["SignInProvider"];

export const readProvider = (workspaceId: string, signal?: AbortSignal): Promise<Seen<Provider>> =>
  callSeen("get", "/v1/workspaces/{workspace_id}/sign-in-provider", {
    path: { workspace_id: workspaceId },
    ...(signal === undefined ? {} : { signal }),
  });

/** Null where the workspace has none. */
export const signInProviderQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "sign-in-provider"],
    queryFn: async ({ signal }) => {
      // A list without any is an answer: to ask for the one that is not there would be an error in the browser's console.
      const { data } = await call("get", "/v1/workspaces/{workspace_id}/sign-in-providers", {
        path: { workspace_id: workspaceId },
        signal,
      });
      if (data.length === 0) return null;
      try {
        return await readProvider(workspaceId, signal);
      } catch (thrown) {
        if (isRefused(thrown, "sign_in_provider_not_found")) return null;
        throw thrown;
      }
    },
  });

export type SignalStream = Schemas["SignalStream"];

/** The identity providers whose signals the workspace takes. */
export const signalStreamsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ["workspaces", workspaceId, "signal-streams"],
    queryFn: ({ signal }) =>
      allOf((query) =>
        call("get", "/v1/workspaces/{workspace_id}/signal-streams", {
          path: { workspace_id: workspaceId },
          query,
          signal,
        }),
      ),
  });
