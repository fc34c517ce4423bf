/** How an API refuses a token: what the server says of it, and what our SDK makes of that. */
import { createClient } from "@grantry/sdk";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { declareHouse, registerHouse } from "@grantry/testing/house";
import { startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let world: World;
const houseRefusals = [
  { statuses: [200], body: { at: ["fault", "*", "word"], equals: ["stale"] } },
];

beforeAll(async () => {
  world = await startWorld({
    declare: (bootstrap, sandbox) => {
      declareHouse(bootstrap, sandbox);
      const [own] = bootstrap.workspaces;
      const [house] = own?.providers ?? [];
      if (own === undefined || house === undefined) throw new Error("no house");
      const { api } = house as unknown as { api: Record<string, unknown> };
      api["refused_token"] = houseRefusals;
      own.apps?.[0]?.shared_connectors?.push({
        id: "c1b2c3d4e5f6a1b2c3d4e5f6",
        oauth_client: "ocl_house",
        integration_type: "housenotes",
      });
    },
  });
  await registerHouse(world);
});
afterAll(() => world.close());

const refusalsOf = (type: string, appId?: string, token?: string) =>
  apiOf(world, appId, token).own("GET", `types/${type}/refusals`);

describe("the server says how an API refuses", () => {
  test("for a built-in type", async () => {
    const { status, body } = await refusalsOf("slack");
    expect([status, body.type]).toEqual([200, "slack"]);
    expect(body.refused_token).toEqual([
      {
        statuses: [200],
        body: {
          at: ["error"],
          equals: ["token_expired", "token_revoked", "account_inactive", "invalid_auth"],
          starts_with: [],
        },
        unless: [],
      },
    ]);
    expect(body.missing_scope[0].body.equals).toContain("missing_scope");
  });

  test("where nothing is declared: a 401", async () => {
    expect((await refusalsOf("sandboxcalendar")).body).toMatchObject({
      refused_token: [{ statuses: [401], unless: [] }],
      missing_scope: [],
    });
  });

  test("to the app's own backend only", async () => {
    const wrong = await refusalsOf("slack", ids.app, secrets.foreignServiceToken);
    expect([wrong.status, wrong.body.code]).toEqual([401, "unauthorized"]);
  });
});

/** An API that answers 200 to everything, and says in the body what it thinks of the token. */
async function startHouse() {
  const house = await startScriptedServer({
    answers: {
      "*": () => ({ body: tokens().size === 1 ? { fault: [{ word: "stale" }] } : { notes: [] } }),
    },
  });
  const tokens = () => new Set(house.requests.map(({ headers }) => headers.authorization));
  return { ...house, tokens };
}

test("a refusal with 200 of a declared provider has one refresh, and the call succeeds", async () => {
  const started = await apiOf(world).operator("external-auth/initiate", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ integration_type: "housenotes" }),
  });
  await consent(createJar(), started.body.redirect_url);
  const house = await startHouse();
  const client = createClient({
    serverUrl: world.url,
    appId: ids.app,
    serviceToken: secrets.serviceToken,
  });
  const before = world.sandbox.ledger.count("token", { grantType: "refresh_token" });
  const notes = client.asServiceRole.connectors.fetchFor({ integrationType: "housenotes" });
  expect(await (await notes(house.origin)).json()).toEqual({ notes: [] });
  expect(world.sandbox.ledger.count("token", { grantType: "refresh_token" })).toBe(before + 1);
  expect(house.tokens().size).toBe(2);
  await house.close();
});
