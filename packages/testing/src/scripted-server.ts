/**
 * A real server on loopback that answers as a test tells it: what each address answers, and which of
 * the faults of the sandbox's vocabulary its requests meet. It writes down all that it is sent. The
 * fake authorization server, the identity provider and the providers of single tests are made of it.
 */
import type { IncomingHttpHeaders } from "node:http";
import type { ServerOptions } from "node:https";
import { type Answer, createFaults, type Faults } from "@grantry/sandbox/faults";
import { readBody } from "@grantry/sandbox/http";
import { misbehave, writeAnswer } from "@grantry/sandbox/misbehave";
import { type IncomingMessage, type ServerResponse, serve } from "./loopback.ts";

export interface Received {
  readonly method: string;
  readonly path: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as a form. */
  readonly form: URLSearchParams;
}

/** What is answered: always the same, or made for each request. */
export type Script = Answer | ((request: Received) => Answer | Promise<Answer>);

export interface ScriptedServer {
  readonly origin: string;
  /** Every request, also where a fault swallowed it. */
  readonly requests: Received[];
  /** By path; `*` are all paths that have no answer of their own. What stands for a path comes first. */
  readonly faults: Faults<string>;
  /** What a path answers from now on; `*` are all that have none of their own, else 404. */
  on(path: string, script: Script): void;
  /** Forgets requests and faults, and what was said since the start. */
  reset(): void;
  close(): Promise<void>;
}

export interface ScriptedServerOptions {
  /** By path, as `on` takes them. */
  readonly answers?: Readonly<Record<string, Script>>;
  readonly tls?: ServerOptions;
  /** Any free one where none is given. */
  readonly port?: number;
}

const bodyBytesMax = 4_194_304;

export async function startScriptedServer({
  answers = {},
  tls,
  port,
}: ScriptedServerOptions = {}): Promise<ScriptedServer> {
  const requests: Received[] = [];
  const scripts = new Map(Object.entries(answers));
  const { faults, take } = createFaults<string>();
  const closing = new AbortController();

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = toReceived(incoming, await readBody(incoming, bodyBytesMax));
    requests.push(request);
    const script = scripts.get(request.path) ?? scripts.get("*") ?? { status: 404, body: {} };
    const carryOut = async () =>
      writeAnswer(response, typeof script === "function" ? await script(request) : script);
    const fault = take(request.path) ?? (scripts.has(request.path) ? undefined : take("*"));
    if (fault === undefined) await carryOut();
    else await misbehave(fault, response, carryOut, closing.signal);
  }

  const { origin, close } = await serve(
    (incoming, response) => {
      answer(incoming, response).catch(() => response.destroy());
    },
    tls,
    port,
  );
  return {
    origin,
    requests,
    faults,
    on: (path, script) => {
      scripts.set(path, script);
    },
    reset: () => {
      requests.length = 0;
      faults.clear();
      scripts.clear();
      for (const [path, script] of Object.entries(answers)) scripts.set(path, script);
    },
    close: async () => {
      closing.abort();
      await close();
    },
  };
}

function toReceived({ method = "", url = "", headers }: IncomingMessage, body: string): Received {
  const { pathname: path, searchParams: query } = new URL(url, "http://127.0.0.1");
  return { method, path, url, query, headers, body, form: new URLSearchParams(body) };
}
