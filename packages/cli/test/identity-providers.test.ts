/** apps identity-provider: who names an app's users. */

import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench, type Folder, keyEnvironment } from "./bench.ts";

let idp: TestIdentityProvider;
let world: World;
let bench: Bench;
let folder: Folder;

beforeAll(async () => {
  idp = await startIdentityProvider("https://unused.example");
  world = await startWorld({ allowedPrivateOrigins: [idp.origin] });
  bench = await createBench(keyEnvironment(world));
  folder = await bench.folder();
});
afterAll(async () => {
  await bench?.close();
  await world?.close();
  await idp?.close();
});

const set = (...more: string[]) =>
  folder.run(["apps", "identity-provider", "--app", ids.app, ...more]);

test("a preset is entered, replaced and taken away", async () => {
  const clerk = [`clerk=${idp.origin}/clerk/`];
  const entered = await set(...clerk, "--azp", "https://a.example,https://b.example", "--json");
  expect([entered.code, entered.json.identity_providers]).toEqual([
    0,
    [
      {
        issuer: `${idp.origin}/clerk`,
        azp: ["https://a.example", "https://b.example"],
        jwks_uri: `${idp.origin}/clerk/.well-known/jwks.json`,
        algorithms: ["RS256"],
        user_id_claim: "sub",
        email_claim: "email",
        name_claim: "name",
      },
    ],
  ]);
  const replaced = await set(...clerk, "--azp", "https://c.example", "--algorithms", "ES256");
  expect([replaced.code, replaced.stdout]).toEqual([
    0,
    expect.stringMatching(/clerk +https:\/\/c\.example +ES256\n$/),
  ]);
  const removed = await set("--remove", `${idp.origin}/clerk`, "--json");
  expect([removed.code, removed.json.identity_providers]).toEqual([0, []]);
});

test("what names a user stays, another spelling is another issuer, and two of one issuer are left alone", async () => {
  const put = (identity_providers: readonly object[]) =>
    workspaceApiOf(world)("PATCH", `apps/${ids.app}`, { identity_providers });
  const issuer = "https://id.example";
  const jwks_uri = `${idp.origin}/jwks`;
  const oid = { issuer, jwks_uri, audience: "a", user_id_claim: "oid" };
  expect((await put([oid])).status).toBe(200);
  const keys = ["--jwks-uri", jwks_uri, "--json"];
  const changed = await set(issuer, "--audience", "b", ...keys);
  expect(changed.json.identity_providers).toMatchObject([{ audience: "b", user_id_claim: "oid" }]);
  const beside = await set(`${issuer}/`, "--audience", "c", ...keys);
  expect(beside.json.identity_providers).toHaveLength(2);
  expect((await put([oid, { ...oid, audience: "b" }])).status).toBe(200);
  const refused = await set("--remove", issuer);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("2 identity")]);
  expect((await put([])).status).toBe(200);
});

test("what cannot be is said in words", async () => {
  const tried = async (...more: string[]) => {
    const { code, stderr } = await set(...more);
    expect(code).not.toBe(0);
    return stderr;
  };
  expect(await tried()).toContain("issuer");
  expect(await tried("nobody=https://a.example")).toContain("clerk");
  expect(await tried("authjs=https://a.example")).toContain("createAppUserToken");
  const clerk = [`clerk=${idp.origin}/clerk`];
  expect(await tried(...clerk)).toContain("azp");
  expect(await tried("--remove", "https://a.example")).toContain("no identity");
});
