/** Reads requests that are meant for a provider. */
import type { IncomingMessage } from "node:http";
import { readBody } from "../http.ts";

export interface Received {
  readonly method: string;
  /** The address at the provider, not that of the sandbox. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const prefix = "/~/";

/** The address at the provider for one at the sandbox; null where it is none. */
export function providerUrl(requestUrl: string | undefined): URL | null {
  if (requestUrl?.startsWith(prefix) !== true) return null;
  const text = `https://${requestUrl.slice(prefix.length)}`;
  return URL.canParse(text) ? new URL(text) : null;
}

/** Reads a request to the end. Rejects as `readBody` does. */
export async function receive(request: IncomingMessage, url: URL): Promise<Received> {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(", ")]],
  );
  return {
    method: request.method ?? "GET",
    url,
    headers: Object.fromEntries(headers),
    body: await readBody(request),
  };
}
