/** HTTP of the rig's callers: kept connections, one pool per server, nothing followed. */
import { Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpClient {
  /** Resolves with any answer; rejects where none came. */
  send(url: string, call?: Call): Promise<Reply>;
  close(): void;
}

/** `timeoutMs`: after which a silent server counts as not answering. */
export function createHttpClient(timeoutMs: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  return {
    close: () => agent.destroy(),
    send: (url, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
        const sent = request(
          url,
          { agent, method, headers: { ...headers, ...length } },
          (response) => {
            let text = "";
            response.setEncoding("utf8");
            response.on("data", (part: string) => {
              text += part;
            });
            response.once("error", reject);
            response.once("end", () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
            );
          },
        );
        sent.setTimeout(timeoutMs, () => sent.destroy(new Error("no answer in time")));
        sent.once("error", reject);
        sent.end(body);
      }),
  };
}
