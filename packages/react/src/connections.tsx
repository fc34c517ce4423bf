"use client";
/** The list of the user's connections. */
import type { AppUserConnection } from "@grantry/sdk";
import { type RowView, viewOf } from "@grantry/sdk/connections";
import { type ReactNode, useId } from "react";
import { type ConnectionEvent, useNews } from "./news.ts";
import { Message, Panel, PanelParts, PartButton } from "./parts.tsx";
import { useProvided, useSnapshot } from "./provider.tsx";
import { useRowFocus } from "./use-row-focus.ts";

/** Props of {@link Connections}. */
export interface ConnectionsProps {
  /** Only these connectors, in this order. Without it all that the user can connect. */
  readonly connectorIds?: readonly string[] | undefined;
  readonly className?: string | undefined;
  /** A picture for a connector, in place of the service's logo. */
  readonly renderLogo?: ((connection: AppUserConnection) => ReactNode) | undefined;
  /** What stands there while there is no connector to connect. Nothing by default. */
  readonly empty?: ReactNode;
  /** Called once for everything that happens: something was connected, disconnected, cancelled or failed. */
  readonly onEvent?: ((event: ConnectionEvent) => void) | undefined;
}

/**
 * The signed-in user's connections: a row per connector with account, state and what can be done. Its look is
 * `@grantry/react/style.css`, or your own by `[data-grantry-…]`.
 *
 * @throws Error where no {@link GrantryProvider} stands above.
 */
export function Connections(props: ConnectionsProps): ReactNode {
  const { store, options } = useProvided();
  const snapshot = useSnapshot(store);
  useNews(store, snapshot.news, props.onEvent);
  const view = viewOf(snapshot, store, { ...options, connectorIds: props.connectorIds });
  return (
    <div
      className={props.className}
      lang={view.language}
      data-grantry-connections=""
      data-state={view.phase}
    >
      <Message>{view.message}</Message>
      {view.problem === null ? null : (
        <div data-grantry-problem="">
          <PanelParts view={view.problem} />
        </div>
      )}
      {view.phase === "loading" ? (
        <p data-grantry-loading="" aria-busy="true">
          <span>{view.loading}</span>
        </p>
      ) : null}
      {view.phase === "ready" && view.rows.length === 0 ? props.empty : null}
      {view.rows.length === 0 ? null : (
        // biome-ignore lint/a11y/noRedundantRoles: without list-style Safari takes a list for none.
        <ul role="list" data-grantry-list="">
          {view.rows.map((row) => (
            <Row key={row.connectorId} row={row} renderLogo={props.renderLogo} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The service's, drawn from data; the first letters of the name where there is none. */
function Logo({ row: { logo, letters } }: { readonly row: RowView }): ReactNode {
  if (logo === null) return letters;
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={logo.path} fill={logo.color} />
    </svg>
  );
}

function Row({
  row,
  renderLogo,
}: {
  readonly row: RowView;
  readonly renderLogo: ConnectionsProps["renderLogo"];
}): ReactNode {
  const nameId = useId();
  const actions = [...row.buttons, ...(row.panel?.buttons ?? [])].map(({ action }) => action);
  const focus = useRowFocus<HTMLLIElement>(actions.join(), row.panel?.focus ?? null);
  return (
    <li
      {...focus}
      data-grantry-row=""
      data-state={row.state}
      data-connector-id={row.connectorId}
      data-type={row.connection.integrationType}
    >
      <span data-grantry-logo="" aria-hidden="true">
        {renderLogo?.(row.connection) ?? <Logo row={row} />}
      </span>
      <span data-grantry-who="">
        <span data-grantry-name="" id={nameId} dir="auto" title={row.name}>
          {row.name}
        </span>
        {row.account === null ? null : (
          <span data-grantry-account="" dir="auto" title={row.account}>
            {row.account}
          </span>
        )}
      </span>
      <span data-grantry-state={row.state}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={row.stateIcon} />
        </svg>
        {row.stateWord}
      </span>
      <span data-grantry-actions="">
        {row.buttons.map((one) => (
          <PartButton key={one.action} view={one} nameId={nameId} />
        ))}
      </span>
      {row.note === null ? null : <p data-grantry-note="">{row.note}</p>}
      {row.panel === null ? null : <Panel view={row.panel} nameId={nameId} />}
    </li>
  );
}
