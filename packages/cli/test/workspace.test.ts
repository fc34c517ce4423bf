/** connections, apps, tokens: what operators ask of a workspace. */
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, jsonBody, signedIn } from "@grantry/testing/operators";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newTotpSecret } from "../../server/src/crypto/totp.ts";
import { newRecoveryCode } from "../../server/src/lib/id.ts";
import { Secret } from "../../server/src/lib/secret.ts";
import { clearTotp, setTotp } from "../../server/src/store/operator-factors.ts";
import { insertIdentity } from "../../server/src/store/operator-identities.ts";
import {
  findOperatorByEmail,
  insertOperator,
  putMembership,
} from "../../server/src/store/operators.ts";
import { insertPersonalKey } from "../../server/src/store/personal-keys.ts";
import { type Bench, createBench, type Folder, keyEnvironment } from "./bench.ts";

let world: World;
let bench: Bench;
let folder: Folder;

beforeAll(async () => {
  world = await startWorld({ declare: declareMembers });
  bench = await createBench(keyEnvironment(world));
  folder = await bench.folder();
  for (const userId of ["ada", "bo"] as const) {
    const user = await apiOf(world).signIn(userId);
    const { body } = await user.initiate(ids.userConnector);
    await consent(createJar(), body.redirect_url, { account: `sandbox-${userId}` as const });
  }
});
afterAll(async () => {
  await bench?.close();
  await world?.close();
});

async function idOf(userId: string): Promise<string> {
  const { json } = await folder.run(["connections", "list", "--json"]);
  return json.connections.find(
    (one: { owner: { user: { user_id: string } } }) => one.owner.user.user_id === userId,
  ).id;
}

test("connections list picks and pages; show says what is known; no token is shown", async () => {
  const list = await folder.run(["connections", "list", "--status", "active"]);
  expect([list.code, list.stdout]).toEqual([
    0,
    expect.stringMatching(/sandboxcalendar +app_test +bo +active/),
  ]);
  const one = await folder.run(["connections", "list", "--limit", "1", "--json"]);
  expect([one.json.connections.length, one.json.more]).toEqual([1, true]);
  const none = await folder.run(["connections", "list", "--type", "slack", "--json"]);
  expect(none.json).toEqual({ connections: [], more: false });
  const show = await folder.run(["connections", "show", await idOf("ada")]);
  expect([show.code, show.stdout]).toEqual([0, expect.stringMatching(/status +active\n/)]);
  const wrong = await folder.run(["connections", "list", "--status", "odd", "--json"]);
  expect([wrong.code, wrong.json.error.code]).toEqual([6, "bad_request"]);
});

test("oauth-clients lists registrations, and says which is preferred or used elsewhere", async () => {
  const list = await folder.run(["oauth-clients", "list"]);
  expect([list.code, list.stdout]).toEqual([
    0,
    expect.stringMatching(/ocl_sandbox +sandbox +Sandbox client +test-client +no +no/),
  ]);
  const set = ["oauth-clients", "set", ids.oauthClient];
  const marked = await folder.run([...set, "--used-by-other-servers", "on", "--preferred", "on"]);
  expect([marked.code, marked.stdout]).toEqual([0, expect.stringMatching(/test-client +yes +yes/)]);
  const back = await folder.run([...set, "--used-by-other-servers", "off", "--json"]);
  expect(back.json.oauth_clients).toMatchObject([
    { preferred: true, used_by_other_servers: false },
  ]);
  expect((await folder.run(set)).code).not.toBe(0);
  const unknown = await folder.run([...set.slice(0, 2), "ocl_none", "--preferred", "on", "--json"]);
  expect(unknown.json.error.code).toBe("oauth_client_not_found");
});

test("connections refresh gets a new token; revoke asks first, and ends the connection", async () => {
  const id = await idOf("ada");
  const refreshed = await folder.run(["connections", "refresh", id, "--json"]);
  expect([refreshed.code, refreshed.json.version]).toEqual([0, 2]);
  expect((await folder.run(["connections", "revoke", id])).code).toBe(2);
  const revoked = await folder.run(["connections", "revoke", id, "--yes", "--json"]);
  expect([revoked.code, revoked.json]).toEqual([0, { connection_id: id, revocation: "revoked" }]);
  const user = await apiOf(world).signIn("ada");
  expect((await user.token(ids.userConnector)).body.reason).toBe("not_connected");
  const unknown = await folder.run(["connections", "show", "con_unknown", "--json"]);
  expect([unknown.code, unknown.json.error.code]).toEqual([6, "connection_not_found"]);
});

