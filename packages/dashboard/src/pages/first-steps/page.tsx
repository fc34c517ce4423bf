/** What a new workspace has to do next; also once it has begun. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { firstStepsQuery } from "../../api/overview.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { PageHead } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { useFirstStepsShown } from "./hidden.ts";
import { FirstStepsList } from "./steps.tsx";

export function FirstStepsPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { isHidden, show } = useFirstStepsShown(workspaceId);
  const query = useQuery(firstStepsQuery(workspaceId));
  return (
    <>
      <PageHead
        title="First steps"
        says="From nothing to a token in your backend. Each step ticks itself off."
      >
        {isHidden ? (
          <button type="button" className="btn" onClick={show}>
            Show them on the overview
          </button>
        ) : null}
      </PageHead>
      <Loaded query={query} what="the first steps">
        {(steps) => <FirstStepsList steps={steps} />}
      </Loaded>
    </>
  );
}
