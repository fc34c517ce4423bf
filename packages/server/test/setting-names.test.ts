/** A setting that has several names: each is taken, and the documented one is handed out. */
import * as official from "@base44/sdk";
import { type Api, apiOf } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets } from "@grantry/testing/harness";
import { jsonBody } from "@grantry/testing/operators";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFixtures } from "../src/provider/test/fixture.ts";

const types = ["snowflake", "share_point"];
const fixtures = readFixtures().filter(({ integration_type: type }) => types.includes(type));
const accountHost = fixtures.find((one) => one.integration_type === "snowflake")?.settings[
  "account_host"
] as string;
const tenant = fixtures.find((one) => one.integration_type === "share_point")?.settings;
const account = accountHost.replace(/\.snowflakecomputing\.com$/, "");

describe.each(engines)("on %s", (engine) => {
  let world: DialectWorld;
  let api: Api;

  beforeEach(async () => {
    world = await startDialectWorld(fixtures, createFakeClock(), {
      engine,
      declare: ({ workspaces }) => {
        for (const connector of workspaces[0]?.connectors ?? []) {
          const { integration_type: type } = connector;
          connector.connection_config = type === "snowflake" ? { subdomain: account } : {};
        }
      },
    });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  const set = async (type: string, settings: Record<string, string>) => {
    const scopes = fixtures.find((one) => one.integration_type === type)?.scopes ?? [];
    return await api.call(`external-auth/integrations/${type}`, {
      ...jsonBody("PUT", { scopes, connection_config: settings }),
      headers: { "content-type": "application/json", api_key: secrets.workspaceKey },
    });
  };
  const client = () =>
    official.createClient({
      serverUrl: world.url,
      appId: ids.app,
      serviceToken: secrets.serviceToken,
    });
  const connect = async (type: string, settings: Record<string, string>) => {
    const { status, body } = await set(type, settings);
    expect([status, body]).toMatchObject([200, { already_authorized: false }]);
    expect((await world.consent(body.redirect_url, "allow")).status).toBe(200);
    return await client().asServiceRole.connectors.getConnection(type as "snowflake");
  };

  test.each([
    ["subdomain", account],
    ["subdomain", accountHost],
    ["account_host", accountHost],
  ])("snowflake: %s is taken (%s), and the official example works", async (name, value) => {
    const { connectionConfig } = await connect("snowflake", { [name]: value });
    // As the official SDK's own example for Snowflake has it.
    const { subdomain, ...others } = connectionConfig ?? {};
    expect(new URL(`https://${subdomain}.snowflakecomputing.com`).hostname).toBe(accountHost);
    expect(Object.keys(others)).not.toContain("account_host");
    const again = await set("snowflake", { subdomain: account });
    expect(again.body).toMatchObject({ already_authorized: true });
  });

  test.each([
    ["subdomain", "sites/mysite"],
    ["site_path", "sites/mysite/more"],
  ])("share_point: %s is taken, and handed out as subdomain", async (name, value) => {
    const { connectionConfig } = await connect("share_point", { ...tenant, [name]: value });
    expect(connectionConfig).toMatchObject({ subdomain: value });
    expect(connectionConfig).not.toHaveProperty("site_path");
  });

  test("a connector of a bootstrap file takes it, too, and reads show the documented name", async () => {
    const { connectors } = (await (
      await fetch(`${world.url}/api/workspace/${ids.workspace}/connectors`, {
        headers: { api_key: secrets.workspaceKey },
      })
    ).json()) as { connectors: { integration_type: string; connection_config: object }[] };
    const shown = connectors.find((one) => one.integration_type === "snowflake");
    expect(shown?.connection_config).toEqual({ subdomain: account });
    const { body } = await api.operator("external-auth/available-integrations");
    const listed = body.integrations.find(
      (one: { integration_type: string }) => one.integration_type === "snowflake",
    );
    expect(listed.connection_config_fields).toMatchObject([{ name: "subdomain" }]);
    expect(listed.base_url).toBe("https://{account_host}");
  });

  test("what contradicts itself, or is somebody else's host, is refused", async () => {
    for (const wrong of [
      { subdomain: account, account_host: "other.snowflakecomputing.com" },
      { subdomain: "evil.example/x" },
      { subdomain: "evil.example#" },
    ]) {
      const { status, body } = await set("snowflake", wrong);
      expect([status, body.code]).toEqual([400, "connection_config_invalid"]);
    }
  });
});
