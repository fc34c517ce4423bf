/** Stands in front of the server, and changes what goes through. */
import type { World } from "@grantry/testing/harness";
import { serve } from "@grantry/testing/loopback";

export interface Between {
  /** The body of a call as it is passed on. */
  readonly asked?: (body: string) => string;
  /** The body of an answer as it is passed on. */
  readonly answered?: (body: string, path: string) => string | Promise<string>;
}

export interface ServerInFront {
  readonly url: string;
  close(): Promise<void>;
}

export async function startProxy(
  world: Pick<World, "url">,
  { asked = (body) => body, answered = (body) => body }: Between,
): Promise<ServerInFront> {
  const { origin, close } = await serve(async (request, response) => {
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
  return { url: origin, close };
}
