/** One connector: its ID and code, what it asks for, its OAuth client, and its end. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  catalogueQuery,
  connectorQuery,
  oauthClientsQuery,
  serverQuery,
} from "../../api/queries.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { Code, CopyField } from "../../parts/copy.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { Time } from "../../parts/time.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/end-pages.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { healthOf } from "../../words/connector.ts";
import { settingLabel } from "../../words/setting.ts";
import { ClientCard } from "./client-card.tsx";
import { ClientDialog } from "./client-dialog.tsx";
import { ForgetDialog, SecretDialog } from "./client-dialogs.tsx";
import { ofBase44, ofGrantry, ofHttp } from "./code.ts";
import { type Shown, useConnectorDialog } from "./connector-address.ts";
import { ChangeDialog, DeleteConnectorDialog } from "./connector-dialogs.tsx";
import { ConnectionCounts, HealthChip } from "./health.tsx";
import { TestCard } from "./test-card.tsx";

const route = getRouteApi("/workspaces/$workspaceId/connectors/$connectorId");

export function ConnectorPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { connectorId } = route.useParams();
  const query = useQuery(connectorQuery(workspaceId, connectorId));
  const { data: types } = useQuery(catalogueQuery(workspaceId));
  return (
    <>
      <Crumbs
        above={[
          {
            text: "Connectors",
            link: { to: "/workspaces/$workspaceId/connectors", params: { workspaceId } },
          },
        ]}
      />
      <Loaded
        query={query}
        what="the connector"
        missing={{
          code: "connector_not_found",
          page: <NotFound what="There is no connector of this ID: it may have been deleted." />,
        }}
      >
        {(connector) => (
          <One connector={connector} type={types?.find((one) => one.type === connector.type)} />
        )}
      </Loaded>
    </>
  );
}

function One({ connector, type }: Shown): ReactNode {
  const { shown, open, close } = useConnectorDialog();
  const { id: workspaceId } = useWorkspace();
  const service = type?.name ?? connector.type;
  const provider = type?.provider.name ?? "the service";
  const ofClient = { client: connector.oauth_client, service: provider, onClose: close };
  const { data: clients } = useQuery(oauthClientsQuery(workspaceId));
  const client = clients?.find(({ id }) => id === connector.oauth_client.id);
  return (
    <>
      <PageHead
        title={connector.name}
        says={`${service}, for the users of every app of the workspace`}
        before={<ProviderLogo type={connector.type} name={service} size="l" />}
      >
        <Link
          to="/workspaces/$workspaceId/connections"
          params={{ workspaceId }}
          search={{ connector: connector.id }}
          className="btn"
        >
          Connections
        </Link>
        <Link
          to="/workspaces/$workspaceId/connectors/$connectorId/activity"
          params={{ workspaceId, connectorId: connector.id }}
          className="btn"
        >
          Activity
        </Link>
        <AllowedButton needs="workspace:write" onClick={() => open("change")}>
          Change name or scopes
        </AllowedButton>
      </PageHead>
      <HealthNote connector={connector} provider={provider} />
      <div className="cols">
        <div className="stack l">
          <UseIt connectorId={connector.id} />
          <Scopes connector={connector} type={type} />
          <TestCard connector={connector} type={type} />
          <Card title="Delete this connector">
            <div className="acts">
              <p className="t2 grow">
                Its connections end, and apps that use its ID get no more tokens.
              </p>
              <AllowedButton
                needs="workspace:write"
                className="btn danger"
                onClick={() => open("delete")}
              >
                Delete…
              </AllowedButton>
            </div>
          </Card>
        </div>
        <Credentials connector={connector} />
      </div>
      {shown === "change" ? <ChangeDialog connector={connector} type={type} /> : null}
      {shown === "client" ? <ClientDialog connector={connector} type={type} /> : null}
      {shown === "forget" && client?.previous_secret === true ? (
        <ForgetDialog {...ofClient} name={connector.name} />
      ) : null}
      {shown === "secret" ? <SecretDialog {...ofClient} /> : null}
      {shown === "delete" ? <DeleteConnectorDialog connector={connector} type={type} /> : null}
    </>
  );
}

/** Said where it does not work. */
function HealthNote({
  connector,
  provider,
}: Pick<Shown, "connector"> & { readonly provider: string }): ReactNode {
  const { tone, icon, word, means } = healthOf(connector);
  if (tone !== "fail" && tone !== "deg") return null;
  return (
    <div className={tone === "fail" ? "note fail" : "note user"} role="status">
      <Icon name={icon} />
      <div className="grow">
        <p className="b">{word}</p>
        <p>{means(provider)}</p>
      </div>
    </div>
  );
}

