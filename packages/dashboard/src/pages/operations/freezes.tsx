/** Freezes that stand: what they are about cannot be connected until they are ended. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { appsQuery, catalogueQuery, connectorsQuery } from "../../api/queries.ts";
import { useAbout, useDialog } from "../../parts/address-dialog.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Cell, Row, Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { doerOf } from "../../words/audit.ts";
import { BulkDialog } from "../connections/bulk.tsx";
import type { Chosen } from "./begin.ts";

type Freeze = Schemas["Freeze"];

/** Nothing where none stands. */
export function Freezes(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const dialog = useDialog("/workspaces/$workspaceId/operations");
  const nameOf = useNames();
  const query = useInfiniteQuery({
    queryKey: ["workspaces", workspaceId, "freezes"],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Schemas["FreezeList"]) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<Schemas["FreezeList"]> =>
      call("get", "/v1/workspaces/{workspace_id}/freezes", {
        path: { workspace_id: workspaceId },
        query: { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
  });
  const all = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const one = useAbout(dialog, "unfreeze", all);
  return (
    <Loaded query={query} what="the freezes that stand">
      {() =>
        all.length === 0 ? null : (
          <section className="card" aria-label="Freezes that stand">
            <Table
              label="Freezes that stand"
              columns={[
                { title: "Frozen", width: 50 },
                { title: "By", width: 30, from: "s" },
                { title: "End", quiet: true },
              ]}
            >
              {all.map((freeze) => (
                <Row key={freeze.id}>
                  <Cell className="full">
                    <bdi>{nameOf(freeze)}</bdi>
                    <span className="sub">
                      <Time at={freeze.created_at} />
                    </span>
                  </Cell>
                  <Cell from="s">
                    <bdi>{doerOf(freeze.created_by)}</bdi>
                  </Cell>
                  <Cell className="full">
                    <AllowedButton
                      needs="connections:revoke"
                      className="btn s"
                      onClick={() => dialog.open("unfreeze", freeze.id)}
                    >
                      Unfreeze…<span className="vh"> {nameOf(freeze)}</span>
                    </AllowedButton>
                  </Cell>
                </Row>
              ))}
            </Table>
            <Pager of={query} shown={all.length} noun="freeze" more="Show older ones" />
            {one === undefined ? null : (
              <BulkDialog
                kind="unfreeze"
                chosen={one.filter as Chosen}
                onClose={dialog.close}
                onDone={dialog.close}
              />
            )}
          </section>
        )
      }
    </Loaded>
  );
}

/** What a freeze is about: `Slack of Daybook`. */
function useNames(): (freeze: Freeze) => string {
  const { id: workspaceId } = useWorkspace();
  const { data: apps = [] } = useQuery(appsQuery(workspaceId));
  const { data: connectors = [] } = useQuery(connectorsQuery(workspaceId));
  const { data: catalogue = [] } = useQuery(catalogueQuery(workspaceId));
  return ({ filter }) => {
    const {
      app_id: app,
      connector_id: connector,
      type,
      provider_id: provider,
      owner,
      user,
    } = filter;
    const named = (all: readonly { id: string; name: string }[], id: string) =>
      all.find((one) => one.id === id)?.name ?? id;
    const parts = [
      user === undefined ? null : `the user ${user.user_id}`,
      connector === undefined ? null : named(connectors, connector),
      type === undefined ? null : (catalogue.find((one) => one.type === type)?.name ?? type),
      provider === undefined
        ? null
        : (catalogue.find((one) => one.provider.id === provider)?.provider.name ?? provider),
      owner === undefined ? null : owner === "app" ? "shared accounts" : "people’s accounts",
      app === undefined ? null : `the app ${named(apps, app)}`,
    ].filter((part) => part !== null);
    return parts.length === 0 ? "All connections" : `Connections of ${parts.join(", ")}`;
  };
}
