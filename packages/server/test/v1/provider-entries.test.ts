/** Custom providers and OAuth clients by `/v1`: found out, refused with pointers to each fault, and deleted. */
import * as connectors from "@grantry/contract/v1/connectors";
import { connectorOf, entryAt } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../src/lib/secret.ts";
import { putOAuthClient } from "../../src/store/oauth-clients.ts";

interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let operate: ReturnType<typeof workspaceApiOf>;

  beforeAll(async () => {
    world = await startWorld({ engine });
    operate = workspaceApiOf(world);
  });
  afterAll(() => world.close());

  test("what is wrong with an entry is said with a pointer to each field", async () => {
    const before = await stateOf(world);
    const entry = entryAt("https://house.example", { connectors: [connectorOf("houserooms")] });
    const wrong = {
      ...entry,
      id: "house",
      extra: 1,
      api: { hosts: ["http://house.example"] },
      settings: [{ name: "a/b" }],
    };
    const refused = await operate("PUT", "providers/house", { entry: wrong });
    expect([refused.status, refused.body.code]).toEqual([400, "provider_invalid"]);
    const faults = refused.body.errors as Fault[];
    expect(faults).toContainEqual({
      in: "body",
      pointer: "/entry/extra",
      code: "unknown",
      detail: "There is no such field.",
    });
    expect(faults.every(({ pointer }) => pointer.startsWith("/entry/"))).toBe(true);
    expect(faults.some(({ pointer }) => pointer.startsWith("/entry/settings/0/"))).toBe(true);
    const http = { ...entry, id: "house", api: { hosts: ["http://house.example"] } };
    const unsafe = await operate("PUT", "providers/house", { entry: http });
    expect(unsafe.body.errors[0].pointer).toMatch(/^\/entry\/api\/hosts\/0/);
    expect(unsafe.body.errors[0].detail).toMatch(/^It must be https.*\.$/);
    const named = await operate("PUT", "providers/house", { entry: { ...entry, id: "other" } });
    expect(named.body.errors).toMatchObject([{ pointer: "/entry/id" }]);
    expect(await stateOf(world)).toEqual(before);
  });

  test("an issuer is found out, and nothing is kept of it", async () => {
    const issuer = world.sandbox.origin;
    const before = await stateOf(world);
    const asked = { issuer, id: "house", name: "House", integration_type: "houserooms" };
    const draft = await operate("POST", "providers/discover", asked);
    expect([draft.status, draft.body.detail]).toEqual([200, undefined]);
    expect(connectors.providerDraft.parse(draft.body)).toEqual(draft.body);
    expect(draft.body.entry).toMatchObject({
      id: "house",
      name: "House",
      metadata: { issuer },
      connectors: [{ integration_type: "houserooms" }],
    });
    expect(await stateOf(world)).toEqual(before);
    const put = await operate("PUT", "providers/house", { entry: draft.body.entry });
    expect([put.status, put.body.detail]).toEqual([200, undefined]);
    expect(put.body.entry).toEqual(draft.body.entry);
    await operate("DELETE", "providers/house");
  });

  test("an issuer that may not be asked, or does not exist, is refused at the field", async () => {
    const discover = (issuer: string) =>
      operate("POST", "providers/discover", { issuer, id: "house", name: "House" });
    for (const issuer of ["http://house.example", "https://127.0.0.1", "https://h.example?x"]) {
      const refused = await discover(issuer);
      expect([issuer, refused.status, refused.body.code]).toEqual([
        issuer,
        400,
        "provider_invalid",
      ]);
      expect(refused.body.errors).toMatchObject([{ pointer: "/issuer" }]);
    }
    const theirs = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    const asked = { issuer: world.sandbox.origin, id: "house", name: "House", nothing: 1 };
    const unknown = await operate("POST", "providers/discover", asked);
    expect(unknown.body.errors).toMatchObject([{ pointer: "/nothing", code: "unknown" }]);
    const foreign = await theirs("POST", "providers/discover", { ...asked, nothing: undefined });
    expect(foreign.status).toBeLessThan(500);
  });

  test("a workspace has thirty issuers asked in a quarter of an hour, and another one still its own", async () => {
    const heard = () => world.sandbox.ledger.entries.length;
    const asked = { issuer: "https://127.0.0.1", id: "house", name: "House" };
    const statuses: number[] = [];
    while (statuses.length < 31) {
      statuses.push((await operate("POST", "providers/discover", asked)).status);
    }
    expect(statuses.at(-1)).toBe(429);
    const before = heard();
    const past = { ...asked, issuer: world.sandbox.origin };
    const refused = await operate("POST", "providers/discover", past);
    expect([refused.status, refused.body.code]).toEqual([429, "too_many_attempts"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(heard()).toBe(before);
    const theirs = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    expect((await theirs("POST", "providers/discover", asked)).status).toBe(400);
  });

  test("an OAuth client goes that nothing uses; one in use stays, and says by how many", async () => {
    const path = `oauth-clients/${ids.oauthClient}`;
    const before = await stateOf(world);
    const refused = await operate("DELETE", path);
    expect([refused.status, refused.body.code]).toEqual([409, "oauth_client_in_use"]);
    expect(refused.body.detail).toMatch(/^\d+ connectors? uses? this client: "/);
    expect(await stateOf(world)).toEqual(before);
    await putOAuthClient(world.app.context.store, {
      oauthClientId: "ocl_spare",
      workspaceId: ids.workspace,
      name: "Spare",
      serverId: "sandbox",
      clientId: "spare",
      clientSecret: new Secret("spare"),
      previousClientSecret: null,
      redirectPath: "own",
    });
    const theirs = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    expect((await theirs("DELETE", "oauth-clients/ocl_spare")).status).toBe(404);
    const deleted = await operate("DELETE", "oauth-clients/ocl_spare");
    expect([deleted.status, deleted.body]).toEqual([200, { id: "ocl_spare", deleted: true }]);
    const again = await operate("DELETE", "oauth-clients/ocl_spare");
    expect([again.status, again.body.code]).toEqual([404, "oauth_client_not_found"]);
  });
});
