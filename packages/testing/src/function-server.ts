/** A real server of functions on loopback, in place of an app's backend. */
import { type IncomingMessage, type ServerResponse, serve } from "./loopback.ts";

export interface SeenCall {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

export interface FunctionServer {
  readonly origin: string;
  /** Every call that arrived. */
  readonly calls: SeenCall[];
  /** Runs a function as the official documentation writes one: a Request in, a Response out. */
  run(name: string, handler: (request: Request) => Response | Promise<Response>): void;
  /** Answers by hand, piece by piece. */
  listen(name: string, listener: Listener): void;
  close(): Promise<void>;
}

export async function startFunctionServer(): Promise<FunctionServer> {
  const listeners = new Map<string, Listener>();
  const calls: SeenCall[] = [];
  const { origin, close } = await serve((incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    calls.push({ method, url, headers });
    const name = url.replace(/\?.*$/, "").slice("/fn/".length);
    const listener = listeners.get(name);
    if (listener === undefined) outgoing.writeHead(404).end("no such function");
    else listener(incoming, outgoing);
  });
  return {
    origin,
    calls,
    listen: (name, listener) => listeners.set(name, listener),
    run: (name, handler) =>
      listeners.set(name, (incoming, outgoing) => {
        toRequest(origin, incoming)
          .then(handler)
          .catch((thrown: unknown) => Response.json({ error: String(thrown) }, { status: 500 }))
          .then((response) => send(response, outgoing))
          .catch(() => outgoing.destroy());
      }),
    close,
  };
}

async function toRequest(origin: string, incoming: IncomingMessage): Promise<Request> {
  const { method = "GET", url = "/" } = incoming;
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return new Request(origin + url, { method, headers, ...(body.length > 0 ? { body } : {}) });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
