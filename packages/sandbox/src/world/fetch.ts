/** A `fetch` for clients that call providers by their own addresses. */
import { openIdHosts, ownAddressesHeader } from "../dialect/openid.ts";
import type { Stage } from "../dialect/stage.ts";

/** Before a test puts another in its place, which may be a world's own. */
export const originalFetch = globalThis.fetch;

/**
 * Sends what is for a host that the world plays to the world, and everything else on as it is. Answers that name
 * addresses, such as a discovery document, then name the provider's own.
 */
export function worldFetch(stage: Stage): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const isPlayed = stage.hosts().has(url.host) || openIdHosts(stage).has(url.host);
    if (url.protocol !== "https:" || !isPlayed) {
      return await originalFetch(request);
    }
    const placed = new Request(stage.place(request.url), request);
    placed.headers.set(ownAddressesHeader, "yes");
    return await originalFetch(placed);
  };
}
