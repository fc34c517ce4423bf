import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Abilities } from "../adapter.ts";
import { type Attack, firstThrough, held, wentThrough } from "../attack.ts";
import { connectorFor, type Scene, someone, visitor } from "../scene.ts";

const required = <Name extends keyof Abilities>(
  { adapter }: Scene,
  name: Name,
): Abilities[Name] => {
  const ability = adapter.can[name];
  if (ability === undefined) throw new Error(`the adapter lacks ${name}`);
  return ability as Abilities[Name];
};

/** A tenant names what is another one's. */
export const foreignTenant: Attack = {
  name: "foreign-tenant",
  tries: "A tenant's app begins a consent, and reads a token, by another tenant's connector.",
  against: [11, 70],
  success: "A consent begins with the other tenant's client, or a token is given.",
  stoppedBy: [["tenant_lookup"]],
  run: async (scene) => {
    const { honest } = scene.providers;
    const theirs = await connectorFor(scene, "honest", honest);
    const userId = someone("attacker");
    const start = { tenant: "hostile", userId, connectorId: theirs.id } as const;
    const started = await scene.adapter.start(start);
    if (started.accepted) {
      const departed = new URL(await scene.adapter.leave(visitor(null), started.url));
      if (departed.searchParams.get("client_id") === honest.clientId) {
        return wentThrough("The other tenant's OAuth client was used.");
      }
    }
    const { status, accessToken } = await scene.adapter.readToken("hostile", userId, theirs.id);
    if (accessToken !== null) return wentThrough("A token of the other tenant was given.");
    const why = started.accepted ? "it began with another client" : started.why;
    return held(`No consent (${why}) and no token (${status}).`);
  },
};

const text = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** RFC 8725: what is wrong with the tokens of others. */
export const forgedUser: Attack = {
  name: "forged-user",
  tries:
    "Tokens of an app's users are forged: no signature, the public key as a secret, another's key, another issuer, another audience, another app, over.",
  against: [74, 75],
  success: "The server takes one of them for a user.",
  needs: ["trustIssuer", "userOf"],
  stoppedBy: [["verified_tokens"]],
  run: async (scene) => {
    const { origin } = scene.providers;
    const issuer = `${origin}/identity`;
    const audience = "red-team-app";
    const [right, other] = await Promise.all(
      [1, 2].map(() => generateKeyPair("ES256", { extractable: true })),
    );
    if (right === undefined || other === undefined) throw new Error("no keys");
    const jwk = { ...(await exportJWK(right.publicKey)), kid: "k", use: "sig", alg: "ES256" };
    scene.providers.server.on("/identity/keys", { body: { keys: [jwk] } });
    await required(scene, "trustIssuer")("honest", { issuer, jwksUri: `${issuer}/keys`, audience });
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: audience, sub: "user-1", iat: now, exp: now + 600 };
    const signed = (changes: object, key = right.privateKey, header: object = {}) =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: "ES256", kid: "k", typ: "JWT", ...header })
        .sign(key);
    const userOf = (token: string) => required(scene, "userOf")("honest", token);
    if ((await userOf(await signed({}))) !== "user-1")
      throw new Error("an honest token is refused");
    const secret = new TextEncoder().encode(JSON.stringify(jwk));
    const symmetric = new SignJWT(claims).setProtectedHeader({
      alg: "HS256",
      kid: "k",
      typ: "JWT",
    });
    const forged: Record<string, string> = {
      "no signature": `${text({ alg: "none", typ: "JWT" })}.${text(claims)}.`,
      "a cut signature": (await signed({})).replace(/\.[^.]+$/, "."),
      "the public key as a secret": await symmetric.sign(secret),
      "another key": await signed({}, other.privateKey),
      "a key of its own": await signed({}, other.privateKey, {
        jwk: await exportJWK(other.publicKey),
      }),
      "an address of keys": await signed({}, other.privateKey, {
        jku: `${scene.attacker.origin}/keys`,
      }),
      "another issuer": await signed({ iss: `${origin}/other` }),
      "another audience": await signed({ aud: "another-app" }),
      over: await signed({ exp: now - 600 }),
      "without an end": await signed({ exp: undefined }),
      "of another type": await signed({}, right.privateKey, { typ: "secevent+jwt" }),
    };
    return await firstThrough(
      Object.entries(forged),
      async ([name, token]) =>
        (await userOf(token)) === null ? null : `A token with ${name} was taken.`,
      `${Object.keys(forged).length} forged tokens were refused, and an honest one taken.`,
    );
  },
};

/** A stranger fails on an operator's account until it is closed. */
export const lockedOut: Attack = {
  name: "locked-out",
  tries: "A stranger fails to sign in as an operator until the operator cannot.",
  against: [80],
  success: "The operator, in the browser that they use, is refused with the right password.",
  needs: ["operator"],
  stoppedBy: [["known_devices"]],
  run: async (scene) => {
    const { password, signIn } = required(scene, "operator");
    const own = visitor(null);
    const first = await signIn(own, password);
    if (first >= 400) throw new Error(`the operator cannot sign in at all: ${first}`);
    const stranger = visitor(null);
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries++)
      statuses.push(await signIn(stranger, `guess ${tries}`));
    const again = await signIn(own, password);
    const last = statuses.at(-1);
    if (again >= 400) return wentThrough(`After 12 wrong guesses the operator got ${again}.`);
    return held(`After 12 wrong guesses the stranger got ${last}, the operator ${again}.`);
  },
};
