/** A setting that an entry gains with a new version: what was connected before is not asked again. */

import { type Api, apiOf } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { secrets } from "@grantry/testing/harness";
import { jsonBody } from "@grantry/testing/operators";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFixtures } from "../src/provider/test/fixture.ts";

const types = ["outlook", "zoom", "slack", "gitlab"];
const fixtures = readFixtures().filter(({ integration_type: type }) => types.includes(type));

describe.each(engines)("on %s", (engine) => {
  let world: DialectWorld;
  let api: Api;

  beforeEach(async () => {
    world = await startDialectWorld(fixtures, createFakeClock(), { engine });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  const put = async (type: string, settings?: Record<string, string>) => {
    const scopes = fixtures.find((one) => one.integration_type === type)?.scopes ?? [];
    const body = { scopes, ...(settings && { connection_config: settings }) };
    return await api.call(`external-auth/integrations/${type}`, {
      ...jsonBody("PUT", body),
      headers: { "content-type": "application/json", api_key: secrets.workspaceKey },
    });
  };
  const set = async (type: string, settings?: Record<string, string>) => {
    const { status, body: answer } = await put(type, settings);
    expect(status).toBe(200);
    return answer;
  };

  test.each(types)("%s: setting it again changes nothing", async (type) => {
    const { redirect_url: link } = await set(type);
    expect((await world.consent(link, "allow")).status).toBe(200);
    expect((await set(type)).already_authorized).toBe(true);
    const { db } = world.app.context.store;
    const [row] = await db.selectFrom("connections").selectAll().execute();
    const { cloud, ...before } = JSON.parse(row?.connection_config ?? "{}");
    if (type !== "gitlab") expect(cloud).toMatch(/worldwide|commercial/);
    await db
      .updateTable("connections")
      .set({ connection_config: JSON.stringify(before) })
      .execute();
    expect((await set(type)).already_authorized).toBe(true);
  });

  test.each(["outlook", "zoom", "slack"])(
    "%s: the cloud is the workspace's, and nobody else's to choose",
    async (type) => {
      const { status, body } = await put(type, { cloud: "government" });
      expect([status, body.code]).toEqual([400, "connection_config_invalid"]);
      expect(body.detail).toContain("only the workspace can set it");
    },
  );

  test("another value than the usual one is asked for", async () => {
    const { redirect_url: link } = await set("outlook");
    expect((await world.consent(link, "allow")).status).toBe(200);
    const changed = await set("outlook", { tenant: "consumers" });
    expect(changed).toMatchObject({ already_authorized: false });
    expect(changed.redirect_url).toContain("http");
  });
});
