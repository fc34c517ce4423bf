/**
 * The official command line cannot send settings: it connects first what needs some all the same, and the
 * page that it opens asks for them.
 */
import { visitDialect } from "@grantry/sandbox/dialect/visitor";
import { apiOf } from "@grantry/testing/api";
import { confirmationTokenOf, createJar, departureOf } from "@grantry/testing/browser";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { ids } from "@grantry/testing/harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/lib/clock.ts";
import { readFixtures } from "../../src/provider/test/fixture.ts";
import { expectRun, linkIn } from "./expectations.ts";
import { installOfficialCli, type OfficialCli } from "./install.ts";
import { type Bench, createBench } from "./run.ts";

const key = `b44k_${"k".repeat(40)}`;
const cases = [
  { type: "bamboohr", answers: { setting_subdomain: "acme" } },
  { type: "snowflake", answers: { setting_subdomain: "myorg-myaccount" } },
];
const fixtures = readFixtures().filter((one) =>
  cases.some(({ type }) => type === one.integration_type),
);

let cli: OfficialCli;
let bench: Bench;
let world: DialectWorld;

beforeAll(async () => {
  cli = await installOfficialCli();
  world = await startDialectWorld(fixtures, systemClock, {
    declare: ({ workspaces: [workspace] }) => {
      workspace?.api_keys?.push({ id: "key_cli", name: "cli", secret: { env: key } });
      for (const { type } of cases) workspace?.apps?.push({ id: `app_${type}`, name: type });
    },
  });
  bench = await createBench(cli, { BASE44_API_URL: world.url, BASE44_API_KEY: key });
});
afterAll(async () => {
  await bench?.close();
  await world?.close();
  await cli?.remove();
});

/** Fills in the form of a connect page, after one try that leaves it empty, and allows. */
async function fillAndAllow(link: string, answers: Record<string, string>): Promise<void> {
  const jar = createJar();
  const token = confirmationTokenOf(await jar.get(link));
  const form = { decision: "continue", token };
  expect((await jar.post(link, form)).status).toBe(400);
  const callback = await visitDialect(departureOf(await jar.post(link, { ...form, ...answers })));
  expect((await jar.get(callback.href)).status).toBe(200);
}

const statusOf = async (type: string) => {
  const { body } = await apiOf(world, `app_${type}`).call("external-auth/list", {
    headers: { api_key: key },
  });
  return body.integrations.map((one: { status: string }) => one.status);
};

test.each(cases)("initiate: $type, by its link", async ({ type, answers }) => {
  const project = await bench.project(`app_${type}`);
  const ran = await project.run(["connectors", "initiate", "--integration-type", type]);
  expectRun(ran, 0, `Authorize ${type} here`);
  await fillAndAllow(linkIn(ran), answers);
  expect(await statusOf(type)).toEqual(["active"]);
});

test.each(cases)("push: $type, by a person with a browser", async ({ type, answers }) => {
  const project = await bench.project(ids.app);
  await project.write(`base44/connectors/${type}.jsonc`, { type, scopes: [] });
  const push = ["connectors", "push", "-y"] as const;
  const ran = await project.run(push, {
    person: {
      types: [{ after: /Open browser to authorize now/, keys: "\r" }],
      onBrowser: (link) => fillAndAllow(link, answers),
    },
  });
  expectRun(ran, 0, `Added: ${type}`);
  expectRun(await project.run(push), 0, `Synced: ${type}`);
});
