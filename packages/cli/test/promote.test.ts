/** diff and promote: what one workspace is set up with, compared with another and carried there. */
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { startProxy } from "@grantry/testing/proxy";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { BootstrapInput } from "../../server/src/service/bootstrap/bootstrap-schema.ts";
import { type Bench, createBench, type Folder } from "./bench.ts";

const target = ids.foreignWorkspace;
const liveKey = `grantry_wk_${"l".repeat(40)}`;

/** One for production, as every workspace is that does not say otherwise. */
function declareLive({ workspaces }: BootstrapInput): void {
  const key = { id: "key_live", name: "deploy", secret: { env: liveKey } };
  workspaces.push({ id: "ws_live", name: "Live", api_keys: [key] });
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let bench: Bench;
  let folder: Folder;
  let inSource: ReturnType<typeof workspaceApiOf>;
  let inTarget: ReturnType<typeof workspaceApiOf>;

  beforeAll(async () => {
    world = await startWorld({ engine, declare: declareLive });
    bench = await createBench({
      GRANTRY_SERVER: world.url,
      GRANTRY_API_KEY: secrets.workspaceKey,
      GRANTRY_TO_API_KEY: secrets.foreignWorkspaceKey,
    });
    folder = await bench.folder();
    inSource = workspaceApiOf(world);
    const there = { workspaceId: target, as: secrets.foreignWorkspaceKey };
    inTarget = workspaceApiOf(world, there);
  });
  afterEach(async () => {
    for (const call of [inSource, inTarget]) {
      await call("PATCH", "policies/slack", { user_connections: "allowed", allowed_scopes: null });
    }
  });
  afterAll(async () => {
    await bench?.close();
    await world?.close();
  });

  const places = ["--from", ids.workspace, "--to", target];
  const diff = (...more: string[]) => folder.run(["diff", ...places, "--json", ...more]);
  const promote = (...more: string[]) => folder.run(["promote", ...places, "--json", ...more]);
  const connectorOf = async (name: string) =>
    (await inTarget("GET", "connectors")).body.data.find(
      (one: { name: string }) => one.name === name,
    );

  test("diff says what differs and changes nothing; promote carries it, once", async () => {
    await inSource("PATCH", "policies/slack", {
      user_connections: "off",
      allowed_scopes: ["chat:write"],
    });
    await inSource("PATCH", `apps/${ids.app}`, {
      branding: { color: "#c2410c", support_url: "mailto:help@example.com" },
    });
    const before = await stateOf(world);
    const seen = await diff();
    expect([seen.code, await stateOf(world)]).toEqual([9, before]);
    expect(seen.json).toMatchObject({
      from: { workspace: { id: ids.workspace } },
      to: { workspace: { id: target, environment: "development" } },
      changes: [
        { kind: "policy", action: "change", name: "slack" },
        { kind: "connector", action: "create", oauth_client_id: "ocl_foreign" },
        { kind: "app", action: "create", name: "Other app of the same workspace" },
        { kind: "app", action: "create", name: "Test app" },
      ],
      needs: [],
      kept: [{ kind: "app", name: "Test app", field: "origins", target: [] }],
    });
    expect(seen.json.only_in_target.map(({ name }: { name: string }) => name).sort()).toEqual([
      "Foreign",
      "Foreign app",
    ]);
    const shown = await promote("--dry-run");
    expect([shown.code, shown.json, await stateOf(world)]).toEqual([
      0,
      { ...seen.json, results: [] },
      before,
    ]);

    const done = await promote("--yes");
    expect([done.code, done.json.results.map((one: { result: string }) => one.result)]).toEqual([
      0,
      ["done", "done", "done", "done"],
    ]);
    expect((await inTarget("GET", "policies/slack")).body).toMatchObject({
      user_connections: "off",
      allowed_scopes: ["chat:write"],
    });
    const { type, oauth_client: client } = await connectorOf("My calendar");
    expect([type, client.id]).toEqual(["sandboxcalendar", "ocl_foreign"]);
    const apps = (await inTarget("GET", "apps")).body.data;
    expect(apps.find(({ name }: { name: string }) => name === "Test app")).toMatchObject({
      origins: [],
      branding: { color: "#c2410c", support_url: "mailto:help@example.com" },
    });

    const after = await stateOf(world);
    const again = await promote("--yes");
    expect([again.code, again.json.changes, again.json.results]).toEqual([0, [], []]);
    expect([(await diff()).code, await stateOf(world)]).toEqual([0, after]);
  });

  test("what belongs to a place is carried where it is named", async () => {
    await promote("--yes");
    const named = await promote("--include", "origins", "--only", "app", "--yes");
    expect([named.code, named.json.changes]).toMatchObject([
      0,
      [{ name: "Test app", fields: [{ field: "origins", target: [] }] }],
    ]);
    expect((await diff("--only", "app")).json.kept).toEqual([]);
  });

  test("of two identity providers of one issuer the plan says what makes them differ", async () => {
    await promote("--yes");
    const issuer = world.sandbox.origin;
    const declared = (audience: string) => ({ identity_providers: [{ issuer, audience }] });
    const changed = await inSource("PATCH", `apps/${ids.app}`, declared("of-staging"));
    expect([changed.status, changed.body.detail]).toEqual([200, undefined]);
    const there = (await inTarget("GET", "apps")).body.data;
    const { id } = there.find(({ name }: { name: string }) => name === "Test app");
    await inTarget("PATCH", `apps/${id}`, declared("of-production"));
    const only = ["--only", "app", "--include", "identity_providers"];
    const { stdout, stderr } = await folder.run(["promote", ...places, ...only, "--dry-run"]);
    const line = `${stdout}${stderr}`.split("\n").find((one) => one.includes(issuer));
    expect(line).toMatch(/\(.*of-production.*\) -> .*\(.*of-staging.*\)/);
    for (const [call, at] of [
      [inSource, ids.app],
      [inTarget, id],
    ] as const) {
      await call("PATCH", `apps/${at}`, { identity_providers: [] });
    }
  });

  test("scopes of a connector follow; its settings, its client and others' changes stay", async () => {
    await promote("--yes");
    const path = `connectors/${ids.userConnector}`;
    await inSource("PATCH", path, { scopes: ["calendar.read"] });
    const carried = await promote("--yes");
    expect([carried.code, carried.json.changes]).toMatchObject([
      0,
      [{ kind: "connector", action: "change", fields: [{ field: "scopes" }], impact: {} }],
    ]);
    expect((await connectorOf("My calendar")).scopes).toEqual(["calendar.read"]);
    await inSource("PATCH", path, { scopes: null });
    const { id } = await connectorOf("My calendar");
    const proxy = await startProxy(world.url, {
      answered: async (answer, { method, url }) => {
        // Somebody changes it while the plan is looked at.
        if (method === "POST" && url.endsWith("/preview"))
          await inTarget("PATCH", `connectors/${id}`, { scopes: ["calendar.write"] });
        return answer;
      },
    });
    const late = await folder.run(["promote", ...places, "--yes", "--json"], {
      env: { GRANTRY_SERVER: proxy.origin },
    });
    await proxy.close();
    expect([late.code, late.json.results]).toMatchObject([
      8,
      [{ kind: "connector", result: "failed", error: { code: "precondition_failed" } }],
    ]);
    expect((await connectorOf("My calendar")).scopes).toEqual(["calendar.write"]);
    expect((await promote("--yes")).code).toBe(0);
  });

  test("what the target lacks is said with what to do, and the rest is carried", async () => {
    const notes = {
      type: "notion",
      name: "Notes of all",
      oauth_client: { client_id: "notes", client_secret: "a-secret-of-the-source" },
    };
    const made = await inSource("POST", "connectors", notes);
    expect(made.status).toBe(201);
    await inSource("PATCH", "policies/slack", { user_connections: "off" });
    const ran = await promote("--yes");
    expect([ran.code, ran.json.needs]).toMatchObject([
      8,
      [{ kind: "connector", name: "Notes of all", code: "credentials_needed" }],
    ]);
    expect(ran.json.needs[0].message).toContain(
      "needs a client ID and secret in Foreign workspace: add a connector",
    );
    expect((await inTarget("GET", "policies/slack")).body.user_connections).toBe("off");
    expect(JSON.stringify(ran)).not.toContain("a-secret-of-the-source");
    const plain = await folder.run(["diff", ...places]);
    expect([plain.code, plain.stdout]).toEqual([
      9,
      expect.stringMatching(/Not possible yet:\n {2}! connector "Notes of all": needs a client ID/),
    ]);
    // With credentials of its own it is made there, by hand, and fits from then on.
    const own = { client_id: "theirs", client_secret: "a-secret-of-the-target" };
    await inTarget("POST", "connectors", { ...notes, oauth_client: own });
    expect((await diff("--only", "connector")).json.needs).toEqual([]);
    await inSource("DELETE", `connectors/${made.body.id}`);
  });

  test("a target for production asks for its name; any other asks", async () => {
    await inSource("PATCH", "policies/slack", { user_connections: "off" });
    const env = { GRANTRY_TO_API_KEY: liveKey };
    const toLive = ["promote", "--from", ids.workspace, "--to", "Live", "--only", "policy"];
    const before = await stateOf(world);
    const unsaid: [string[], number, RegExp][] = [
      [["--yes"], 2, /Live is for production: name it with --confirm "Live"/],
      [["--confirm", "Foreign workspace"], 6, /does not name the target, which is "Live"/],
    ];
    for (const [more, code, said] of unsaid) {
      const ran = await folder.run([...toLive, ...more], { env });
      expect([ran.code, ran.stderr]).toEqual([code, expect.stringMatching(said)]);
    }
    const other = await folder.run(toLive, { env, typed: "yes\n" });
    expect([other.code, other.stdout]).toEqual([0, "Nothing was changed.\n"]);
    const refused = await folder.run(["promote", ...places], { typed: "n\n" });
    expect([refused.code, refused.stdout]).toEqual([0, "Nothing was changed.\n"]);
    expect((await folder.run(["promote", ...places])).code).toBe(2);
    expect(await stateOf(world)).toEqual(before);

    const typed = await folder.run(toLive, { env, typed: "Live\n" });
    expect([typed.code, typed.stdout]).toEqual([0, "policy of slack: changed\n"]);
    expect(typed.stderr).toMatch(/~ change: policy of slack\n +user connections: allowed -> off\n/);
    await inSource("PATCH", "policies/slack", { user_connections: "allowed" });
    const named = await folder.run([...toLive, "--confirm", "Live", "--json"], { env });
    expect([named.code, named.json.results]).toMatchObject([0, [{ result: "done" }]]);
  });

  test("a name of another type, and a choice between credentials, are left to somebody", async () => {
    const client = (id: string) => ({ client_id: id, client_secret: `secret-of-${id}` });
    const issues = { type: "linear", name: "Issues", oauth_client: client("here") };
    const mails = { type: "hubspot", name: "Mails", oauth_client: client("mails") };
    const there = [
      { ...issues, name: "One", oauth_client: client("one") },
      { ...issues, name: "Two", oauth_client: client("two") },
      { ...mails, type: "notion" },
    ];
    for (const one of there) expect((await inTarget("POST", "connectors", one)).status).toBe(201);
    const made = await Promise.all(
      [issues, mails].map((one) => inSource("POST", "connectors", one)),
    );
    const { json } = await diff("--only", "connector");
    expect(
      json.needs.map(({ name, code }: { name: string; code: string }) => [name, code]),
    ).toEqual(
      expect.arrayContaining([
        ["Issues", "oauth_client_ambiguous"],
        ["Mails", "type_differs"],
      ]),
    );
    for (const { body } of made) await inSource("DELETE", `connectors/${body.id}`);
  });

  test("between two servers each gets its own key, and display names come along", async () => {
    const other = await startWorld({ engine });
    try {
      const branding = { display_name: "Daybook" };
      await inSource("PATCH", `apps/${ids.app}`, { branding });
      expect((await diff("--only", "app")).json.kept).toContainEqual(
        expect.objectContaining({ field: "display_name", source: "Daybook" }),
      );
      const to = `${ids.workspace}@${other.url}`;
      const args = ["promote", "--from", ids.workspace, "--to", to, "--only", "app", "--json"];
      const stranger = await folder.run([...args, "--dry-run"], {
        env: { GRANTRY_TO_API_KEY: undefined },
      });
      expect([stranger.code, stranger.json.error.code]).toEqual([4, "not_signed_in"]);
      const env = { GRANTRY_TO_API_KEY: secrets.workspaceKey };
      const ran = await folder.run([...args, "--yes"], { env });
      expect([ran.code, ran.json.results]).toMatchObject([
        0,
        [{ name: "Test app", action: "change" }],
      ]);
      const app = await workspaceApiOf(other)("GET", `apps/${ids.app}`);
      expect(app.body.branding.display_name).toBe("Daybook");
    } finally {
      await other.close();
    }
  });

  test("where answers come without their ETag nothing is changed", async () => {
    const proxy = await startProxy(world.url, {});
    try {
      await inSource("PATCH", "policies/slack", { user_connections: "off" });
      const to = `${target}@${proxy.origin}`;
      const ran = await folder.run(
        ["promote", "--from", ids.workspace, "--to", to, "--only", "policy", "--json", "--yes"],
        { env: { GRANTRY_TO_API_KEY: secrets.foreignWorkspaceKey } },
      );
      expect(ran.json.results).toMatchObject([{ error: { code: "precondition_failed" } }]);
      expect((await inTarget("GET", "policies/slack")).body.user_connections).toBe("allowed");
    } finally {
      await proxy.close();
    }
  });

  test("what is typed wrong is said, and changes nothing", async () => {
    const before = await stateOf(world);
    const wrong: [string[], number, RegExp][] = [
      [["diff", "--from", ids.workspace], 2, /Name both workspaces/],
      [["diff", "--from", ids.workspace, "--to", "nowhere"], 6, /names no workspace.*ws_foreign/],
      [["promote", ...places, "--only", "users"], 2, /--only takes policy, connector, app/],
      [["promote", ...places, "--include", "name"], 2, /--include takes origins/],
      [["diff", ...places.slice(0, 3), "ws_x@http://example.com"], 2, /https/],
      [["diff", ...places.slice(0, 3), "ws_x@https://other.example"], 4, /GRANTRY_TO_API_KEY/],
    ];
    for (const [args, code, said] of wrong) {
      const ran = await folder.run(args, {
        env: args.at(-1)?.includes("other.example") ? { GRANTRY_TO_API_KEY: undefined } : {},
      });
      expect([ran.code, ran.stderr], args.join(" ")).toEqual([code, expect.stringMatching(said)]);
    }
    expect(await stateOf(world)).toEqual(before);
  });
});
