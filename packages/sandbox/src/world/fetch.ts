/** A `fetch` for clients that call providers by their own addresses. */
import { ownAddressesHeader } from "../dialect/openid.ts";
import type { Stage } from "../dialect/stage.ts";

/**
 * Sends what is for a host that the world plays to the world, and everything else on as it is. Answers that name
 * addresses, such as a discovery document, then name the provider's own.
 */
export function worldFetch(stage: Stage): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.protocol !== "https:" || !stage.hosts().has(url.host)) return await fetch(request);
    const placed = new Request(stage.place(request.url), request);
    placed.headers.set(ownAddressesHeader, "yes");
    return await fetch(placed);
  };
}
