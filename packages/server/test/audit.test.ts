/** The trail of what people do by pages and command lines, and of shared connections. */

import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createResetLinkOfServer } from "../src/service/accounts/reset-link.ts";
import { signIn } from "../src/service/accounts/sign-in.ts";

const base = `/v1/workspaces/${ids.workspace}`;

interface AuditRecord {
  readonly id: string;
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly label: string };
  readonly target: { readonly kind: string; readonly id: string };
  readonly details: Readonly<Record<string, string>>;
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let owner: OperatorBrowser;

  beforeAll(async () => {
    world = await startWorld({
      engine,
      declare: (bootstrap) => {
        declareMembers(bootstrap);
        const foreign = bootstrap.workspaces[1];
        if (foreign === undefined) throw new Error("no workspace");
        foreign.members = [
          { email: "admin@example.com", name: "admin", role: "admin" },
          { email: "nobody@example.com", name: "N", role: "owner", password: { file: password } },
        ];
      },
    });
    owner = await signedIn(world, "owner@example.com");
  });
  afterAll(() => world.close());

  const trail = async (of: string = ids.workspace): Promise<AuditRecord[]> => {
    const key = of === ids.workspace ? secrets.workspaceKey : secrets.foreignWorkspaceKey;
    const path = `/v1/workspaces/${of}/audit-records?limit=100`;
    return (await ownApiOf(world)("GET", path, { as: key })).body.data;
  };
  /** What the work leaves in the trail, oldest first. */
  async function leaves(work: () => Promise<unknown>, of?: string): Promise<AuditRecord[]> {
    const before = new Set((await trail(of)).map(({ id }) => id));
    await work();
    return (await trail(of)).filter(({ id }) => !before.has(id)).reverse();
  }
  const actionsOf = (records: readonly AuditRecord[]) => records.map(({ action }) => action);

  test("a member who is refused what their role does not allow is on record, ten times at most", async () => {
    const viewer = await signedIn(world, "viewer@example.com");
    const asked = () => viewer.api(`${base}/audit-records`);
    expect((await asked()).status).toBe(403);
    await world.app.context.flights.landed();
    const refused = async () => (await trail()).filter(({ action }) => action === "access.refused");
    expect(await refused()).toMatchObject([
      {
        actor: { kind: "operator", label: "viewer (viewer@example.com)" },
        target: { kind: "permission", id: "audit:read" },
        result: "forbidden",
        address: "127.0.0.1",
      },
    ]);
    for (let count = 0; count < 12; count += 1) {
      await asked();
      await world.app.context.flights.landed();
    }
    expect(await refused()).toHaveLength(10);
  });

  test("what the bootstrap file declares is in the trail, with the server as actor", async () => {
    const declared = (await trail()).filter(({ actor }) => actor.kind === "server");
    const actions = new Set(actionsOf(declared));
    for (const kind of ["workspace", "app", "oauth_client", "connector"]) {
      expect(actions).toContain(`${kind}.created`);
    }
    expect(actions).toContain("workspace_key.created");
    expect(actions).toContain("service_token.created");
    expect(actions).toContain("member.added");
    expect(JSON.stringify(declared)).not.toMatch(/grantry_[a-z]+_/);
  });

  test("signing in and out is in the trail of every workspace of the person, and of no other", async () => {
    const work = async () => {
      const browser = await signedIn(world, "admin@example.com");
      await browser.post("/sign-out", {});
    };
    const foreign = await leaves(async () => {
      const own = await leaves(work);
      expect(actionsOf(own)).toEqual(["operator.signed_in", "operator.signed_out"]);
      expect(own[0]).toMatchObject({
        actor: { kind: "operator", label: "admin (admin@example.com)" },
        target: { kind: "operator", id: own[0]?.actor.id },
      });
    }, ids.foreignWorkspace);
    expect(actionsOf(foreign)).toEqual(["operator.signed_in", "operator.signed_out"]);
    const others = await leaves(() => signedIn(world, "nobody@example.com"));
    expect(others).toEqual([]);
  });

  test("a sign-in that is refused is in the trails of the account, by the server, with its reason", async () => {
    const { flights } = world.app.context;
    const browser = operatorBrowser(world);
    const tries = async (email: string, typed: string) => {
      await browser.post("/sign-in", { email, password: typed });
      await flights.landed();
    };
    const left = await leaves(() => tries("member@example.com", "wrong password"));
    expect(left).toMatchObject([
      {
        action: "operator.sign_in_refused",
        actor: { kind: "server" },
        target: { kind: "operator" },
        details: { email: "member@example.com", wrong: "password" },
      },
    ]);
    expect(left[0]?.details["address"]).toMatch(/^127\.|^::1/);
    expect(JSON.stringify(left)).not.toContain("wrong password");
    // Of nobody: what is typed may be a password, and stands nowhere.
    expect(await leaves(() => tries("nobody-here@example.com", "wrong password"))).toEqual([]);
  });

  test("whoever guesses on and on, from anywhere, does not fill the trail", async () => {
    const { context } = world.app;
    const left = await leaves(async () => {
      for (let at = 0; at < 14; at += 1) {
        const form = { email: "nobody@example.com", password: "wrong", code: "" };
        const tried = signIn(context, { ...form, address: `203.0.113.${at}`, client: null });
        await expect(tried).rejects.toMatchObject({ code: "sign_in_failed" });
        await context.flights.landed();
      }
    }, ids.foreignWorkspace);
    expect(actionsOf(left)).toEqual(Array(10).fill("operator.sign_in_refused"));
    expect(left.at(-1)?.details["more"]).toContain("not recorded");
  });

  test("a sign-out of nobody leaves nothing", async () => {
    expect(await leaves(() => operatorBrowser(world).post("/sign-out", {}))).toEqual([]);
  });

  test("a link for a new password that is made on the server's machine is in the trails of the person", async () => {
    const { store, publicUrl } = world.app.context;
    const input = { email: "member@example.com", endsSecondFactor: true };
    const left = await leaves(() => createResetLinkOfServer({ store, publicUrl }, input));
    expect(left).toMatchObject([
      {
        action: "operator.reset_link_created",
        actor: { kind: "server" },
        details: { email: "member@example.com", second_factor: "removed" },
      },
    ]);
  });

  test("password, keys and command lines of a person are in it", async () => {
    const viewer = await signedIn(world, "viewer@example.com");
    const { body: asked } = await viewer.api(
      "/oauth/device/code",
      jsonBody("POST", { client_id: "grantry-cli" }),
    );
    const left = await leaves(async () => {
      await viewer.post("/device", { user_code: asked.user_code });
      await viewer.post("/device/decision", { user_code: asked.user_code, decision: "approve" });
      const grant = "urn:ietf:params:oauth:grant-type:device_code";
      const got = await viewer.api(
        "/oauth/token",
        jsonBody("POST", {
          client_id: "grantry-cli",
          grant_type: grant,
          device_code: asked.device_code,
        }),
      );
      expect(got.status, JSON.stringify(got.body)).toBe(200);
      const key = jsonBody("POST", { name: "mine", scopes: ["apps:read"] });
      const { body } = await viewer.api("/v1/me/keys", key);
      await viewer.api(`/v1/me/keys/${body.id}`, { method: "DELETE" });
      const change = { current: password, password: `${password} new` };
      expect((await viewer.post("/account/password", change)).status).toBe(303);
    });
    expect(actionsOf(left)).toEqual([
      "command_line.approved",
      "command_line.signed_in",
      "personal_key.created",
      "personal_key.revoked",
      "operator.password_changed",
    ]);
    expect(new Set(left.map(({ actor }) => actor.label))).toEqual(
      new Set(["viewer (viewer@example.com)"]),
    );
    expect(JSON.stringify(left)).not.toMatch(/grantry_[a-z]+_|correct horse/);
  });

  test("a shared connection: asked for, connected by whom, disconnected, removed", async () => {
    const path = `/api/apps/${ids.app}/external-auth`;
    const type = "sandboxcalendar";
    let link = "";
    const asked = await leaves(async () => {
      const body = { integration_type: type };
      const started = await owner.api(`${path}/initiate`, jsonBody("POST", body));
      link = started.body.redirect_url;
      // Handed out again: nothing is started.
      await owner.api(`${path}/initiate`, jsonBody("POST", body));
    });
    const of = { app: ids.app, integration_type: type };
    const actor = { kind: "operator", label: "owner (owner@example.com)" };
    const connector = { kind: "connector", id: ids.sharedConnector };
    expect(asked).toMatchObject([
      { action: "shared_connection.requested", actor, target: connector, details: of },
    ]);
    const connected = await leaves(() => consent(createJar(), link));
    expect(connected).toMatchObject([
      { action: "shared_connection.connected", actor, details: of },
    ]);
    expect(connected[0]?.actor.id).toBe(asked[0]?.actor.id);
    const end = (more = "") =>
      owner.api(`${path}/integrations/${type}${more}`, { method: "DELETE" });
    const ended = await leaves(async () => {
      await end();
      await end();
    });
    expect(ended).toMatchObject([{ action: "shared_connection.disconnected", actor, details: of }]);
    expect(ended[0]?.target).toEqual(connected[0]?.target);
    const removed = await leaves(async () => {
      await end("/remove");
      await end("/remove");
    });
    expect(removed).toMatchObject([
      { action: "shared_connection.removed", actor, target: connector, details: of },
    ]);
    expect(JSON.stringify([asked, connected])).not.toContain(link.split("/").at(-1));
  });

  test("a workspace key that connects is the actor of what comes of it, too", async () => {
    const api = apiOf(world);
    const body = jsonBody("POST", { integration_type: "sandboxcalendar" });
    const left = await leaves(async () => {
      const started = await api.operator("external-auth/initiate", body);
      await consent(createJar(), started.body.redirect_url);
    });
    const actor = { kind: "workspace_key", id: "key_test" };
    expect(left).toMatchObject([
      { action: "shared_connection.requested", actor },
      { action: "shared_connection.connected", actor },
    ]);
  });

  test("what app users connect and disconnect is an event and a record, and no operator's", async () => {
    const user = await apiOf(world).signIn("ada");
    const left = await leaves(async () => {
      await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
      expect((await user.disconnect(ids.userConnector)).status).toBe(200);
    });
    expect(left).toMatchObject([
      { action: "connection.connected", actor: { kind: "app_user" }, details: { app: ids.app } },
      { action: "connection.disconnected", actor: { kind: "app_user" }, details: { app: ids.app } },
    ]);
    const rows = await world.app.context.store.db
      .selectFrom("events")
      .innerJoin("connections", "connections.connection_id", "events.connection_id")
      .select("events.type")
      .where("connections.user_id", "=", "ada")
      .execute();
    expect(rows.map(({ type }) => type).sort()).toEqual([
      "connection.connected",
      "connection.disconnected",
    ]);
  });

  test("trying an ended connection again is on record", async () => {
    const user = await apiOf(world).signIn("bo");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    const { db } = world.app.context.store;
    const { connection_id: id } = await db
      .updateTable("connections")
      .set({ status: "needs_reauth", reason: "revoked" })
      .where("user_id", "=", "bo")
      .returning("connection_id")
      .executeTakeFirstOrThrow();
    const left = await leaves(() =>
      owner.api(`${base}/connections/${id}/retry`, { method: "POST" }),
    );
    expect(left).toMatchObject([
      { action: "connection.retry_requested", target: { kind: "connection", id } },
    ]);
  });

  test("a used invitation that gives nothing new is on record", async () => {
    const { body } = await owner.api(
      `${base}/invitations`,
      jsonBody("POST", { email: "member@example.com", role: "viewer" }),
    );
    const member = await signedIn(world, "member@example.com");
    const left = await leaves(() => member.post(new URL(body.url).pathname, {}));
    expect(actionsOf(left)).toEqual(["invitation.used"]);
  });
});
