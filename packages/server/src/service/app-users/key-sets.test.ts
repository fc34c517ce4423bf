/** Key sets of others: what is costly to read is refused before anything is made of it. */

import { exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import { systemClock } from "../../lib/clock.ts";
import { directly } from "../../lib/egress.ts";
import { openReach } from "../../lib/reach.ts";
import { createKeySets } from "./key-sets.ts";

const key = { kty: "EC", crv: "P-256", x: "x", y: "y" };
const header = { alg: "ES256", kid: "1" };

async function load(body: string): Promise<unknown> {
  const { reach } = openReach(() => new Set(), { egress: directly });
  const answer = async () => new Response(body);
  const sets = createKeySets((id) => ({ ...reach(id), sendDirectly: answer }), systemClock);
  const keys = sets.at({ workspaceId: "ws_1", url: "https://idp.example/jwks", from: "jwks_uri" });
  return await (keys(header, { payload: "", signature: "" }) as Promise<unknown>).catch(
    (thrown: unknown) => thrown,
  );
}

test.each([
  ["a list of zeros", `{"keys":[${"0,".repeat(30_000)}0]}`],
  ["empty keys", `{"keys":[${"{},".repeat(9_000)}{}]}`],
  ["more keys than anybody has", JSON.stringify({ keys: Array(201).fill(key) })],
  [
    "a key without end",
    JSON.stringify({ keys: [{ kty: "RSA", e: "AQAB", n: "x".repeat(9_000) }] }),
  ],
  [
    "an RSA key of more than 8,192 bits",
    JSON.stringify({ keys: [{ kty: "RSA", e: "AQAB", n: "x".repeat(1_368) }] }),
  ],
  [
    "an RSA key with a long exponent",
    JSON.stringify({ keys: [{ kty: "RSA", e: "AQABAQAB", n: "x".repeat(342) }] }),
  ],
  ["depth", `{"keys":${"[".repeat(200)}${"]".repeat(200)}}`],
  ["no JSON", "<html>"],
])("%s counts as a set that cannot be loaded", async (_what, body) => {
  expect(await load(body)).toMatchObject({ code: "provider_unavailable" });
});

test("RSA keys of 8,192 bits are a set", async () => {
  const keys = [{ kty: "RSA", e: "AQAB", n: "x".repeat(1_366), kid: "k" }];
  expect(await load(JSON.stringify({ keys }))).toMatchObject({ code: "ERR_JWKS_NO_MATCHING_KEY" });
});

test("two hundred keys are a set", async () => {
  const keys = Array.from({ length: 200 }, (_, at) => ({ ...key, kid: `k${at}` }));
  expect(await load(JSON.stringify({ keys }))).toMatchObject({ code: "ERR_JWKS_NO_MATCHING_KEY" });
});

test("a set that somebody else has loaded meanwhile is used, not the one of before", async () => {
  const pairs = await Promise.all(["1", "2"].map(() => generateKeyPair("ES256")));
  const jwks = await Promise.all(
    pairs.map(async ({ publicKey }, at) => ({ ...(await exportJWK(publicKey)), kid: `${at + 1}` })),
  );
  const { reach } = openReach(() => new Set(), { egress: directly });
  let served = jwks.slice(0, 1);
  let nowMs = 0;
  let letGo = () => {};
  let held: Promise<void> = Promise.resolve();
  const answer = async () => {
    await held;
    return new Response(JSON.stringify({ keys: served }));
  };
  const sets = createKeySets((id) => ({ ...reach(id), sendDirectly: answer }), {
    ...systemClock,
    nowMs: () => nowMs,
  });
  const keys = sets.at({ workspaceId: "ws_1", url: "https://idp.example/jwks", from: "jwks_uri" });
  const find = async (kid: string) =>
    await (keys({ alg: "ES256", kid }, { payload: "", signature: "" }) as Promise<unknown>);
  await find("1");
  nowMs += 60_000;
  held = new Promise((resolve) => {
    letGo = resolve;
  });
  served = jwks;
  const first = find("2");
  // They begin with the old set, at every moment around that at which the new one is there.
  letGo();
  const others: Promise<unknown>[] = [];
  let isThere = false;
  void first.then(() => {
    isThere = true;
  });
  for (let i = 0; i < 10_000 && !isThere; i += 1) {
    others.push(find("2"));
    await (i % 2 === 0 ? Promise.resolve() : new Promise(setImmediate));
  }
  await first;
  await Promise.all(others);
  expect(others.length).toBeGreaterThan(0);
});
