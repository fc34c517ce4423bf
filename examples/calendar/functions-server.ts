/** Runs the files of a folder as functions, each under its name: `POST /my-events` runs my-events.ts. */
import { readdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { send, toRequest } from "./node-http.ts";

/** What a file exports by default. */
type Handler = (request: Request) => Response | Promise<Response>;

/** Loads every function of the folder; the caller listens and closes. Throws where one is not right. */
export async function createFunctionsServer(folder: URL): Promise<Server> {
  const handlers = new Map<string, Handler>();
  for (const file of await readdir(folder)) {
    if (file.endsWith(".ts")) handlers.set(file.slice(0, -3), await load(new URL(file, folder)));
  }
  return createServer((incoming, outgoing) => {
    toRequest(incoming)
      .then(async (request) => {
        const handler = handlers.get(new URL(request.url).pathname.slice(1));
        if (handler !== undefined) return await handler(request);
        return Response.json({ error: "not_found" }, { status: 404 });
      })
      .catch((thrown: unknown) => {
        console.error(thrown);
        return Response.json({ error: "unavailable" }, { status: 500 });
      })
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy());
  });
}

async function load(file: URL): Promise<Handler> {
  const { default: handler } = (await import(file.href)) as { default?: unknown };
  if (typeof handler === "function") return handler as Handler;
  throw new Error(`${file.pathname} exports no function by default.`);
}