const libraries = [
  [undefined, "Grantry SDK"],
  ["base44", "Base44 SDK"],
  ["http", "HTTP"],
] as const;

function UseIt({ connectorId }: { readonly connectorId: string }): ReactNode {
  const { code } = route.useSearch();
  const { data: server } = useQuery(serverQuery);
  const snippets =
    code === "base44"
      ? ofBase44(connectorId)
      : code === "http"
        ? ofHttp(connectorId, server?.public_url ?? "")
        : ofGrantry(connectorId);
  return (
    <Card
      title="Use it in your code"
      side={
        <Tabs label="Library" small>
          {libraries.map(([library, text]) => (
            <Link
              key={text}
              from={route.id}
              to="."
              search={(before) => ({ ...before, code: library })}
              replace
              resetScroll={false}
              activeOptions={{ exact: true }}
              aria-current={library === code ? "true" : undefined}
            >
              {text}
            </Link>
          ))}
        </Tabs>
      }
    >
      <div className="stack">
        <CopyField label="Connector ID" text={connectorId} />
        {snippets.map(({ title, text }) => (
          <Code key={title} title={title} text={text} />
        ))}
      </div>
    </Card>
  );
}

function Scopes({ connector: { scopes, unlisted_scopes: unlisted }, type }: Shown): ReactNode {
  const titles = new Map(type?.scopes.map(({ scope, title }) => [scope, title]));
  return (
    <Card title="Scopes: what apps may do">
      {scopes.length === 0 ? (
        <p className="t2">
          None are asked for: this service grants what the client was registered for.
        </p>
      ) : (
        <ul className="steps">
          {scopes.map((scope) => (
            <li key={scope}>
              <Icon name="check" />
              <div>
                {titles.get(scope) ?? "Not in our list: it is asked for as it stands"}
                <code className="t2 block">{scope}</code>
              </div>
              {unlisted.includes(scope) ? <span className="tag">Not in our list</span> : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Credentials({ connector }: Pick<Shown, "connector">): ReactNode {
  const settings = Object.entries(connector.settings);
  const test = connector.last_test;
  return (
    <div className="stack l">
      <ClientCard connector={connector} />
      <Card title="About it">
        <dl className="kv tight">
          <dt>Health</dt>
          <dd>
            <HealthChip of={connector} />
          </dd>
          <dt>Connections</dt>
          <dd>
            <ConnectionCounts of={connector} />
          </dd>
          <dt>Added</dt>
          <dd>
            <Time at={connector.created_at} on />
          </dd>
          <dt>Changed</dt>
          <dd>
            <Time at={connector.updated_at} on />
          </dd>
          <dt>Last test</dt>
          <dd>
            {test === null ? (
              "Never"
            ) : (
              <>
                <Time at={test.at} on />, {test.failed_step === null ? "passed" : "failed"}
              </>
            )}
          </dd>
          {settings.map(([name, value]) => (
            <Setting key={name} name={name} value={value} />
          ))}
        </dl>
      </Card>
    </div>
  );
}

function Setting({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{settingLabel(name)}</dt>
      <dd className="mono">{value}</dd>
    </>
  );
}
