/** `Idempotency-Key`: a call that creates can be sent again, and creates once. */
import type { Answer } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { stateOf } from "@grantry/testing/witness";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isGrantryError } from "../../src/lib/error.ts";
import { Secret } from "../../src/lib/secret.ts";
import { type Permission, permissionNames } from "../../src/service/accounts/permissions.ts";
import { answerOnce } from "../../src/service/idempotency/index.ts";
import { sweep } from "../../src/service/upkeep/sweep.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";

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
  let other: Awaited<ReturnType<World["another"]>>;
  let there: OwnApi;
  const clock = createFakeClock();

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    here = ownApiOf(world);
    other = await world.another();
    there = ownApiOf(other);
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
    // Where the machine is so slow that a second of waiting is over first, one comes again, as it is told.
    const insist = async (api: OwnApi): Promise<Answer> => {
      const answer = await create(api, key, { name: "At once" });
      return answer.body.code === "idempotency_in_progress" ? insist(api) : answer;
    };
    const calls = Array.from({ length: 8 }, (_, at) => insist(at % 2 === 0 ? here : there));
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
    expect([refused.status, refused.body.code]).toEqual([409, "name_taken"]);
    expect(await stateOf(world)).toEqual(before);
    const made = await create(here, key, connector("Free"), path);
    expect([made.status, replayed(made)]).toEqual([201, null]);
  });

  test("it works for users and backends as for operators", async () => {
    const key = newKey();
    const headers = { "idempotency-key": key };
    const users = `/v1/apps/${ids.app}/user-tokens`;
    const body = { user_id: "ada" };
    // Of a user token there may be another: one that is kept would be over, or of a token that has ended.
    const token = await here("POST", users, { body, headers });
    clock.advance(1_000);
    const another = await there("POST", users, { body, headers });
    expect(replayed(another)).toBeNull();
    expect(another.body.access_token).not.toBe(token.body.access_token);
    const start = `/v1/apps/${ids.app}/me/authorizations`;
    const attempt = { connector_id: ids.userConnector };
    const jwt = token.body.access_token;
    const first = await here("POST", start, { as: jwt, body: attempt, headers });
    const again = await there("POST", start, { as: jwt, body: attempt, headers });
    expect(again.body).toEqual(first.body);
  });

  test("a credential that can do less gets no answer of one that can do more", async () => {
    const { store } = world.app.context;
    const email = `narrow-${engine}@example.com`;
    const operatorId = "opr_narrow";
    await insertOperator(store, { operatorId, email, name: "N", passwordHash: null });
    await putMembership(store, { workspaceId: ids.workspace, operatorId, role: "owner" });
    const credential = async (of: string, scopes: readonly Permission[]) => {
      const secret = `grantry_pk_${of.padEnd(43, "n")}`;
      const personalKeyId = `pky_${of}`;
      const key = { personalKeyId, operatorId, name: of, secret: new Secret(secret), scopes };
      await insertPersonalKey(store, { ...key, expiresAt: null });
      return secret;
    };
    const wide = await credential("wide", permissionNames);
    const narrow = await credential("narrow", ["apps:read", "workspace:write"]);
    const headers = { "idempotency-key": "create-laptop" };
    for (const [path, more] of [
      ["/v1/me/keys", {}],
      [`${workspace}/keys`, { role: "admin" }],
    ] as const) {
      const body = { name: "laptop", scopes: ["audit:read"], ...more };
      const made = await here("POST", path, { as: wide, body, headers });
      expect(made.status).toBe(201);
      const answer = await there("POST", path, { as: narrow, body, headers });
      expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
      expect(JSON.stringify(answer.body)).not.toContain(made.body.secret);
      expect((await there("POST", path, { as: wide, body, headers })).body).toEqual(made.body);
    }
  });

  test("a backend whose token was revoked is refused, whatever it was answered before", async () => {
    const tokens = `${workspace}/apps/${ids.app}/service-tokens`;
    const made = await here("POST", tokens, { as, body: { name: "short-lived" } });
    const { secret, id } = made.body;
    const headers = { "idempotency-key": newKey() };
    const path = `/v1/apps/${ids.app}/user-tokens`;
    const ask = () => here("POST", path, { as: secret, body: { user_id: "ada" }, headers });
    expect((await ask()).status).toBe(201);
    await here("DELETE", `${tokens}/${id}`, { as });
    const heard = hearStatements();
    const answer = await ask().finally(heard.stop);
    expect([answer.status, answer.body.code]).toEqual([401, "unauthorized"]);
    // Who is not known begins nothing.
    for (const text of heard.texts) expect(text).toMatch(/^select /i);
  });

  test("an answer is kept no longer than what it tells of is good", async () => {
    const signIn = `/v1/apps/${ids.app}/user-tokens`;
    const jwt = async () =>
      (await here("POST", signIn, { body: { user_id: "late", expires_in: 3600 } })).body
        .access_token;
    const headers = { "idempotency-key": newKey() };
    const start = `/v1/apps/${ids.app}/me/authorizations`;
    const body = { connector_id: ids.userConnector };
    const first = await here("POST", start, { as: await jwt(), body, headers });
    clock.advance(601_000);
    const next = await here("POST", start, { as: await jwt(), body, headers });
    expect([next.status, replayed(next)]).toEqual([201, null]);
    expect(next.body.id).not.toBe(first.body.id);
  });

  test("an answer that says that nothing was to be done is not kept", async () => {
    const path = `${workspace}/apps/${ids.app}/authorizations`;
    const body = { type: "sandboxcalendar", scope_mode: "exact" };
    const started = await create(here, newKey(), body, path);
    await consent(createJar(), started.body.connect_url);
    const key = newKey();
    const done = await create(here, key, body, path);
    expect([done.status, done.body.status]).toEqual([200, "completed"]);
    const { body: found } = await here("GET", `${workspace}/connections?owner=app`, { as });
    const [{ id }] = found.data;
    await here("POST", `${workspace}/connections/${id}/disconnect`, { as });
    const again = await create(here, key, body, path);
    expect([again.status, again.body.status, replayed(again)]).toEqual([201, "pending", null]);
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
    // The sweeps that are due since the clock went on must not take them first.
    for (const { app } of [world, other]) await app.context.flights.landed();
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

  test("a cookie of a page of ours is set for no other caller", async () => {
    const users = `/v1/apps/${ids.app}/user-tokens`;
    const { body } = await here("POST", users, { body: { user_id: "elsewhere" } });
    const key = newKey();
    const start = (headers: Record<string, string>) =>
      here("POST", `/v1/apps/${ids.app}/me/authorizations`, {
        as: body.access_token,
        body: { connector_id: ids.userConnector },
        headers: { "idempotency-key": key, ...headers },
      });
    const first = await start({ origin: world.url });
    expect(first.headers.getSetCookie()).toHaveLength(1);
    const elsewhere = await start({});
    expect([replayed(elsewhere), elsewhere.headers.getSetCookie()]).toEqual(["true", []]);
  });

  // Of SQLite every transaction of a process that dies is undone by the next one that opens the file.
  const onPostgres = engine === "postgres" ? test : () => {};
  onPostgres(
    "who waits for longer than a second is told so, and holds up nobody else",
    async () => {
      const held = createHold();
      let entered = false;
      const call = { scope: ["slow"], key: newKey(), body: {} };
      const kept = { status: 201, body: {}, cookies: [], isKept: true };
      const slow = answerOnce(world.app.context, call, async () => {
        entered = true;
        await held.until;
        return kept;
      });
      await until(() => entered);
      await expect(answerOnce(world.app.context, call, async () => kept)).rejects.toMatchObject({
        code: "idempotency_in_progress",
        status: 409,
        retryAfterSeconds: 1,
      });
      held.release();
      expect(await slow).toMatchObject({ replayed: false });
    },
  );
  onPostgres("who waits for a process that dies is the one who carries the call out", async () => {
    const { db } = world.app.context.store;
    const other = await world.another();
    const call = { scope: ["dies"], key: newKey(), body: {} };
    const answered = (id: number) => ({ status: 201, body: { id }, cookies: [] });
    const kept = (id: number) => ({ ...answered(id), isKept: true });
    const held = createHold();
    let holder = 0;
    const dying = answerOnce(world.app.context, call, async (trx) => {
      await trx.db.updateTable("workspaces").set({ name: "Half done" }).execute();
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(trx.db);
      holder = rows[0]?.pid ?? 0;
      await held.until;
      return kept(1);
    });
    const failed = expect(dying).rejects.toThrow();
    await until(() => holder !== 0);
    // Where the machine is so slow that its second of waiting is over first, it comes again, as it is told.
    const carryOut = (): ReturnType<typeof answerOnce> =>
      answerOnce(other.app.context, call, async () => kept(2)).catch((thrown: unknown) => {
        if (isGrantryError(thrown, "idempotency_in_progress")) return carryOut();
        throw thrown;
      });
    const next = carryOut();
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
    const late = await answerOnce(world.app.context, call, async () => kept(3));
    expect(late).toEqual({ ...answered(2), replayed: true });
  });
});
