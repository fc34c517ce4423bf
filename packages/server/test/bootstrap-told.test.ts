/** What a start tells of a bootstrap file, in log and audit trail, holds nothing that may be a secret. */

import { connectorOf, entryAt, useProvider } from "@grantry/testing/custom-provider";
import { startWorld } from "@grantry/testing/harness";
import { expect, test } from "vitest";

const canary = "canary-of-a-developer-key";

test("keys in a custom provider's headers, parameters and bodies, wherever they stand", async () => {
  const hosts = ["https://api.house.example"];
  const headers = { "x-developer-key": canary };
  const origin = "https://house.example";
  const request = { url: `${origin}/me`, method: "POST" as const, headers, body: canary };
  const entry = entryAt(origin, {
    api: { hosts, headers },
    token_request: { parameters: { key: canary }, headers },
    account: { request, id: ["sub"] },
    connectors: [
      connectorOf("houserooms", {
        overrides: { api: { hosts, headers, authorization: `Key ${canary}` } },
      }),
      connectorOf("housedoors", {
        overrides: {
          token_request: { parameters: { key: canary } },
          account: { request, id: ["sub"] },
        },
      }),
    ],
  });
  const world = await startWorld({
    declare: (bootstrap) => useProvider(bootstrap, "houserooms", entry),
  });
  try {
    const { db } = world.app.context.store;
    const records = await db.selectFrom("audit_records").selectAll().execute();
    const told = JSON.stringify([records, world.logLines]);
    expect(told).toContain("connectors.0.overrides.api.headers.x-developer-key");
    expect(told).not.toContain(canary);
  } finally {
    await world.close();
  }
});
