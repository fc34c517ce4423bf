/** The other side of the wire: a local server that records requests and answers as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The body's text; empty where there was none. */
  readonly body: string;
}

export type Answer = (request: RecordedRequest, response: ServerResponse) => void;

export interface WireServer {
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** Answers for the next requests, in order; the last one stays. */
  answerWith(...answers: Answer[]): void;
  /** The answer to every request for a path that holds this; it is not among `requests`. */
  answerAside(path: string, answer: Answer): void;
  close(): Promise<void>;
}

/** An answer of JSON with a status. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

/** A refusal of `/v1`, under the status that it names. */
export function problem(
  body: Readonly<Record<string, unknown>> & { readonly status: number },
  headers: Record<string, string> = {},
) {
  return json(body.status, body, { "content-type": "application/problem+json", ...headers });
}

export async function startWireServer(): Promise<WireServer> {
  const requests: RecordedRequest[] = [];
  let answers: Answer[] = [];
  const aside = new Map<string, Answer>();
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = "", url: path = "", headers } = incoming;
    const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
    const other = [...aside.entries()].find(([part]) => path.includes(part))?.[1];
    if (other !== undefined) return other(request, response);
    requests.push(request);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) response.destroy();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    answerWith: (...next) => {
      answers = next;
    },
    answerAside: (path, answer) => {
      aside.set(path, answer);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
