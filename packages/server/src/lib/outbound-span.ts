/** Calls out as spans, as the semantic conventions for HTTP clients have it. Nothing of the trace is sent along. */
import { hasSpans, inSpan } from "./tracing.ts";

interface Call {
  readonly method: string;
  readonly url: string;
  readonly writtenAs?: string | undefined;
}

/** The same function, whose calls are spans while traces are recorded. */
export function asClientSpan<Request extends Call, Answer extends { readonly status: number }>(
  send: (request: Request) => Promise<Answer>,
): (request: Request) => Promise<Answer> {
  return async (request) => {
    if (!hasSpans()) return await send(request);
    const { method: name } = request;
    const attributes = { "http.request.method": name, ...addressOf(request) };
    return await inSpan({ name, kind: "client", attributes }, async (set) => {
      const answer = await send(request);
      const { status } = answer;
      const told = { "http.response.status_code": status };
      if (status >= 400) set(told, String(status));
      else set(told);
      return answer;
    });
  };
}

function addressOf({ url: address, writtenAs }: Call) {
  const url = URL.parse(address);
  if (url === null) return {};
  const path = writtenAs === undefined ? unknownPath(url.pathname) : writtenPath(writtenAs);
  const port = url.port === "" ? (url.protocol === "http:" ? 80 : 443) : Number(url.port);
  return {
    "server.address": url.hostname,
    "server.port": port,
    "url.full": url.origin + path,
  };
}

/** No step can be told from an id or a secret by how it looks. */
const unknownPath = (path: string) => (path === "/" ? path : "/…");

/** The steps that are written out; what fills the others can name somebody. */
function writtenPath(template: string): string {
  const [, path = ""] = /^[^:]*:\/\/[^/?#]*([^?#]*)/.exec(template) ?? [];
  const steps = path.split("/");
  return steps.map((step) => (step.includes("{") ? "…" : step)).join("/");
}