test("connections retry has the ended ones of a type tried again, and says what became of each", async () => {
  const id = await idOf("bo");
  const { db } = world.app.context.store;
  await db
    .updateTable("connections")
    .set({ status: "needs_reauth", reason: "invalid_grant" })
    .where("connection_id", "=", id)
    .execute();
  const type = ["connections", "retry", "--type", "sandboxcalendar"];
  const other = await folder.run([...type, "--reason", "revoked", "--json"]);
  expect([other.code, other.json.connections]).toEqual([0, []]);
  const all = await folder.run([...type, "--json"]);
  expect([all.code, all.json.connections]).toEqual([0, [{ connection_id: id, result: "works" }]]);
  const one = await folder.run(["connections", "retry", id]);
  expect([one.code, one.stdout]).toEqual([0, expect.stringContaining("It works")]);
  expect((await folder.run(["connections", "retry"])).code).toBe(2);
});

test("apps are created and changed with where their pages live; a wildcard is refused in words", async () => {
  const origins = ["https://app.example.com", "http://localhost:5173"];
  const create = ["apps", "create", "Pages", "--origins", origins.join(), "--json"];
  const made = (await folder.run(create)).json;
  expect(made.origins).toEqual(origins);
  const change = (...more: string[]) => folder.run(["apps", "change", made.id, ...more, "--json"]);
  const added = await change("--add-origin", "https://b.example", "--name", "Pages 2");
  expect(added.json).toMatchObject({ name: "Pages 2", origins: [...origins, "https://b.example"] });
  expect((await change("--remove-origin", origins[0] ?? "")).json.origins).toEqual([
    origins[1],
    "https://b.example",
  ]);
  expect((await change("--origins", "https://c.example")).json.origins).toEqual([
    "https://c.example",
  ]);
  for (const wrong of [
    ["apps", "create", "Wild", "--origins", "https://*"],
    ["apps", "change", made.id, "--add-origin", "http://localhost:*"],
  ]) {
    const refused = await folder.run(wrong);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("a wildcard (*) stands for"),
    ]);
  }
  const slash = await folder.run(["apps", "change", made.id, "--add-origin", "https://d.example/"]);
  expect(slash.stderr).toContain("write https://d.example");
  expect((await folder.run(["apps", "list"])).stdout).not.toContain("Wild");
  const bare = await folder.run(["apps", "create", "Bare"]);
  expect([bare.code, bare.stdout]).toEqual([0, expect.stringMatching(/--add-origin https:/)]);
  expect((await folder.run(["apps", "change", made.id])).code).toBe(2);
});

test("apps are created, listed and shown", async () => {
  const made = await folder.run(["apps", "create", "Planner", "--json"]);
  expect([made.code, made.json.name]).toEqual([0, "Planner"]);
  expect((await folder.run(["apps", "list"])).stdout).toContain(made.json.id);
  const shown = await folder.run(["apps", "show", made.json.id, "--json"]);
  expect(shown.json).toMatchObject({
    id: made.json.id,
    name: "Planner",
    origins: [],
    identity_providers: [],
  });
});

test("a service token goes into a new file of one's own and nowhere else", async () => {
  const unsaid = await folder.run(["tokens", "create", "backend"]);
  expect([unsaid.code, unsaid.stderr]).toEqual([2, expect.stringContaining("never printed")]);
  const made = await folder.run(["tokens", "create", "backend", "--out", "token.secret", "--json"]);
  const secret = (await folder.read("token.secret")).trim();
  expect((await stat(join(folder.root, "token.secret"))).mode & 0o777).toBe(0o600);
  expect(made.stdout + made.stderr).not.toContain(secret);
  const path = "app-user-auth/connectors/x/token";
  const asBackend = () => apiOf(world, ids.app, secret).backend(path);
  expect((await asBackend()).body.reason).toBe("app_user_required");
  const before = (await folder.run(["tokens", "list", "--json"])).json.service_tokens.length;
  const again = await folder.run(["tokens", "create", "other", "--out", "token.secret"]);
  expect([again.code, (await folder.read("token.secret")).trim()]).toEqual([3, secret]);
  expect((await folder.run(["tokens", "list", "--json"])).json.service_tokens.length).toBe(before);
  expect((await folder.run(["tokens", "revoke", made.json.id, "--yes"])).code).toBe(0);
  const listed = (await folder.run(["tokens", "list"])).stdout;
  expect(listed).not.toContain(made.json.id);
});

