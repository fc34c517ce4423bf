/** The app that the address names, and how it is changed. */
import { createContext, use } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { useWorkspace } from "../../shell/workspace.ts";

export type App = Schemas["App"];
export type AppChange = Schemas["UpdateAppRequest"];

export const AppContext = createContext<App | null>(null);

/** Throws outside of an app's pages. */
export function useApp(): App {
  const app = use(AppContext);
  if (app === null) throw new Error("This page belongs to an app.");
  return app;
}

/**
 * Changes the app. `changeOf` gets it as it is now: lists are replaced whole, and what somebody else added
 * meanwhile must not be lost.
 */
export function useAppChange<Input>({
  changeOf,
  says,
  after,
}: {
  readonly changeOf: (now: App, input: Input) => AppChange;
  readonly says: string;
  readonly after?: () => void;
}) {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const path = { workspace_id: workspaceId, app_id: appId };
  return useAction({
    run: async (input: Input) => {
      const now = await call("get", "/v1/workspaces/{workspace_id}/apps/{app_id}", { path });
      return await call("patch", "/v1/workspaces/{workspace_id}/apps/{app_id}", {
        path,
        body: changeOf(now, input),
      });
    },
    says: () => says,
    ...(after === undefined ? {} : { after }),
  });
}
