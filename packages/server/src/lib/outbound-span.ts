/** Calls out as spans, as the semantic conventions for HTTP clients have it. Nothing of the trace is sent along. */
import { inSpan, isTracing } from "./tracing.ts";

interface Call {
  readonly method: string;
  readonly url: string;
}

/** The same function, whose calls are spans while traces are on. */
export function asClientSpan<Request extends Call, Answer extends { readonly status: number }>(
  send: (request: Request) => Promise<Answer>,
): (request: Request) => Promise<Answer> {
  return async (request) => {
    if (!isTracing()) return await send(request);
    const { method: name, url } = request;
    const attributes = { "http.request.method": name, ...addressOf(url) };
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

/** A word of an address that names no one: `oauth2`, `v2.0`, `token.json`. Others can be ids, or worse. */
const plain = /^[A-Za-z][A-Za-z._-]{0,39}\d{0,2}(?:\.\d{1,2})?$/;

function addressOf(address: string) {
  const url = URL.parse(address);
  if (url === null) return {};
  const path = url.pathname
    .split("/")
    .map((part) => (part === "" || plain.test(part) ? part : "…"))
    .join("/");
  const port = url.port === "" ? (url.protocol === "http:" ? 80 : 443) : Number(url.port);
  return {
    "server.address": url.hostname,
    "server.port": port,
    "url.full": `${url.origin}${path}`,
  };
}