test("members reset-link prints a link for a member, for a person and not for a workspace key", async () => {
  const admin = await signedIn(world, "admin@example.com");
  const wanted = jsonBody("POST", { name: "cli", scopes: ["workspace:read", "workspace:write"] });
  const { secret } = (await admin.api("/v1/me/keys", wanted)).body;
  const asAdmin = { env: { GRANTRY_API_KEY: secret } };
  const linkFor = (email: string) =>
    folder.run(["members", "reset-link", email, "--workspace", ids.workspace, "--json"], asAdmin);
  const made = await linkFor("Viewer@example.com");
  expect([made.code, made.json]).toEqual([
    0,
    {
      id: expect.stringMatching(/^lnk_/),
      email: "viewer@example.com",
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
      mail: { status: "none", reason: "not_configured" },
      url: expect.stringContaining(`${world.url}/password-reset/`),
    },
  ]);
  expect((await fetch(made.json.url)).status).toBe(200);
  const owner = await linkFor("owner@example.com");
  expect([owner.code, owner.json.error.code]).toEqual([5, "forbidden"]);
  const nobody = await linkFor("nobody@example.com");
  expect([nobody.code, nobody.json.error.code]).toEqual([6, "member_not_found"]);
  const byKey = await folder.run(["members", "reset-link", "viewer@example.com", "--json"]);
  expect([byKey.code, byKey.json.error.code]).toEqual([5, "person_required"]);
});

test("members unlink ends that the company's provider signs a member in", async () => {
  const { store } = world.app.context;
  const viewer = await findOperatorByEmail(store, "viewer@example.com");
  const identity = { workspaceId: ids.workspace, issuer: "https://id.example", subject: "v" };
  await insertIdentity(store, identity, viewer?.operatorId ?? "");
  const unlink = () => folder.run(["members", "unlink", "Viewer@example.com", "--json"]);
  expect((await unlink()).json).toEqual({ id: viewer?.operatorId, deleted: true });
  const again = await unlink();
  expect([again.code, again.json.error.code]).toEqual([6, "sign_in_identity_not_found"]);
});

test("members second-factor says who has none, demands one after a yes, and says what a refusal is for", async () => {
  const { store } = world.app.context;
  const folderOf = async (role: string) => {
    const browser = await signedIn(world, `${role}@example.com`);
    const scopes = ["workspace:read", "workspace:own"].slice(0, role === "owner" ? 2 : 1);
    const { secret } = (await browser.api("/v1/me/keys", jsonBody("POST", { name: "f", scopes })))
      .body;
    return (...given: string[]) =>
      folder.run(["members", "second-factor", ...given, "--workspace", ids.workspace, "--json"], {
        env: { GRANTRY_API_KEY: secret },
      });
  };
  const [owner, viewer] = [await folderOf("owner"), await folderOf("viewer")];
  const looked = await owner();
  expect(looked.json).toMatchObject({ second_factor: "optional" });
  expect(looked.json.without).toContain("viewer@example.com");
  expect((await viewer()).json).toEqual({ second_factor: "optional", without: null });
  const own = await owner("required", "--yes");
  expect([own.code, own.json.error.code]).toEqual([5, "second_factor_required"]);
  const { operatorId = "" } = (await findOperatorByEmail(store, "owner@example.com")) ?? {};
  const app = { secret: new Secret(newTotpSecret()), step: 0, recoveryCodes: [newRecoveryCode()] };
  await setTotp(store, operatorId, app);
  expect((await owner("required", "--yes")).json).toMatchObject({ second_factor: "required" });
  const refused = await viewer();
  expect([refused.code, refused.json.error.code]).toEqual([5, "second_factor_required"]);
  expect(refused.json.error.message).toContain("Set one up in your account");
  expect((await owner("optional")).json).toMatchObject({ second_factor: "optional" });
  await clearTotp(store, operatorId);
  expect((await owner("perhaps")).code).toBe(2);
});

