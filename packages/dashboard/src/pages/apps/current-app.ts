/** The app that the address names, and how it is changed. */
import { createContext, use } from "react";
import { call, callSeen, type Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
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

const triesMax = 3;

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
      for (let tries = 1; ; tries += 1) {
        const now = await callSeen("get", "/v1/workspaces/{workspace_id}/apps/{app_id}", { path });
        try {
          return await call("patch", "/v1/workspaces/{workspace_id}/apps/{app_id}", {
            path,
            body: changeOf(now, input),
            ifMatch: now.etag,
          });
        } catch (thrown) {
          // Somebody else was quicker: the change is made of what it is now.
          if (tries === triesMax || !isRefused(thrown, "precondition_failed")) throw thrown;
        }
      }
    },
    says: () => says,
    ...(after === undefined ? {} : { after }),
  });
}
