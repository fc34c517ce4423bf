/** `ETag` and `If-Match`: nobody changes configuration over a change that they have not seen. */
import type { Answer } from "@grantry/testing/api";
import { createHold } from "@grantry/testing/connected";
import { connectorOf, entryAt } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../../src/http/route.ts";
import { ownRoutes } from "../../src/http/v1/routes.ts";
import { answersEtag, etagOf, takesIfMatch } from "../../src/http/v1/version.ts";
import { Secret } from "../../src/lib/secret.ts";
import { permissionNames } from "../../src/service/accounts/permissions.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";
import { insertSignalStream } from "../../src/store/signal-streams.ts";
import { insertWorkspaceKey } from "../../src/store/workspace-keys.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const as = `grantry_pk_${"k".repeat(43)}`;

/** Of each address with a state: what is there before, and changes, each of which makes another state. */
interface Case {
  readonly path: string;
  readonly method: "PATCH" | "PUT";
  readonly changes: readonly [unknown, unknown, unknown];
}

const house = (name: string) => ({
  entry: entryAt("https://house.example", { name, connectors: [connectorOf("houserooms")] }),
});
const signIn = (client_id: string) => ({
  issuer: "https://id.example",
  client_id,
  client_secret: "canary",
  domains: ["company.example"],
});
const named = (of: string) => [`${of} 1`, `${of} 2`, `${of} 3`].map((name) => ({ name }));
const cases = {
  connector: {
    path: "/v1/workspaces/:workspace_id/connectors/:connector_id",
    method: "PATCH",
    changes: named("C") as never,
  },
  oauthClient: {
    path: "/v1/workspaces/:workspace_id/oauth-clients/:oauth_client_id",
    method: "PATCH",
    changes: [
      { used_by_other_servers: true },
      { preferred: true },
      { used_by_other_servers: false },
    ],
  },
  app: {
    path: "/v1/workspaces/:workspace_id/apps/:app_id",
    method: "PATCH",
    changes: named("A") as never,
  },
  serviceToken: {
    path: "/v1/workspaces/:workspace_id/apps/:app_id/service-tokens/:service_token_id",
    method: "PATCH",
    changes: named("T") as never,
  },
  workspaceKey: {
    path: "/v1/workspaces/:workspace_id/keys/:key_id",
    method: "PATCH",
    changes: [{ scopes: ["apps:read"] }, { role: "viewer" }, { name: "Deploy" }],
  },
  member: {
    path: "/v1/workspaces/:workspace_id/members/:operator_id",
    method: "PATCH",
    changes: [{ role: "member" }, { role: "viewer" }, { role: "owner" }],
  },
  workspace: {
    path: "/v1/workspaces/:workspace_id",
    method: "PATCH",
    changes: named("W") as never,
  },
  provider: {
    path: "/v1/workspaces/:workspace_id/providers/:provider_id",
    method: "PUT",
    changes: [house("House"), house("Home"), house("Hut")],
  },
  signInProvider: {
    path: "/v1/workspaces/:workspace_id/sign-in-provider",
    method: "PUT",
    changes: [signIn("c1"), signIn("c2"), signIn("c3")],
  },
  signalStream: {
    path: "/v1/workspaces/:workspace_id/signal-streams/:signal_stream_id",
    method: "PATCH",
    changes: [{ audience: "a1" }, { audience: "a2" }, { audience: "a3" }],
  },
  policy: {
    path: "/v1/workspaces/:workspace_id/policies/:type",
    method: "PATCH",
    changes: [
      { user_connections: "off" },
      { shared_connections: "off" },
      { user_connections: "allowed" },
    ],
  },
} satisfies Record<string, Case>;

const addressOf = (path: string, connectorId: string) =>
  path
    .replace(":workspace_id", ids.workspace)
    .replace(":connector_id", connectorId)
    .replace(":oauth_client_id", ids.oauthClient)
    .replace(":app_id", ids.app)
    .replace(":service_token_id", "stk_test")
    .replace(":signal_stream_id", "sst_spare")
    .replace(":key_id", "key_spare")
    .replace(":operator_id", "opr_cy")
    .replace(":provider_id", "house")
    .replace(":type", "slack");

/** Its state is the app's: app-logo.test.ts. */
const logo = "/v1/workspaces/:workspace_id/apps/:app_id/logo";