test("an app says which of one's workspaces is meant; one of none of them is said", async () => {
  const { store } = world.app.context;
  const operatorId = "opr_of_two";
  const email = "two@example.com";
  await insertOperator(store, { operatorId, email, name: "Two", passwordHash: null });
  for (const workspaceId of [ids.workspace, ids.foreignWorkspace]) {
    await putMembership(store, { workspaceId, operatorId, role: "admin" });
  }
  const key = `grantry_pk_${"two".padEnd(43, "k")}`;
  const scopes = ["apps:read", "workspace:write"];
  const input = { personalKeyId: "pky_two", operatorId, name: "two", scopes, expiresAt: null };
  await insertPersonalKey(store, { ...input, secret: new Secret(key) });
  const asBoth = (...args: string[]) => folder.run(args, { env: { GRANTRY_API_KEY: key } });
  expect((await asBoth("connections", "list")).stderr).toContain("Which workspace?");
  for (const app of [ids.app, ids.foreignApp]) {
    const shown = await asBoth("apps", "show", app, "--json");
    expect([shown.code, shown.json.id]).toEqual([0, app]);
    const status = await asBoth("connectors", "status", "--app", app, "--json");
    expect([status.code, Array.isArray(status.json.connections)]).toEqual([0, true]);
  }
  const unknown = await asBoth("tokens", "list", "--app", "app_unknown", "--json");
  expect([unknown.code, unknown.json.error.code]).toEqual([6, "app_not_found"]);
});

test("init sets who completes an app's consents where it is told to, and offers it where not", async () => {
  const app = async () => (await folder.run(["apps", "show", ids.app, "--json"])).json;
  const init = async (...more: string[]) => {
    const fresh = await bench.folder();
    const ran = await fresh.run(["init", "--server", world.url, "--app", ids.app, ...more]);
    return { ...ran, names: await fresh.names(".") };
  };
  const plain = await init();
  expect([plain.code, plain.stdout]).toEqual([0, expect.stringContaining("--completion required")]);
  expect((await app()).completion).toBe("offered");
  const set = await init("--completion", "required", "--json");
  expect([set.code, set.json]).toMatchObject([0, { file: "grantry.json", completion: "required" }]);
  expect((await app()).completion).toBe("required");
  expect((await init("--completion", "offered")).code).toBe(0);
  expect((await app()).completion).toBe("offered");

  const odd = await init("--completion", "always");
  expect([odd.code, odd.names]).toEqual([2, []]);
  const stranger = await bench.folder();
  const nobodys = await stranger.run(["init", "--completion", "required"], {
    env: { GRANTRY_APP: undefined },
  });
  expect([nobodys.code, await stranger.names(".")]).toEqual([2, []]);
  const args = ["init", "--server", world.url, "--app", ids.app, "--completion", "required"];
  const partly = await stranger.run(args, { env: { GRANTRY_API_KEY: undefined } });
  expect([partly.code, partly.stdout]).toEqual([
    8,
    expect.stringMatching(/Wrote grantry.json.*was not set.*apps change --completion required/s),
  ]);
  expect((await app()).completion).toBe("offered");
});

test("completion knows the commands and their options", async () => {
  const { stdout } = await folder.run(["completion", "bash"]);
  const probe = `${stdout}
    COMP_WORDS=(grantry connectors pu); COMP_CWORD=2; _grantry; echo "\${COMPREPLY[@]}"
    COMP_WORDS=(grantry connectors push --pr); COMP_CWORD=3; _grantry; echo "\${COMPREPLY[@]}"`;
  const { stdout: completed } = await promisify(execFile)("bash", ["-c", probe]);
  expect(completed).toBe("push pull\n--prune --project\n");
  for (const shell of ["zsh", "fish"]) {
    expect((await folder.run(["completion", shell])).stdout).toContain("list-available");
  }
  expect((await folder.run(["completion", "tcsh"])).code).toBe(2);
});
