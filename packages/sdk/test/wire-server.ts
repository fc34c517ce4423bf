/** The other side of the wire: a local server that records requests and answers as it is told. */
import type { Fault } from "@grantry/sandbox/faults";
import { readBody } from "@grantry/sandbox/http";
import { misbehave } from "@grantry/sandbox/misbehave";
import { type IncomingMessage, type ServerResponse, serve } from "@grantry/testing/loopback";

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The body's text; empty where there was none. */
  readonly body: string;
}

/** In the words of the vocabulary of faults, or by hand. */
export type Answer = Fault | ((request: RecordedRequest, response: ServerResponse) => void);

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
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Fault {
  return { kind: "answer", status, body: JSON.stringify(body), headers };
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
  const closing = new AbortController();
  const { origin, close } = await serve(async (incoming, response) => {
    const { method = "", url: path = "", headers } = incoming;
    const request = { method, path, headers, body: await readBody(incoming) };
    const other = [...aside.entries()].find(([part]) => path.includes(part))?.[1];
    if (other === undefined) requests.push(request);
    const answer = other ?? (answers.length > 1 ? answers.shift() : answers[0]);
    if (typeof answer === "function") answer(request, response);
    else await misbehave(answer ?? { kind: "drop" }, response, async () => {}, closing.signal);
  });
  return {
    url: origin,
    requests,
    answerWith: (...next) => {
      answers = next;
    },
    answerAside: (path, answer) => {
      aside.set(path, answer);
    },
    close: async () => {
      closing.abort();
      await close();
    },
  };
}
