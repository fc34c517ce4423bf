"use client";
/** One connector's button. */
import { buttonOf, type RowView } from "@grantry/sdk/connections";
import type { ReactNode } from "react";
import { type ConnectionEvent, useNews } from "./news.ts";
import { Message, Panel, PartButton } from "./parts.tsx";
import { useProvided, useSnapshot } from "./provider.tsx";
import { useRowFocus } from "./use-row-focus.ts";

/** Props of {@link ConnectButton}. */
export interface ConnectButtonProps {
  readonly connectorId: string;
  readonly className?: string | undefined;
  /** What the button says, in place of "Connect Slack" and the like. Null of the row: the list is not read yet. */
  readonly children?: ReactNode | ((row: RowView | null) => ReactNode);
  /** As in {@link ConnectionsProps}, of this connector. */
  readonly onEvent?: ((event: ConnectionEvent) => void) | undefined;
}

/**
 * A button that connects, reconnects or disconnects one connector, whichever there is to do, with the same panels
 * that the list has: the window that is open, the one that was blocked, the question, the failure.
 *
 * @throws Error where no {@link GrantryProvider} stands above.
 */
export function ConnectButton(props: ConnectButtonProps): ReactNode {
  const { connectorId, className, children } = props;
  const { store, options } = useProvided();
  const snapshot = useSnapshot(store);
  useNews(store, snapshot.news, props.onEvent, connectorId);
  const { button, row, panel, message } = buttonOf(snapshot, store, connectorId, options);
  const actions = [button, ...(panel?.buttons ?? [])].map((one) => one?.action);
  const focus = useRowFocus<HTMLDivElement>(actions.join(), panel?.focus ?? null);
  return (
    <div
      {...focus}
      lang={options.wording.language}
      data-grantry-connect=""
      data-state={row?.state ?? snapshot.phase}
      data-connector-id={connectorId}
    >
      <Message>{message}</Message>
      {button === null ? null : (
        <PartButton view={button} className={className}>
          {typeof children === "function" ? children(row) : children}
        </PartButton>
      )}
      {panel === null ? null : <Panel view={panel} />}
    </div>
  );
}
