/** The accounts that everybody who uses an app shares: connected, declared, and what each of them needs. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { catalogueQuery, sharedConnectionsQuery } from "../../api/queries.ts";
import { AllowedButton, useMay } from "../../parts/allowed.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, Empty } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { type Connection, revocationInWords } from "../../words/connection.ts";
import { ChooseServiceDialog } from "./choose-service.tsx";
import { ConnectDialog } from "./connect-account.tsx";
import { useApp } from "./current-app.ts";
import { IntegrationCard } from "./integration-card.tsx";
import { DisconnectDialog, RemoveDialog } from "./integration-dialogs.tsx";
import { type CatalogueType, isConnected, mustReconnect, useDeeds, wantedOf } from "./shared.ts";

export function IntegrationsPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId, name } = useApp();
  const query = useQuery(sharedConnectionsQuery(workspaceId, appId));
  const types = useQuery(catalogueQuery(workspaceId));
  return (
    <>
      <div className="head">
        <div className="grow">
          <p>
            Accounts shared by everyone who uses <bdi>{name}</bdi>. What people connect for
            themselves is listed under{" "}
            <Link
              to="/workspaces/$workspaceId/connections"
              params={{ workspaceId }}
              search={{ app: appId, owner: "user" }}
            >
              Connections
            </Link>
            .
          </p>
        </div>
        <div className="acts">
          <ConnectButton />
        </div>
      </div>
      <Loaded query={query} what="this list">
        {(all) => (
          <Loaded query={types} what="the catalogue">
            {(catalogue) => <Listed all={all} catalogue={catalogue} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

/** `again`: below the one of the heading, which is the page's first. */
function ConnectButton({ again = false }: { readonly again?: boolean }): ReactNode {
  const { open } = useDeeds();
  return (
    <AllowedButton
      needs="apps:write"
      className={again ? "btn" : "btn pri"}
      onClick={() => open("choose")}
    >
      <Icon name="plus" />
      Connect an account
    </AllowedButton>
  );
}

/** Those that need somebody first, then by service. */
function inOrder(all: readonly Connection[]): Connection[] {
  return [...all].sort(
    (one, other) =>
      Number(mustReconnect(other)) - Number(mustReconnect(one)) ||
      one.connector.name.localeCompare(other.connector.name),
  );
}

function Listed({
  all,
  catalogue,
}: {
  readonly all: readonly Connection[];
  readonly catalogue: readonly CatalogueType[];
}): ReactNode {
  const typeOf = new Map(catalogue.map((one) => [one.type, one]));
  const connected = inOrder(all.filter(isConnected));
  const declared = all.filter((one) => !isConnected(one));
  return (
    <div className="stack l">
      {all.length === 0 ? <Nothing /> : null}
      {connected.length === 0 ? null : (
        <div className="two">
          {connected.map((one) => (
            <IntegrationCard key={one.id} connection={one} type={typeOf.get(one.connector.type)} />
          ))}
        </div>
      )}
      {declared.length === 0 ? null : (
        <Card title="Declared, but not connected">
          <ul className="lines">
            {declared.map((one) => (
              <Declared key={one.id} connection={one} type={typeOf.get(one.connector.type)} />
            ))}
          </ul>
        </Card>
      )}
      <Dialogs all={all} catalogue={catalogue} />
    </div>
  );
}

function Nothing(): ReactNode {
  const { name } = useApp();
  return (
    <section className="card" aria-label="Shared accounts">
      <Empty title={`${name} has no shared account yet.`}>
        <p className="t2">Connect one for everyone who uses it.</p>
        <ConnectButton again />
        <p className="t2">
          Or from the app’s folder: <code>npx grantry connectors push</code>
        </p>
      </Empty>
    </section>
  );
}

function Declared({
  connection,
  type,
}: {
  readonly connection: Connection;
  readonly type: CatalogueType | undefined;
}): ReactNode {
  const { open } = useDeeds();
  const mayConnect = useMay("apps:write");
  const { connector, connected_at: connectedAt, status_since: since, revocation } = connection;
  const wanted = wantedOf(connection, type);
  const name = type?.name ?? connector.name;
  const provider = type?.provider.name ?? connector.name;
  return (
    <li className="integration">
      <div className="who">
        <ProviderLogo type={connector.type} name={name} />
        <div>
          <p className="m">{name}</p>
          <p className="t2 small">
            {connectedAt === null ? (
              <>
                Declared <Time at={since} />.
              </>
            ) : (
              <>
                Disconnected <Time at={since} />. {revocationInWords(revocation, provider)}
              </>
            )}
          </p>
          {wanted.length === 0 ? null : (
            <p className="t2 small">{`To be allowed: ${wanted.join("; ")}.`}</p>
          )}
        </div>
      </div>
      {mayConnect ? (
        <span className="acts">
          <button
            type="button"
            className="btn s"
            onClick={() => open("connect", connector.type)}
          >{`Connect ${name}`}</button>
          <button
            type="button"
            className="btn s quiet"
            onClick={() => open("remove", connector.type)}
          >
            Remove from list…<span className="vh"> {name}</span>
          </button>
        </span>
      ) : null}
    </li>
  );
}

/** The dialog that the address names, where it fits what there is. */
function Dialogs({
  all,
  catalogue,
}: {
  readonly all: readonly Connection[];
  readonly catalogue: readonly CatalogueType[];
}): ReactNode {
  const { shown, about } = useDeeds();
  if (shown === undefined) return null;
  if (shown === "choose") return <ChooseServiceDialog all={all} catalogue={catalogue} />;
  const type = catalogue.find((one) => one.type === about);
  const connection = all.find(({ connector }) => connector.type === about);
  if (type === undefined) return null;
  if (shown === "disconnect" || shown === "remove") {
    if (connection === undefined) return null;
    if (isConnected(connection) !== (shown === "disconnect")) return null;
    return shown === "disconnect" ? (
      <DisconnectDialog connection={connection} type={type} />
    ) : (
      <RemoveDialog connection={connection} type={type} />
    );
  }
  if (shown !== "connect" && connection === undefined) return null;
  return (
    <ConnectDialog key={type.type} deed={shown} type={type} connection={connection ?? undefined} />
  );
}
