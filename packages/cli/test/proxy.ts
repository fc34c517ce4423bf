/** Stands in front of the server, and changes what goes through. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { World } from "@grantry/testing/harness";

export interface Between {
  /** The body of a call as it is passed on. */
  readonly asked?: (body: string) => string;
  /** The body of an answer as it is passed on. */
  readonly answered?: (body: string, path: string) => string | Promise<string>;
}

export interface ServerInFront {
  readonly url: string;
  close(): void;
}

export async function startProxy(
  world: Pick<World, "url">,
  { asked = (body) => body, answered = (body) => body }: Between,
): Promise<ServerInFront> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, connection: __, "content-length": ___, ...sent } = request.headers;
    const path = request.url ?? "/";
    const answer = await fetch(world.url + path, {
      method: request.method ?? "GET",
      headers: sent as Record<string, string>,
      ...(chunks.length === 0 ? {} : { body: asked(Buffer.concat(chunks).toString()) }),
    });
    const text = await answered(await answer.text(), path);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
