import type { Jar } from "@grantry/testing/browser";
import { type Attack, firstThrough, held, type Outcome, wentThrough } from "../attack.ts";
import { redirect } from "../provider.ts";
import { begin, connectorFor, type Scene, sentBack, someone, visitor } from "../scene.ts";

/**
 * The hostile provider sends its visitor on to the honest one, with the honest client's id and redirect URI and the
 * visitor's own `state`; whether the honest code was then brought to the hostile token endpoint.
 */
async function stolenCode(
  scene: Scene,
  { redirectUri, arrivesAt }: { readonly redirectUri: string; readonly arrivesAt: string },
): Promise<string | null> {
  const { honest, hostile } = scene.providers;
  const connector = await connectorFor(scene, "hostile", hostile, { namesItself: false });
  honest.redirectUris.add(redirectUri);
  hostile.onAuthorize = (query) => {
    const onward = new URL(`${honest.issuer}/authorize`);
    for (const [name, value] of query) onward.searchParams.set(name, value);
    onward.searchParams.set("client_id", honest.clientId);
    onward.searchParams.set("redirect_uri", redirectUri);
    return redirect(onward.href);
  };
  try {
    const userId = someone("victim");
    const jar = visitor("victim");
    const url = await begin(scene, { tenant: "hostile", userId, connectorId: connector.id });
    const departed = await leaves(scene, jar, url);
    const onward = await sentBack(jar, departed);
    const back = new URL(await sentBack(jar, onward));
    await jar.get(`${arrivesAt}${back.search}`);
    const code = back.searchParams.get("code");
    const stolen = hostile.exchanges.some((form) => form.get("code") === code);
    return stolen ? `The hostile token endpoint was sent the honest code, by ${arrivesAt}.` : null;
  } finally {
    hostile.onAuthorize = null;
  }
}

/** The server lets nobody go to the provider at all. */
class NobodyLeaves extends Error {}

async function leaves({ adapter }: Scene, jar: Jar, url: string): Promise<string> {
  return await adapter.leave(jar, url).catch((cause: unknown) => {
    throw new NobodyLeaves("no page leads to the provider", { cause });
  });
}

/** Each client has a redirect URI of its own; the path is also written as routers may read it. */
export const crossAppTakeover: Attack = {
  name: "cross-app-takeover",
  tries:
    "A tenant's provider sends its visitor on to another tenant's provider with the state of the visit (COAT); each client has a redirect URI of its own, which is also written in other ways.",
  against: [9, 10, 11],
  success: "The hostile token endpoint is sent a code of the honest provider.",
  stoppedBy: [["own_redirect_uri"]],
  run: async (scene) => {
    const { redirectUri } = await connectorFor(scene, "honest", scene.providers.honest);
    const { origin, pathname } = new URL(redirectUri);
    const last = pathname.split("/").at(-1) ?? "";
    const parent = pathname.slice(0, -last.length);
    const encoded = `%${last.charCodeAt(0).toString(16)}${last.slice(1)}`;
    const ways = [
      pathname,
      `${pathname}/`,
      `${parent}${encoded}`,
      `${parent}x/../${last}`,
      `${parent}${last.toUpperCase()}`,
      `${pathname};x=1`,
      parent.replace(/\/$/, ""),
    ];
    return await firstThrough(
      ways,
      (path) => stolenCode(scene, { redirectUri, arrivesAt: origin + path }),
      `The honest code reached no hostile endpoint by any of ${ways.length} paths.`,
    );
  },
};

/** Two clients that stand on one redirect URI, of which one names itself in no answer. */
export const sharedRedirectUri: Attack = {
  name: "shared-redirect-uri",
  tries: "The same where both clients share one redirect URI, as a database of before may have it.",
  against: [9],
  success: "The hostile token endpoint is sent a code of the honest provider.",
  needs: ["withSharedRedirectUri"],
  stoppedBy: [["unmixed_clients"]],
  run: async (scene): Promise<Outcome> => {
    const { honest, hostile } = scene.providers;
    const connectors = [
      await connectorFor(scene, "honest", honest),
      await connectorFor(scene, "hostile", hostile, { namesItself: false }),
    ];
    const work = (redirectUri: string) =>
      stolenCode(scene, { redirectUri, arrivesAt: redirectUri });
    try {
      const stolen = await scene.adapter.can.withSharedRedirectUri?.(connectors, work);
      return stolen ? wentThrough(stolen) : held("The honest code reached no hostile endpoint.");
    } catch (thrown) {
      if (!(thrown instanceof NobodyLeaves)) throw thrown;
      return held("Nobody can leave for either provider.");
    }
  },
};

/** Cross-app request forgery (CORF): the answer's path says whose it is. */
export const foreignCallback: Attack = {
  name: "foreign-callback",
  tries:
    "A hostile provider answers at another client's redirect URI with the attacker's code of that client (CORF).",
  against: [10],
  success: "A token endpoint is sent the code that arrived at a foreign address.",
  stoppedBy: [["own_redirect_uri"]],
  run: async (scene) => {
    const { honest, hostile } = scene.providers;
    const victims = await connectorFor(scene, "honest", honest);
    const connector = await connectorFor(scene, "hostile", hostile, { namesItself: false });
    const jar = visitor("victim");
    const userId = someone("victim");
    const url = await begin(scene, { tenant: "hostile", userId, connectorId: connector.id });
    const departed = new URL(await scene.adapter.leave(jar, url));
    const query = new URLSearchParams(departed.searchParams);
    query.set("redirect_uri", victims.redirectUri);
    const answer = honest.answerTo(query, "attacker");
    answer.searchParams.delete("iss");
    const code = answer.searchParams.get("code");
    const page = await jar.get(answer.href);
    const sent = [honest, hostile].filter((one) =>
      one.exchanges.some((form) => form.get("code") === code),
    );
    if (sent.length === 0)
      return held(`Refused with ${page.status}; no token endpoint saw the code.`);
    return wentThrough(`The ${sent[0]?.name} token endpoint was sent the code.`);
  },
};
