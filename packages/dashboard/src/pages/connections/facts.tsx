/** All that is known of a connection but its tokens. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CopyButton } from "../../parts/copy.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { accountOf, ownerOf } from "../../words/connection.ts";
import { settingLabel } from "../../words/setting.ts";
import type { Shown } from "./shown.ts";

type Fact = readonly [name: string, value: ReactNode];

const time = (at: string | null): ReactNode => (at === null ? null : <Time at={at} on />);

export function Facts({ connection, app }: Shown): ReactNode {
  const { owner, account } = connection;
  const about: Fact[] = [
    ["Account", <bdi key="account">{accountOf(connection)}</bdi>],
    ["Account ID", account === null ? null : <code key="id">{account.id}</code>],
    ["Whose", <bdi key="owner">{ownerOf(connection)}</bdi>],
    ["Issuer", owner.user?.issuer ?? null],
    ["App", <bdi key="app">{app}</bdi>],
    ["Connector", <ConnectorLink key="connector" connection={connection} />],
    ...Object.entries(connection.settings).map(
      ([name, value]): Fact => [settingLabel(name), <code key={name}>{value}</code>],
    ),
  ];
  const times: Fact[] = [
    ["Connected", time(connection.connected_at)],
    ["Last refresh", time(connection.last_refreshed_at)],
    ["Last used", time(connection.last_used_at)],
    ["Token ends", time(connection.expires_at)],
    ["Next refresh", time(connection.next_refresh_at)],
    ["Refresh token ends", time(connection.refresh_token_expires_at)],
  ];
  return (
    <div className="stack l">
      <Card
        title="About it"
        foot={<CopyButton text={connection.id} what="" says="Copy connection ID" small />}
      >
        <List facts={about} />
      </Card>
      {times.every(([, value]) => value === null) ? null : (
        <Card title="Times">
          <List facts={times} />
        </Card>
      )}
    </div>
  );
}

/** What has a value. */
function List({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="kv tight">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <Pair key={name} name={name}>
            {value}
          </Pair>
        ))}
    </dl>
  );
}

function Pair({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The page of the connector that it is of; of a shared one, whose connector is the app's own, the app's integrations. */
function ConnectorLink({
  connection: { connector, owner, app_id: appId },
}: Pick<Shown, "connection">): ReactNode {
  const { id: workspaceId } = useWorkspace();
  if (owner.kind === "app") {
    return (
      <Link to="/workspaces/$workspaceId/apps/$appId/integrations" params={{ workspaceId, appId }}>
        {connector.name}, among the app’s integrations
      </Link>
    );
  }
  return (
    <Link
      to="/workspaces/$workspaceId/connectors/$connectorId"
      params={{ workspaceId, connectorId: connector.id }}
    >
      {connector.name}
    </Link>
  );
}
