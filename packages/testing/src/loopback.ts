/** Servers on a free port of loopback. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";

export type { IncomingMessage, ServerResponse };

export interface Listening {
  /** Such as `http://127.0.0.1:40001`. */
  readonly origin: string;
  readonly server: Server;
  /** Ends every connection and stops; a second call does nothing. */
  close(): Promise<void>;
}

/** Serves with this listener, over TLS where there is a key and a certificate; on any free port unless one is given. */
export async function serve(
  listener: RequestListener,
  tls?: ServerOptions,
  port = 0,
): Promise<Listening> {
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return {
    origin: `${tls === undefined ? "http" : "https"}://127.0.0.1:${address.port}`,
    server,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
