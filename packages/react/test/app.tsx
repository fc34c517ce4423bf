/** The app of the browser tests: rendered on the server and in the browser alike. */
import { ConnectButton, type ConnectionEvent, Connections, GrantryProvider } from "@grantry/react";
import type { GrantryClient } from "@grantry/sdk";
import { type ReactNode, StrictMode } from "react";

export interface AppProps {
  readonly client: GrantryClient;
  readonly language?: string | undefined;
  readonly connectorIds?: readonly string[] | undefined;
  /** Shows the button of this connector instead of the list. */
  readonly button?: string | undefined;
  readonly onEvent?: ((event: ConnectionEvent) => void) | undefined;
}

export function App({ client, language, connectorIds, button, onEvent }: AppProps): ReactNode {
  return (
    <StrictMode>
      <GrantryProvider client={client} appName="Daybook" language={language}>
        {button === undefined ? (
          <Connections connectorIds={connectorIds} onEvent={onEvent} />
        ) : (
          <ConnectButton connectorId={button} onEvent={onEvent} />
        )}
      </GrantryProvider>
    </StrictMode>
  );
}
