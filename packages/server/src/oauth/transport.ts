/** How the requests of this folder reach an authorization server. */
import { allowInsecureRequests, customFetch } from "oauth4webapi";
import { isBoundedJson } from "../lib/json.ts";
import type { Outbound } from "../lib/outbound.ts";

/** A request as the RFCs write it: a POST with a form body. */
export interface FormRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: URLSearchParams;
}

/** Sends a form request and resolves with the complete answer. */
export type Transport = (request: FormRequest) => Promise<Response>;

/** Sends form requests as they are. */
export function formTransport(send: Outbound): Transport {
  return ({ url, headers, body }) => send({ method: "POST", url, headers, body: body.toString() });
}

/** What every request needs to know of how it is sent. */
export interface RequestContext {
  readonly transport: Transport;
  /** Whether the endpoint may be http, as on loopback. */
  readonly allowInsecure: boolean;
}

/** The options of oauth4webapi for a request: every fetch goes through the transport. */
export function requestOptions(context: RequestContext) {
  return {
    [allowInsecureRequests]: context.allowInsecure,
    [customFetch]: (
      url: string,
      options: { headers: Record<string, string>; body: URLSearchParams },
    ) => context.transport({ url, headers: options.headers, body: options.body }),
  };
}

/** Of an answer that holds an ID token: the library decodes and parses that, too. */
const identityCharactersMax = 131_072;

/**
 * For answers that the library reads by itself, with a parser that has no bounds: what is costly to
 * read does not reach it, nor do headers that it would take apart. It sees an empty body instead.
 */
export function boundedForLibrary(send: Outbound): Outbound {
  return async (request) => {
    const answer = await send(request);
    const text = await answer.text();
    const bounded = text.length <= identityCharactersMax && isBoundedJson(text);
    const type = answer.headers.get("content-type") ?? "";
    return new Response(bounded && text !== "" ? text : null, {
      status: answer.status,
      headers: { "content-type": type },
    });
  };
}
