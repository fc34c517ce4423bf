/** Between node:http and the web's Request and Response, which the routes are written in. */
import type { IncomingMessage, ServerResponse } from "node:http";

const bodyCharactersMax = 10_000;

/** A request of node:http as a Request. Its URL is this server's own, whatever the Host header says. */
export async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const { method = "GET", url: path = "/", headers, socket } = incoming;
  let body = "";
  for await (const chunk of incoming.setEncoding("utf8")) {
    body += chunk;
    if (body.length > bodyCharactersMax) throw new Error("The request's body is too long.");
  }
  const url = new URL(`http://127.0.0.1:${socket.localPort}${path}`);
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  return new Request(url, { method, headers: sent, ...(body === "" ? {} : { body }) });
}

/** Sends a Response through node:http. */
export async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const headers = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
  outgoing.writeHead(response.status, { ...headers, ...Object.fromEntries(response.headers) });
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
