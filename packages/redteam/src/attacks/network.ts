import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Abilities } from "../adapter.ts";
import { type Attack, held, type Outcome, wentThrough } from "../attack.ts";
import type { Scene } from "../scene.ts";

function discoverAs(scene: Scene): Abilities["discover"] {
  const { discover } = scene.adapter.can;
  if (discover === undefined) throw new Error("the adapter lacks discover");
  return discover;
}

/** RFC 8414 section 3.3. */
export const foreignMetadata: Attack = {
  name: "foreign-metadata",
  tries: "A tenant's issuer answers the metadata of another issuer, with a slash more, or of none.",
  against: [13],
  success: "The server takes the metadata.",
  needs: ["discover"],
  stoppedBy: [["own_metadata"]],
  run: async (scene) => {
    const { honest, hostile } = scene.providers;
    const issuers = [
      honest.issuer,
      `${hostile.issuer}/`,
      hostile.issuer.toUpperCase(),
      7,
      undefined,
    ];
    try {
      for (const issuer of issuers) {
        hostile.metadata = { issuer };
        const { taken } = await discoverAs(scene)("hostile", hostile.issuer);
        if (taken)
          return wentThrough(`Metadata of the issuer ${JSON.stringify(issuer)} was taken.`);
      }
      hostile.metadata = {};
      const right = await discoverAs(scene)("hostile", hostile.issuer);
      if (!right.taken) throw new Error(`the right metadata is refused: ${right.why}`);
      return held(`${issuers.length} foreign issuers were refused, the right one taken.`);
    } finally {
      hostile.metadata = {};
    }
  },
};

/** Of three bytes each: fewer characters than a text may have, and more bytes than an answer. */
const characters = 1_000_000;

export const endlessAnswer: Attack = {
  name: "endless-answer",
  tries:
    "A tenant's issuer answers three megabytes of metadata, so that the server reads all of it.",
  against: [29],
  success: "The server takes an answer of three megabytes.",
  needs: ["discover"],
  stoppedBy: [["bounded_answers"]],
  run: async (scene) => {
    const { hostile } = scene.providers;
    hostile.metadata = { padding: "€".repeat(characters) };
    try {
      const { taken, why } = await discoverAs(scene)("hostile", hostile.issuer);
      return taken
        ? wentThrough("Three megabytes were read and understood.")
        : held(`Refused: ${why}.`);
    } finally {
      hostile.metadata = {};
    }
  },
};

/** A key set with the right key, of which nobody needs the rest. */
export const endlessKeys: Attack = {
  name: "endless-keys",
  tries:
    "A tenant's identity provider publishes three megabytes of keys, so that the server reads all of them for each of its users.",
  against: [29, 74],
  success: "The server reads them: a user whose token is signed by one of them is known.",
  needs: ["trustIssuer", "userOf"],
  stoppedBy: [["bounded_answers"]],
  run: async (scene): Promise<Outcome> => {
    const { trustIssuer, userOf } = scene.adapter.can;
    if (!trustIssuer || !userOf) throw new Error("the adapter lacks something");
    const issuer = `${scene.providers.origin}/endless`;
    const audience = "red-team-app";
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const jwk = { ...(await exportJWK(publicKey)), kid: "k", use: "sig", alg: "ES256" };
    const publish = (path: string, more: object) =>
      scene.providers.server.on(`/endless/${path}`, { body: { keys: [jwk], ...more } });
    publish("few", {});
    publish("many", { padding: "€".repeat(characters) });
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: "ES256", kid: "k", typ: "JWT" })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject("user-1")
      .setIssuedAt()
      .setExpirationTime("10m")
      .sign(privateKey);
    const knownBy = async (path: string) => {
      await trustIssuer("hostile", { issuer, jwksUri: `${issuer}/${path}`, audience });
      return await userOf("hostile", token);
    };
    if ((await knownBy("few")) !== "user-1") throw new Error("an honest token is refused");
    // One that is not even taken is refused, too.
    return (await knownBy("many").catch(() => null)) === null
      ? held("A user by three megabytes of keys is nobody; by few keys it was known.")
      : wentThrough("Three megabytes of keys were read.");
  },
};

/** Whether the canary heard of it. */
async function reached(scene: Scene, work: () => Promise<unknown>): Promise<boolean> {
  const before = scene.canary.requests.length;
  await work();
  return scene.canary.requests.length > before;
}

export const followedRedirect: Attack = {
  name: "followed-redirect",
  tries: "A tenant's issuer redirects the server's call to an address inside of its network.",
  against: [28, 83],
  success: "Something arrives at the address.",
  needs: ["discover"],
  onSameMachine: true,
  stoppedBy: [["no_redirects"]],
  run: async (scene): Promise<Outcome> => {
    const { server, origin } = scene.providers;
    for (const status of [301, 302, 303, 307, 308]) {
      const headers = { location: `${scene.canary.origin}/inside` };
      server.on(`/redirecting${status}/.well-known/openid-configuration`, { status, headers });
      const issuer = `${origin}/redirecting${status}`;
      const isReached = await reached(scene, () => discoverAs(scene)("hostile", issuer));
      if (isReached) return wentThrough(`A redirect with ${status} was followed inside.`);
    }
    return held("Five kinds of redirects were followed nowhere.");
  },
};

/** Ways to write the address of the machine itself. */
function insides(port: string): string[] {
  const hosts = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f.1",
    "0.0.0.0",
    "127.1",
  ];
  return [...hosts.map((host) => `http://${host}:${port}`), `https://localhost:${port}`];
}

export const privateAddress: Attack = {
  name: "private-address",
  tries:
    "A tenant names addresses inside of the server's network: as an issuer, and as that of its functions; as numbers, names and IPv6.",
  against: [30],
  success: "Something arrives at an address that the tenant was not allowed.",
  needs: ["discover", "setFunctions", "functionPath"],
  onSameMachine: true,
  stoppedBy: [["public_addresses"]],
  run: async (scene) => {
    const { discover, setFunctions, functionPath } = scene.adapter.can;
    if (!discover || !setFunctions || !functionPath) throw new Error("the adapter lacks something");
    const addresses = insides(new URL(scene.canary.origin).port);
    const seen: string[] = [];
    for (const address of addresses) {
      if (await reached(scene, () => discover("hostile", address))) seen.push(`issuer ${address}`);
      const call = async () => {
        if (!(await setFunctions("hostile", address))) return;
        await fetch(`${scene.adapter.target}${functionPath("hostile", "any")}`, { method: "POST" });
      };
      if (await reached(scene, call)) seen.push(`functions at ${address}`);
    }
    if (seen.length > 0) return wentThrough(`Reached: ${seen.join(", ")}.`);
    return held(`${addresses.length} addresses were refused, each as an issuer and for functions.`);
  },
};
