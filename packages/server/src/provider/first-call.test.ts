import { expect, test } from "vitest";
import { Secret } from "../lib/secret.ts";
import { makeFirstCall } from "./first-call.ts";
import type { Grant, ProviderClient } from "./provider-client.ts";
import { placeholdersOf } from "./template.ts";
import { catalogue, json, scripted } from "./test/fixture.ts";

const behindFilledBases = catalogue.list().filter(({ connector, server }) => {
  const [base] = server.api.hosts;
  return connector.first_call?.path !== undefined && /^https:.*\{/.test(base?.url ?? "");
});

test("there are first calls behind bases that are filled in", () => {
  expect(behindFilledBases.length).toBeGreaterThan(0);
});

test.each(behindFilledBases.map((one) => [one.connector.integration_type, one] as const))(
  "the first call of %s is told to traces by the address of its entry, not by what fills it",
  async (_, connector) => {
    const base = connector.server.api.hosts[0]?.url ?? "";
    const path = connector.connector.first_call?.path ?? "";
    const keptValues = Object.fromEntries(
      [...placeholdersOf(base), ...placeholdersOf(path)].map((name) => [name, "alice.example.com"]),
    );
    const client: ProviderClient = {
      connector,
      clientId: "client-1",
      clientSecrets: [new Secret("s3cret")],
      settings: {},
      redirectUri: "https://connect.example.com/cb",
      allowInsecure: false,
    };
    const grant = { accessToken: new Secret("a"), grantedScopes: null, keptValues } as Grant;
    const { send, requests } = scripted(json({ ok: true }));
    const requested = connector.connector.first_call?.scopes ?? [];
    await makeFirstCall(client, { grant, requested }, send, null);
    expect(requests[0]?.writtenAs).toBe(base.replace(/\/$/, "") + path);
  },
);
