/** `GET /v1/apps/{app_id}/types/{type}/refusals`: how an API tells that it refuses a token. */
import { authorizationServers } from "@grantry/catalogue/list";
import { typeRefusals } from "@grantry/contract/v1/refusals";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { declareHouse } from "@grantry/testing/house";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, expect, test } from "vitest";

let world: World;
const houseSign = {
  statuses: [200],
  header: { name: "X-Fault", holds: "stale" },
  body: { at: ["faults", 0, "word"], equals: ["stale"], starts_with: [] },
  unless: [{ body: { at: ["faults", "*", "word"], equals: ["fresh"], starts_with: [] } }],
};

beforeAll(async () => {
  world = await startWorld({
    declare: (bootstrap, sandbox) => {
      declareHouse(bootstrap, sandbox);
      const house = bootstrap.workspaces[0]?.providers?.[0] as unknown as {
        api: Record<string, unknown>;
      };
      house.api["refused_token"] = [houseSign];
    },
  });
});
afterAll(() => world.close());

const ask = (type: string, appId: string = ids.app, as: string = secrets.serviceToken) =>
  ownApiOf(world)("GET", `/v1/apps/${appId}/types/${type}/refusals`, { as });

const types = authorizationServers.flatMap(({ connectors }) =>
  connectors.map(({ integration_type: type }) => type),
);

test("every type of the catalogue has an answer as declared", async () => {
  expect(types.length).toBeGreaterThan(48);
  for (const type of types) {
    const { status, body } = await ask(type);
    expect([type, status]).toEqual([type, 200]);
    expect(typeRefusals.parse(body)).toEqual(body);
    expect(body.type).toBe(type);
    expect(body.refused_token.length).toBeGreaterThan(0);
  }
});

test("a provider of the workspace has what it declares, and in that workspace only", async () => {
  const { body } = await ask("housenotes");
  const atTexts = { ...houseSign.body, at: ["faults", "0", "word"] };
  expect(body).toEqual({
    type: "housenotes",
    refused_token: [{ ...houseSign, body: atTexts }],
    missing_scope: [],
  });
  const foreign = await ask("housenotes", ids.foreignApp, secrets.foreignServiceToken);
  expect([foreign.status, foreign.body.code]).toEqual([404, "connector_not_found"]);
});

test("a type that there is not is refused like one of others", async () => {
  const { status, body } = await ask("nothing");
  expect([status, body.code]).toEqual([404, "connector_not_found"]);
});
