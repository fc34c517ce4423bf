/** One shared account: who connected it, what it may do, how it stands, and what can be done. */
import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import { useMay } from "../../parts/allowed.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { accountOf, type Connection, reasonOf, stateOf } from "../../words/connection.ts";
import { counted } from "../../words/plural.ts";
import { settingLabel } from "../../words/setting.ts";
import { StateChip } from "../connections/state.tsx";
import { useApp } from "./current-app.ts";
import { accessOf, type CatalogueType, mustReconnect, operatorName, useDeeds } from "./shared.ts";

interface Shown {
  readonly connection: Connection;
  readonly type: CatalogueType | undefined;
}

export function IntegrationCard({ connection, type }: Shown): ReactNode {
  const { connector } = connection;
  const name = type?.name ?? connector.name;
  return (
    <section className="card" aria-label={name}>
      <header>
        <div className="who">
          <ProviderLogo type={connector.type} name={name} />
          <div>
            <h2 className="ell" title={name}>
              {name}
            </h2>
            <p className="t2 small ell" title={accountOf(connection)}>
              <bdi>{accountOf(connection)}</bdi>
            </p>
          </div>
        </div>
        <span className="push">
          <StateChip of={connection} />
        </span>
      </header>
      <div className="body">
        <Facts connection={connection} type={type} />
        <Note connection={connection} type={type} />
      </div>
      <footer>
        <Acts connection={connection} name={name} />
      </footer>
    </section>
  );
}

interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

function Facts({ connection, type }: Shown): ReactNode {
  const { granted, withheld } = accessOf(connection, type);
  const { connected_by: by, connected_at: at, last_refreshed_at: last } = connection;
  const facts: Fact[] = [
    { name: "Connected by", value: <Author by={by} at={at} /> },
    { name: "Can", value: granted.length === 0 ? null : <Titles of={granted} /> },
    { name: "Not granted", value: withheld.length === 0 ? null : <Titles of={withheld} /> },
    ...Object.entries(connection.settings).map(([name, value]) => ({
      name: type?.setting_fields.find((field) => field.name === name)?.title ?? settingLabel(name),
      value: <bdi>{value}</bdi>,
    })),
    { name: "Last refresh", value: last === null ? null : <Time at={last} /> },
    { name: "Next refresh", value: nextOf(connection) },
  ];
  return (
    <dl className="kv">
      {facts.map(({ name, value }) =>
        value === null ? null : (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}

function Author({
  by,
  at,
}: {
  readonly by: Connection["connected_by"];
  readonly at: string | null;
}): ReactNode {
  return (
    <>
      <bdi>{by === null ? "Unknown" : operatorName(by)}</bdi>
      {at === null ? null : (
        <>
          , <Time at={at} on />
        </>
      )}
    </>
  );
}

function Titles({ of: titles }: { readonly of: readonly string[] }): ReactNode {
  return (
    <ul>
      {titles.map((title) => (
        <li key={title}>{title}</li>
      ))}
    </ul>
  );
}

/** When it is refreshed unasked, or by itself once it is used. */
function nextOf(connection: Connection): ReactNode {
  const { status, refreshable, next_refresh_at: next, expires_at: ends } = connection;
  if (status !== "active" || stateOf(connection).word === "Ends soon") return null;
  if (next !== null) {
    return (
      <>
        <Time at={next} />, automatic
      </>
    );
  }
  if (refreshable) return "When it is used";
  return ends === null ? null : (
    <>
      None; it ends <Time at={ends} on />
    </>
  );
}

/** What somebody has to do about it, or may want to. */
function Note({ connection, type }: Shown): ReactNode {
  const { open } = useDeeds();
  const mayConnect = useMay("apps:write");
  const { name: app } = useApp();
  const { connector, status_since: since, failure } = connection;
  const name = type?.name ?? connector.name;
  const provider = type?.provider.name ?? connector.name;
  const { withheld } = accessOf(connection, type);
  if (connection.status === "needs_reauth") {
    return (
      <div className="note user">
        <Icon name="person" />
        <div className="grow">
          <p className="b">{reasonOf(connection, provider)}</p>
          <p className="t2">
            {app} has had no token since <Time at={since} on />. Reconnect the same account; nothing
            else changes.
          </p>
        </div>
      </div>
    );
  }
  if (connection.degraded) {
    return (
      <div className="note info">
        <Icon name="wave" />
        <div className="grow">
          <p>
            {`The last refresh at ${provider} did not work.`}
            {connection.next_try_at === null ? null : (
              <>
                {" "}
                It is tried again <Time at={connection.next_try_at} />.
              </>
            )}
          </p>
          {failure === null ? null : <code className="small t2">{failure.code}</code>}
        </div>
      </div>
    );
  }
  if (mustReconnect(connection)) {
    const end = connection.refreshable
      ? connection.refresh_token_expires_at
      : connection.expires_at;
    return (
      <div className="note info">
        <Icon name="clock" />
        <p className="grow">
          {`${name} access ends `}
          {end === null ? null : <Time at={end} on />}
          {`: ${provider} gives nothing that refreshes it. Reconnect before then; there is no gap.`}
        </p>
      </div>
    );
  }
  if (withheld.length === 0) return null;
  return (
    <div className="note info">
      <Icon name="plug" />
      <p className="grow">
        {`${app} asked for ${counted(withheld.length, "permission")} that ${withheld.length === 1 ? "was" : "were"} not granted. `}
        {mayConnect ? (
          <button
            type="button"
            className="aslink"
            onClick={() => open("reconnect", connector.type)}
          >
            Ask again<span className="vh"> {name}</span>
          </button>
        ) : null}
      </p>
    </div>
  );
}

function Acts({
  connection,
  name,
}: {
  readonly connection: Connection;
  readonly name: string;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { open } = useDeeds();
  const mayConnect = useMay("apps:write");
  const { type } = connection.connector;
  const act = (deed: Parameters<typeof open>[0], says: string, kind: string) => (
    <button type="button" className={`btn s ${kind}`} onClick={() => open(deed, type)}>
      {says}
      <span className="vh"> {name}</span>
    </button>
  );
  return (
    <>
      {mayConnect && mustReconnect(connection) ? (
        <button
          type="button"
          className="btn s pri"
          onClick={() => open("reconnect", type)}
        >{`Reconnect ${name}`}</button>
      ) : null}
      {mayConnect ? act("scopes", "Change scopes", "") : null}
      {mayConnect ? act("another", "Use another account", "quiet") : null}
      <Link
        to="/workspaces/$workspaceId/connections/$connectionId"
        params={{ workspaceId, connectionId: connection.id }}
        className="btn s quiet"
      >
        History<span className="vh"> of {name}</span>
      </Link>
      {mayConnect ? act("disconnect", "Disconnect…", "quiet danger") : null}
    </>
  );
}
