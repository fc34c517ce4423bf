/** The workspace at a glance: what needs somebody first, then whether it runs. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { firstStepsQuery, statisticsQuery, useAttention } from "../../api/overview.ts";
import { Loaded } from "../../parts/loaded.tsx";
import { PageHead } from "../../parts/page.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { attentionSummary } from "../../words/attention.ts";
import { numberOf } from "../../words/figures.ts";
import { useFirstStepsShown } from "../first-steps/hidden.ts";
import { FirstStepsList, isOpen, OpenSteps } from "../first-steps/steps.tsx";
import { AttentionCard } from "./attention-card.tsx";
import { ChangesCard } from "./changes-card.tsx";
import { Figures, periods } from "./figures.tsx";
import { lastCounts, StatesCard } from "./states-card.tsx";

const route = getRouteApi("/workspaces/$workspaceId/");

/** What nobody has connected anything in yet shows its first steps; later what is left of them, until somebody hides them. */
export function OverviewPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const steps = useQuery(firstStepsQuery(workspaceId));
  const { isHidden, hide } = useFirstStepsShown(workspaceId);
  const onHide = () => {
    // The button goes with them: the focus begins the page anew.
    document.querySelector("main")?.focus({ preventScroll: true });
    hide();
  };
  return (
    <>
      {steps.isLoadingError ? <PageHead title="Overview" /> : null}
      <Loaded query={steps} what="the overview">
        {(first) =>
          first.steps.some(({ name, done }) => name === "connect" && done) || isHidden ? (
            <Overview>
              {isOpen(first) && !isHidden ? <OpenSteps steps={first} onHide={onHide} /> : null}
            </Overview>
          ) : (
            <>
              <PageHead
                title="Overview"
                says="Nothing is connected yet. These are the first steps; each ticks itself off."
              >
                <button type="button" className="btn quiet" onClick={onHide}>
                  Hide the first steps
                </button>
              </PageHead>
              <Attention />
              <FirstStepsList steps={first} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** `children`: behind what needs somebody. */
function Overview({ children }: { readonly children: ReactNode }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { period = "24h" } = route.useSearch();
  return (
    <>
      <PageHead title="Overview" says={<Summary />}>
        <Tabs label="Period" small>
          {(["24h", "7d", "30d"] as const).map((one) => (
            <Link
              key={one}
              to="/workspaces/$workspaceId"
              params={{ workspaceId }}
              search={one === "24h" ? {} : { period: one }}
              replace
              activeOptions={{ exact: true }}
              aria-current={one === period ? "true" : undefined}
              activeProps={{}}
            >
              {periods[one].replace("The last ", "")}
            </Link>
          ))}
        </Tabs>
      </PageHead>
      <Attention />
      {children}
      <Figures period={period} />
      <div className="two">
        <StatesCard />
        <ChangesCard />
      </div>
    </>
  );
}

/** As many things as the side bar says. */
function Attention(): ReactNode {
  return (
    <Loaded query={useAttention()} what="what needs attention">
      {(entries) => (entries.length === 0 ? null : <AttentionCard entries={entries} />)}
    </Loaded>
  );
}

/** `Nothing needs your attention. All 184,206 connections work.` */
function Summary(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: entries } = useAttention();
  const { data: statistics } = useQuery(statisticsQuery(workspaceId, "connections", "24h"));
  if (entries === undefined) return "";
  if (entries.length > 0) {
    const runs = entries.every(({ severity }) => severity === "soon");
    return `${attentionSummary(entries.length)}${runs ? " Everything is running." : ""}`;
  }
  const counts = statistics === undefined ? null : lastCounts(statistics)?.counts;
  const active = counts?.find(({ name }) => name === "active")?.count ?? 0;
  const works = active > 1 ? ` All ${numberOf(active)} connections work.` : "";
  return `${attentionSummary(0)}${works}`;
}
