/**
 * A proxy on loopback for calls out, which connects and does nothing else. Where a host lies is made up by the test; it
 * writes down what it was asked for, and goes wrong as it is told.
 */
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/**
 * `demands`, `refuses`, `host_away`: answers 407, 403, 502. `hangs`: says nothing. `garbage`: answers with something that is not HTTP.
 * `hangs_up`: ends the connection. `endless_head`: a head without end. `cut_off`: connects, and ends the tunnel at once.
 */
export type ProxyTrouble =
  | "demands"
  | "refuses"
  | "host_away"
  | "hangs"
  | "garbage"
  | "hangs_up"
  | "endless_head"
  | "cut_off";

export interface OutboundProxy {
  /** Such as `http://127.0.0.1:40001`. */
  readonly origin: string;
  /** Such as `CONNECT example.net:443`, in their order. */
  readonly asked: string[];
  /** What it was told of whoever asked; undefined: nothing. */
  readonly credentials: (string | undefined)[];
  /** From now on; null: none. */
  every(trouble: ProxyTrouble | null): void;
  close(): Promise<void>;
}

interface OutboundProxyOptions {
  /** The origin on loopback of a host and port; undefined: it is not reached. */
  readonly leadsTo: (authority: string) => string | undefined;
  readonly tls?: ServerOptions;
}

const statuses = { demands: 407, refuses: 403, host_away: 502 } as const;

export async function startOutboundProxy({
  leadsTo,
  tls,
}: OutboundProxyOptions): Promise<OutboundProxy> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  let trouble: ProxyTrouble | null = null;
  const note = ({ method, url, headers }: IncomingMessage): void => {
    asked.push(`${method} ${url}`);
    credentials.push(headers["proxy-authorization"]);
  };

  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on("request", (incoming, answer) => {
    note(incoming);
    answer.writeHead(501).end();
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)));
  });
  server.on("connect", (incoming, socket, head) => {
    note(incoming);
    socket.on("error", () => {});
    const target = leadsTo(incoming.url ?? "");
    const isLost = trouble === null && target === undefined;
    const status = isLost ? 502 : statusOf(trouble);
    if (status !== null) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    } else if (trouble === null && target !== undefined) {
      tunnel({ socket, head }, target);
    } else misbehave(socket);
  });

  function misbehave(socket: Duplex): void {
    if (trouble === "hangs_up") socket.destroy();
    if (trouble === "garbage") socket.write("220 mail.example.net ESMTP\r\n");
    if (trouble === "cut_off") socket.end("HTTP/1.1 200 Connected\r\n\r\n");
    if (trouble === "endless_head") socket.write(`HTTP/1.1 200 Yes\r\nX: ${"x".repeat(100_000)}`);
  }

  function tunnel({ socket, head }: { socket: Duplex; head: Buffer }, target: string): void {
    const { hostname, port } = new URL(target);
    const upstream = connect(Number(port), hostname, () => {
      // In pieces, as a network may bring it.
      socket.write("HTTP/1.1 20");
      setImmediate(() => {
        socket.write("0 Connected\r\nVia: 1.1 made-up\r\n\r\n");
        upstream.write(head);
        socket.pipe(upstream).pipe(socket);
      });
    });
    sockets.add(upstream);
    upstream.on("error", () => socket.destroy()).on("close", () => sockets.delete(upstream));
    socket.on("close", () => upstream.destroy());
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return {
    origin: `${tls === undefined ? "http" : "https"}://127.0.0.1:${address.port}`,
    asked,
    credentials,
    every: (next) => {
      trouble = next;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function statusOf(trouble: ProxyTrouble | null): number | null {
  if (trouble === "demands" || trouble === "refuses" || trouble === "host_away") {
    return statuses[trouble];
  }
  return null;
}
