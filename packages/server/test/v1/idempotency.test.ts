/** `Idempotency-Key`: a call that creates can be sent again, and creates once. */
import type { Answer } from "@grantry/testing/api";
import { createJar } from "@grantry/testing/browser";
import { createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { stateOf } from "@grantry/testing/witness";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { once } from "../../src/service/idempotency/index.ts";
import { sweep } from "../../src/service/upkeep/sweep.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const as = secrets.workspaceKey;
let keys = 0;
/** A key that was not used before. */
const newKey = () => {
  keys += 1;
  return `key-${keys}`;
};

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let here: OwnApi;
  let there: OwnApi;
  const clock = createFakeClock();

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    here = ownApiOf(world);
    there = ownApiOf(await world.another());
  });
  afterAll(() => world.close());

  const create = (api: OwnApi, key: string, body: unknown, path = `${workspace}/apps`) =>
    api("POST", path, { as, body, headers: { "idempotency-key": key } });
  const appsNamed = async (name: string) => {
    const { body } = await here("GET", `${workspace}/apps?limit=200`, { as });
    return body.data.filter((app: { name: string }) => app.name === name);
  };
  const replayed = ({ headers }: Answer) => headers.get("idempotency-replayed");

  test("the same call again has the same answer, from another process as well, and creates nothing", async () => {
    const key = newKey();
    const first = await create(here, key, { name: "Once" });
    expect([first.status, replayed(first)]).toEqual([201, null]);
    for (const api of [here, there]) {
      const again = await create(api, key, { name: "Once" });
      expect([again.status, replayed(again)]).toEqual([201, "true"]);
      expect(again.body).toEqual(first.body);
    }
    expect(await appsNamed("Once")).toHaveLength(1);
  });

  test("of many at once one is carried out, and all have its answer", async () => {
    const key = newKey();
    const calls = Array.from({ length: 8 }, (_, at) =>
      create(at % 2 === 0 ? here : there, key, { name: "At once" }),
    );
    const answers = await Promise.all(calls);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(1);
    expect(await appsNamed("At once")).toHaveLength(1);
  });

  test("the key with another body is refused, and changes nothing", async () => {
    const key = newKey();
    await create(here, key, { name: "Mine" });
    const before = await stateOf(world);
    const other = await create(there, key, { name: "Another" });
    expect([other.status, other.body.code, other.body.retry]).toEqual([
      422,
      "idempotency_key_reused",
      "after_change",
    ]);
    expect(await stateOf(world)).toEqual(before);
  });

  test("a secret is told again to who asks again, and stands nowhere as it is", async () => {
    const key = newKey();
    const path = `${workspace}/apps/${ids.app}/service-tokens`;
    const first = await create(here, key, { name: "jobs" }, path);
    const again = await create(there, key, { name: "jobs" }, path);
    expect(again.body.secret).toBe(first.body.secret);
    expect(JSON.stringify(await stateOf(world))).not.toContain(first.body.secret);
  });

  test("a key is of one caller, one operation and one address", async () => {
    const key = newKey();
    await create(here, key, { name: "Shared name" });
    const foreign = `/v1/workspaces/${ids.foreignWorkspace}/apps`;
    const theirs = await here("POST", foreign, {
      as: secrets.foreignWorkspaceKey,
      body: { name: "Shared name" },
      headers: { "idempotency-key": key },
    });
    expect([theirs.status, replayed(theirs)]).toEqual([201, null]);
    const path = `${workspace}/apps/${ids.app}/service-tokens`;
    const token = await create(here, key, { name: "Shared name" }, path);
    expect([token.status, replayed(token)]).toEqual([201, null]);
  });

  test("a call that was refused has left nothing: its key is free", async () => {
    const key = newKey();
    const path = `${workspace}/connectors`;
    const connector = (name: string) => ({
      type: "sandboxcalendar",
      name,
      oauth_client: { client_id: `client of ${key}`, client_secret: "secret of it" },
    });
    expect((await create(here, newKey(), connector("Taken"), path)).status).toBe(201);
    const before = await stateOf(world);
    const refused = await create(here, key, connector("Taken"), path);
    expect([refused.status, refused.body.code]).toEqual([409, "connector_name_taken"]);
    expect(await stateOf(world)).toEqual(before);
    const made = await create(here, key, connector("Free"), path);
    expect([made.status, replayed(made)]).toEqual([201, null]);
  });

  test("it works for users and backends as for operators", async () => {
    const key = newKey();
    const headers = { "idempotency-key": key };
    const users = `/v1/apps/${ids.app}/user-tokens`;
    const body = { user_id: "ada" };
    const token = await here("POST", users, { body, headers });
    const sameToken = await there("POST", users, { body, headers });
    expect(sameToken.body.access_token).toBe(token.body.access_token);
    const other = { "idempotency-key": newKey() };
    const unknown = await here("POST", users, { as: "grantry_st_x", body, headers: other });
    expect([unknown.status, unknown.body.code]).toEqual([401, "unauthorized"]);
    const start = `/v1/apps/${ids.app}/me/authorizations`;
    const attempt = { connector_id: ids.userConnector };
    const jwt = token.body.access_token;
    const first = await here("POST", start, { as: jwt, body: attempt, headers });
    const again = await there("POST", start, { as: jwt, body: attempt, headers });
    expect(again.body).toEqual(first.body);
  });

  test("a shared authorization is started once", async () => {
    const path = `${workspace}/apps/${ids.app}/authorizations`;
    const key = newKey();
    const body = { type: "sandboxcalendar", scope_mode: "exact" };
    const first = await create(here, key, body, path);
    const again = await create(there, key, body, path);
    expect([first.status, again.status, replayed(again)]).toEqual([201, 201, "true"]);
    expect(again.body).toEqual(first.body);
  });

  test("what is no key is refused by name; what creates nothing takes none", async () => {
    for (const key of ["", " ", "é", "a b", "x".repeat(256)]) {
      const answer = await create(here, encodeURI(key) === key ? key : "a b", { name: "Never" });
      expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
      expect(answer.body.errors).toMatchObject([{ in: "header", name: "idempotency-key" }]);
    }
    expect(await appsNamed("Never")).toEqual([]);
    const listed = await here("GET", `${workspace}/apps`, {
      as,
      headers: { "idempotency-key": "k" },
    });
    expect([listed.status, replayed(listed)]).toEqual([200, null]);
  });

  test("after a day it is forgotten, and its row is swept away", async () => {
    const key = newKey();
    await create(here, key, { name: "Yesterday" });
    clock.advance(86_400_000);
    const next = await create(here, key, { name: "Today" });
    expect([next.status, replayed(next)]).toEqual([201, null]);
    clock.advance(86_400_000);
    await sweep(world.app.context);
    const { db } = world.app.context.store;
    expect(await db.selectFrom("idempotency_keys").selectAll().execute()).toEqual([]);
  });

  test("what is over is swept away in portions, and what is not stays", async () => {
    const { store } = world.app.context;
    const rows = Array.from({ length: 2_500 }, (_, at) => ({
      scope_hash: Buffer.from(`swept ${at}`),
      fingerprint: "k:x",
      status: 201,
      sealed_answer: null,
      expires_at: clock.nowSeconds() - (at % 7),
    }));
    for (let at = 0; at < rows.length; at += 500) {
      await store.db
        .insertInto("idempotency_keys")
        .values(rows.slice(at, at + 500))
        .execute();
    }
    const key = newKey();
    await create(here, key, { name: "Kept" });
    const heard = hearStatements();
    await sweep(world.app.context).finally(heard.stop);
    const deletes = heard.texts.filter((text) => /^delete from "idempotency_keys"/i.test(text));
    expect(deletes).toHaveLength(3);
    expect(await store.db.selectFrom("idempotency_keys").selectAll().execute()).toHaveLength(1);
    expect(replayed(await create(here, key, { name: "Kept" }))).toBe("true");
  });

  test("the browser that asks again gets the cookie that its connect link needs", async () => {
    const { access_token: jwt } = (
      await here("POST", `/v1/apps/${ids.app}/user-tokens`, { body: { user_id: "cookie" } })
    ).body;
    const start = (key: string) =>
      here("POST", `/v1/apps/${ids.app}/me/authorizations`, {
        as: jwt,
        body: { connector_id: ids.userConnector },
        headers: { "idempotency-key": key, origin: world.url },
      });
    const key = newKey();
    const first = await start(key);
    const again = await start(key);
    expect([replayed(again), again.body]).toEqual(["true", first.body]);
    expect(again.headers.getSetCookie()).toEqual(first.headers.getSetCookie());
    // Without it the link opens for nobody.
    expect((await createJar().get(first.body.connect_url)).status).toBe(403);
    const jar = createJar();
    jar.take(again.raw);
    const left = await jar.get(again.body.connect_url);
    expect(left.location).toContain(`${world.sandbox.origin}/auth`);
  });

  // Of SQLite every transaction of a process that dies is undone by the next one that opens the file.
  const onPostgres = engine === "postgres" ? test : () => {};
  onPostgres("who waits for a process that dies is the one who carries the call out", async () => {
    const { db } = world.app.context.store;
    const other = await world.another();
    const call = { scope: ["dies"], key: newKey(), body: {} };
    const answered = (id: number) => ({ status: 201, body: { id }, cookies: [] });
    const held = createHold();
    let holder = 0;
    const dying = once(world.app.context, call, async (trx) => {
      await trx.db.updateTable("workspaces").set({ name: "Half done" }).execute();
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(trx.db);
      holder = rows[0]?.pid ?? 0;
      await held.until;
      return answered(1);
    });
    const failed = expect(dying).rejects.toThrow();
    await until(() => holder !== 0);
    const next = once(other.app.context, call, async () => answered(2));
    await until(async () => {
      const waits = sql`SELECT pid FROM pg_stat_activity WHERE datname = current_database()
        AND ${holder}::int = ANY(pg_blocking_pids(pid))`;
      return (await waits.execute(db)).rows.length > 0;
    });
    // As if its machine were gone: the database ends the session, and with it what it did.
    await sql`SELECT pg_terminate_backend(${holder}::int)`.execute(db);
    expect(await next).toEqual({ ...answered(2), replayed: false });
    held.release();
    await failed;
    const named = db.selectFrom("workspaces").select("name").where("name", "=", "Half done");
    expect(await named.execute()).toEqual([]);
    const late = await once(world.app.context, call, async () => answered(3));
    expect(late).toEqual({ ...answered(2), replayed: true });
  });
});
