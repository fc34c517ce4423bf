/** A real server on loopback that writes down what it is sent: an authorization server of an attacker. */
import { createServer, type ServerResponse } from "node:http";

export interface Heard {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
}

export interface HostileProvider {
  readonly origin: string;
  /** Every request that arrived. */
  readonly heard: Heard[];
  /** How it answers from now on; 400 `invalid_grant` where nothing is said. */
  answer(answer: (request: Heard, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export async function startHostileProvider(): Promise<HostileProvider> {
  const heard: Heard[] = [];
  let answering = (_request: Heard, response: ServerResponse) => {
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: "invalid_grant" }));
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "", url = "", headers } = incoming;
      const authorization = headers.authorization ?? "";
      const request = { method, url, authorization, body: Buffer.concat(chunks).toString() };
      heard.push(request);
      answering(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    heard,
    answer: (answer) => {
      answering = answer;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