test("every address whose state can be asked for is tried below", () => {
  const versioned = ownRoutes
    .filter(takesIfMatch)
    .map(({ path }: Route) => path)
    .filter((path) => path !== logo);
  expect([...new Set(versioned)].sort()).toEqual(
    Object.values(cases)
      .map(({ path }) => path)
      .sort(),
  );
  for (const path of versioned) {
    const readable = ownRoutes.filter((one) => one.path === path && one.method === "GET");
    expect(readable.filter(answersEtag), path).toHaveLength(1);
  }
});

test("a tag stands for what it names, whatever the order of members, and not for what is no configuration", () => {
  const tag = (answer: object) => etagOf({ besides: ["health"] }, answer);
  expect(tag({ a: 1, b: { c: 2, d: [3] } })).toBe(tag({ b: { d: [3], c: 2 }, a: 1 }));
  expect(tag({ a: 1, health: "good" })).toBe(tag({ a: 1, health: "bad" }));
  expect(tag({ a: 1 })).not.toBe(tag({ a: 2 }));
  expect(tag({ a: [1, 2] })).not.toBe(tag({ a: [2, 1] }));
  expect(tag({ a: 1 })).toMatch(/^"[\w-]{27}"$/);
});

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let other: Awaited<ReturnType<World["another"]>>;
  let here: OwnApi;
  let there: OwnApi;

  beforeAll(async () => {
    world = await startWorld({ engine });
    other = await world.another();
    here = ownApiOf(world);
    there = ownApiOf(other);
    const { store } = world.app.context;
    const operatorId = "opr_bo";
    await insertOperator(store, {
      operatorId,
      email: "bo@example.com",
      name: "Bo Lindqvist",
      passwordHash: null,
    });
    await putMembership(store, { workspaceId: ids.workspace, operatorId, role: "owner" });
    const cy = { operatorId: "opr_cy", email: "cy@example.com", name: "Cy", passwordHash: null };
    await insertOperator(store, cy);
    await putMembership(store, { workspaceId: ids.workspace, operatorId: "opr_cy", role: "admin" });
    await insertPersonalKey(store, {
      personalKeyId: "pky_bo",
      operatorId,
      name: "Bo's",
      secret: new Secret(as),
      scopes: permissionNames,
      expiresAt: null,
    });
    await insertWorkspaceKey(store, {
      workspaceKeyId: "key_spare",
      workspaceId: ids.workspace,
      name: "Spare",
      secret: new Secret("grantry_wk_spare"),
      role: "admin",
      scopes: ["apps:read", "apps:write"],
      expiresAt: null,
      madeBy: "Bo",
    });
    await insertSignalStream(store, {
      signalStreamId: "sst_spare",
      workspaceId: ids.workspace,
      issuer: "https://id.example",
      audience: "a0",
      jwksUri: "https://id.example/jwks",
      appId: null,
      userIssuer: null,
      action: null,
    });
    await here("PUT", `${workspace}/providers/house`, { as, body: house("First") });
    await here("PUT", `${workspace}/sign-in-provider`, { as, body: signIn("c0") });
  });
  afterAll(() => world.close());

  const tagOf = ({ headers }: Answer) => headers.get("etag") ?? "";
  const change = (
    api: OwnApi,
    { path, method }: Pick<Case, "path" | "method">,
    body: unknown,
    ifMatch?: string,
  ) =>
    api(method, addressOf(path, ids.userConnector), {
      as,
      body,
      headers: ifMatch === undefined ? {} : { "if-match": ifMatch },
    });
  const read = (api: OwnApi, { path }: Pick<Case, "path">) =>
    api("GET", addressOf(path, ids.userConnector), { as });

  describe.each(Object.entries(cases) as [string, Case][])("%s", (_name, one) => {
    test("is changed by whoever has seen its state, and answers the next one", async () => {
      const seen = await read(here, one);
      expect(tagOf(seen)).toMatch(/^"[\w-]{27}"$/);
      expect(tagOf(await read(there, one))).toBe(tagOf(seen));
      const changed = await change(here, one, one.changes[0], tagOf(seen));
      expect(changed.status, JSON.stringify(changed.body)).toBe(200);
      expect(tagOf(changed)).not.toBe(tagOf(seen));
      const after = await read(there, one);
      expect([tagOf(after), after.body]).toEqual([tagOf(changed), changed.body]);
      // Lists of tags, and any state.
      const any = `"other", ${tagOf(after)}`;
      expect((await change(here, one, one.changes[0], any)).status).toBe(200);
      expect((await change(here, one, one.changes[0], "*")).status).toBe(200);
    });

    test("is not changed by whoever has seen another state, and they hear who changed it", async () => {
      const seen = tagOf(await read(here, one));
      expect((await change(there, one, one.changes[1])).status).toBe(200);
      const now = await read(here, one);
      expect(tagOf(now)).not.toBe(seen);
      for (const tag of [seen, `W/${tagOf(now)}`, '""']) {
        const refused = await change(here, one, one.changes[2], tag);
        expect([refused.status, refused.body]).toMatchObject([
          412,
          {
            code: "precondition_failed",
            retry: "after_change",
            changed_by: { kind: "operator", id: "opr_bo", label: "Bo Lindqvist (bo@example.com)" },
            changed_at: expect.stringMatching(/^\d{4}-.*Z$/),
          },
        ]);
      }
      expect((await read(here, one)).body).toEqual(now.body);
    });

    test("is changed by one of two that come at once: the change's own transaction decides", async () => {
      const seen = tagOf(await read(here, one));
      const { database } = world.app.context.store;
      const { transaction } = database;
      const [arrived, held] = [createHold(), createHold()];
      const late: typeof transaction = async (work) => {
        arrived.release();
        await held.until;
        return (await transaction.call(database, work as never)) as never;
      };
      Object.assign(database, { transaction: late });
      const first = change(here, one, one.changes[2], seen);
      await arrived.until;
      Object.assign(database, { transaction });
      const second = await change(there, one, one.changes[2], seen);
      held.release();
      expect([second.status, (await first).status]).toEqual([200, 412]);
      expect(tagOf(await read(here, one))).toBe(tagOf(second));
    });
  });

  test("of many that have seen the same state one is carried out", async () => {
    const one = cases.app;
    const seen = tagOf(await read(here, one));
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        change(at % 2 === 0 ? here : there, one, { name: `At once ${at}` }, seen),
      ),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)]);
    const [done] = all.filter(({ status }) => status === 200);
    expect((await read(here, one)).body).toEqual(done?.body);
  });

  test("what was changed meanwhile is not deleted, and what is gone is not there", async () => {
    const body = {
      type: "sandboxcalendar",
      name: "To go",
      oauth_client: { client_id: "gone", client_secret: "s" },
    };
    const made = await here("POST", `${workspace}/connectors`, { as, body });
    const path = `${workspace}/connectors/${made.body.id}`;
    const seen = tagOf(await here("GET", path, { as }));
    await there("PATCH", path, { as, body: { name: "Stays" } });
    const remove = (tag: string) => here("DELETE", path, { as, headers: { "if-match": tag } });
    expect((await remove(seen)).status).toBe(412);
    const now = await here("GET", path, { as });
    expect(now.body.name).toBe("Stays");
    expect((await remove(tagOf(now))).status).toBe(200);
    const gone = await remove(tagOf(now));
    expect([gone.status, gone.body.code]).toEqual([404, "connector_not_found"]);
  });

  test("a change by the official clients' address counts as well", async () => {
    const one = cases.connector;
    const seen = tagOf(await read(here, one));
    const wire = `/api/workspace/${ids.workspace}/connectors/${ids.userConnector}`;
    const changed = await there("PUT", wire, {
      as: secrets.workspaceKey,
      body: { name: "By wire" },
    });
    expect(changed.status).toBe(200);
    expect((await change(here, one, { name: "Mine" }, seen)).status).toBe(412);
  });

  test("a condition that is none, and one where none is taken, is refused", async () => {
    const { path } = cases.app;
    for (const tag of ["abc", '"a" "b"', '"a",', "W/x"]) {
      const refused = await change(here, cases.app, { name: "X" }, tag);
      expect([tag, refused.status, refused.body.errors?.[0]]).toMatchObject([
        tag,
        400,
        { in: "header", name: "if-match", code: "invalid" },
      ]);
    }
    const headers = { "if-match": '"a"' };
    const elsewhere = [
      await here("GET", addressOf(path, ""), { as, headers }),
      await here("POST", `${workspace}/apps`, { as, headers, body: { name: "X" } }),
    ];
    for (const refused of elsewhere) {
      expect([refused.status, refused.body.errors?.[0]]).toMatchObject([
        400,
        { in: "header", name: "if-match", code: "not_allowed" },
      ]);
    }
  });
});
