/** Grants that were taken back: which of them still wait for their provider, and what became of the others. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { appsQuery, catalogueQuery } from "../../api/queries.ts";
import { FilterSelect } from "../../parts/filter-select.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Name } from "../../parts/name.tsx";
import { Empty } from "../../parts/page.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { revocationInWords } from "../../words/connection.ts";
import { counted } from "../../words/plural.ts";
import { timeInWords } from "../../words/time.ts";

type Revocation = Schemas["Revocation"];

const route = getRouteApi("/workspaces/$workspaceId/events");

function useRevocations() {
  const { id: workspaceId } = useWorkspace();
  const { status } = route.useSearch();
  return useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "revocations", status],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["RevocationList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["RevocationList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/revocations", {
        path: { workspace_id: workspaceId },
        query: {
          limit: 50,
          ...(status === undefined ? {} : { status }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
  });
}

export function Revocations(): ReactNode {
  const query = useRevocations();
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <section className="card" aria-label="Revocations">
      <search className="tools" aria-label="Filters">
        <div className="filters">
          <FilterSelect
            label="State"
            chosen={status}
            onChoose={(value) =>
              void navigate({ search: (before) => ({ ...before, status: value as never }) })
            }
          >
            <option value="queued">Waiting</option>
            <option value="ended">Ended</option>
            <option value="failed">Failed</option>
          </FilterSelect>
        </div>
      </search>
      <Loaded query={query} what="the revocations">
        {({ pages }) => {
          const all = pages.flatMap(({ data }) => data);
          if (all.length === 0) return <None />;
          return (
            <>
              <Listed all={all} />
              <Pager of={query} shown={all.length} noun="revocation" more="Show older ones" />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function None(): ReactNode {
  const { status } = route.useSearch();
  if (status === "queued") return <Empty title="No grant waits to be revoked." />;
  if (status === "failed") {
    return (
      <Empty title="No revocation has failed.">
        <p className="t2">A revocation is tried for three days before it fails.</p>
      </Empty>
    );
  }
  if (status === "ended") return <Empty title="No revocation has ended yet." />;
  return (
    <Empty title="No grant has been revoked yet.">
      <p className="t2">When a connection ends, its grant is revoked at the service.</p>
    </Empty>
  );
}

const causes: Readonly<Record<string, string>> = {
  disconnected: "It was disconnected",
  account_replaced: "Another account was connected in its place",
  not_kept: "It was not kept",
  late_refresh: "A refresh ended after its connection had",
};

/** What happened at the last try. */
const failures: Readonly<Record<string, string>> = {
  provider_unavailable: "the service did not answer",
  provider_answer_invalid: "the service’s answer could not be read",
  connector_misconfigured: "the service rejected the OAuth client",
  outcome_unknown: "it is not known whether it worked",
};

function Listed({ all }: { readonly all: readonly Revocation[] }): ReactNode {
  return (
    <Table
      label="Revocations"
      columns={[
        { title: "Service", width: 26 },
        { title: "State", width: 16 },
        { title: "What became of it" },
        { title: "Since", width: 16, from: "s" },
      ]}
    >
      {all.map((one) => (
        <One key={one.id} of={one} />
      ))}
    </Table>
  );
}

function One({ of: one }: { readonly of: Revocation }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: catalogue = [] } = useQuery(catalogueQuery(workspaceId));
  const type = catalogue.find((entry) => entry.type === one.type);
  const app = apps.find(({ id }) => id === one.app_id)?.name ?? one.app_id ?? "A test";
  return (
    <Row>
      <Cell className="full">
        <Name>{type?.name ?? one.type}</Name>
        <span className="sub ell">
          <Name>{app}</Name>
        </span>
      </Cell>
      <Cell>
        <State of={one} />
      </Cell>
      <Cell className="full wraps">
        {revocationInWords(one.result, type?.provider.name ?? "the service")}
        <span className="sub wraps">{moreOf(one)}</span>
      </Cell>
      <Cell from="s">
        <Time at={one.created_at} />
      </Cell>
    </Row>
  );
}

function moreOf({ cause, ended_at: end, tries, next_try_at: next, failure }: Revocation): string {
  const parts = [
    causes[cause] ?? cause,
    ...(tries > 1 || failure !== null ? [counted(tries, "try", "tries")] : []),
    ...(failure === null ? [] : [`last time ${failures[failure] ?? `it failed with ${failure}`}`]),
    ...(end === null && next !== null ? [`next try ${timeInWords(next)}`] : []),
  ];
  return `${parts.join(", ")}.`;
}

function State({ of: { ended_at: end, result } }: { readonly of: Revocation }): ReactNode {
  const [tone, icon, word] =
    end === null
      ? (["wait", "waits", "Waiting"] as const)
      : result === "failed"
        ? (["fail", "fails", "Failed"] as const)
        : (["off", "struck", "Ended"] as const);
  return (
    <span className={`st ${tone}`}>
      <Icon name={icon} />
      {word}
    </span>
  );
}
