/** One connection: its state in a sentence, what is known of it, and what can be done. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { appQuery, catalogueQuery, connectionQuery } from "../../api/queries.ts";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { accountOf, type Connection, ownerOf, stateOf } from "../../words/connection.ts";
import { Actions } from "./actions.tsx";
import { Facts } from "./facts.tsx";
import { History } from "./history.tsx";
import { Says } from "./says.tsx";
import type { Shown } from "./shown.ts";
import { StateChip } from "./state.tsx";

const route = getRouteApi("/workspaces/$workspaceId/connections/$connectionId");

export function ConnectionPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { connectionId } = route.useParams();
  const query = useQuery(connectionQuery(workspaceId, connectionId));
  return (
    <>
      <Crumbs
        above={[
          {
            text: "Connections",
            link: { to: "/workspaces/$workspaceId/connections", params: { workspaceId } },
          },
        ]}
      />
      <Loaded
        query={query}
        what="the connection"
        missing={{
          code: "connection_not_found",
          page: <NotFound what="There is no connection of this ID in this workspace." />,
        }}
      >
        {(connection) => <One connection={connection} />}
      </Loaded>
    </>
  );
}

function One({ connection }: { readonly connection: Connection }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { data: app } = useQuery(appQuery(workspaceId, connection.app_id));
  const { data: types } = useQuery(catalogueQuery(workspaceId));
  const type = types?.find((one) => one.type === connection.connector.type);
  const shown: Shown = {
    connection,
    app: app?.name ?? connection.app_id,
    provider: type?.provider.name ?? connection.connector.name,
  };
  return (
    <>
      <PageHead
        title={accountOf(connection)}
        says={
          <>
            <bdi>{ownerOf(connection)}</bdi>, {connection.connector.name}, {shown.app}
          </>
        }
        before={
          <ProviderLogo
            type={connection.connector.type}
            name={connection.connector.name}
            size="l"
          />
        }
      >
        <StateChip of={connection} />
      </PageHead>
      <div className="cols">
        <div className="stack l">
          <div className={`say ${stateOf(connection).tone}`}>
            <Says {...shown} />
            <Actions {...shown} />
          </div>
          <History {...shown} />
          <Scopes connection={connection} titles={type?.scopes ?? []} />
        </div>
        <Facts {...shown} />
      </div>
    </>
  );
}

function Scopes({
  connection: { requested_scopes: requested, granted_scopes: granted, missing_scopes: missing },
  titles,
}: {
  readonly connection: Connection;
  readonly titles: readonly { readonly scope: string; readonly title: string | null }[];
}): ReactNode {
  const titleOf = new Map(titles.map(({ scope, title }) => [scope, title]));
  const all = [...new Set([...requested, ...granted])];
  return (
    <Card title="What was granted">
      {all.length === 0 ? (
        <p className="t2">The scopes are not known: the service does not report them.</p>
      ) : (
        <ul className="steps">
          {all.map((scope) => (
            <li key={scope}>
              <Icon name={missing.includes(scope) ? "struck" : "check"} />
              <div>
                {titleOf.get(scope) ?? "Not in our list"}
                <code className="t2 block">{scope}</code>
              </div>
              {missing.includes(scope) ? <span className="tag">Not granted</span> : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
