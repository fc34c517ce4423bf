/**
 * A user of an app who is erased: nothing of theirs is served from the answer on, their grants are given back, and then no row
 * of the database names them, also where the process dies in between. What was kept of them can be taken out before.
 */
import { operation } from "@grantry/contract/v1/operations";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { finishErasure } from "../src/service/operations/erase-user.ts";
import { runOperations } from "../src/service/operations/run.ts";
import { sweep } from "../src/service/upkeep/sweep.ts";
import { claimOperation } from "../src/store/operations.ts";
import { tablesOf } from "./migrations/schema-of.ts";

const app = `/v1/apps/${ids.app}`;
const ofWorkspace = `/v1/workspaces/${ids.workspace}`;
/** Words that stand nowhere else. */
const person = { id: "zora-4711", email: "zora-mail@example.com", name: "Zora Neale" };

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let own: OwnApi;
  let api: Api;
  let clock: FakeClock;
  let eraser: string;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    own = ownApiOf(world);
    api = apiOf(world);
    eraser = await serviceToken({ scopes: ["users:erase", "connections:read"] });
    for (const user of [person, { ...person, id: "bo", email: "bo@example.com", name: "Bo" }]) {
      const signedIn = await api.signIn(user.id, { email: user.email, name: user.name });
      const started = await signedIn.initiate(ids.userConnector);
      await consent(createJar(), started.body.redirect_url);
    }
  });
  afterEach(() => world.close());

  async function serviceToken(limits: object): Promise<string> {
    const made = await own("POST", `${ofWorkspace}/apps/${ids.app}/service-tokens`, {
      as: secrets.workspaceKey,
      body: { name: "eraser", ...limits },
    });
    expect(made.status).toBe(201);
    return made.body.secret;
  }

  const handleOf = async (userId: string): Promise<string> => {
    const body = { user_id: userId };
    const found = await own("POST", `${app}/users/search`, { as: eraser, body });
    return found.body.data[0]?.id;
  };
  const erase = (handle: string, as = eraser) => own("DELETE", `${app}/users/${handle}`, { as });
  const read = async (user: string) => {
    const { status, body } = await api.tokenOf(user, ids.userConnector);
    return status === 200 ? "served" : body.code;
  };

  /** Where any of these words stands: every column of every table is looked through. */
  async function naming(words: readonly string[]): Promise<string[]> {
    const { db } = world.app.context.store;
    const found: string[] = [];
    for (const [table, { columns }] of Object.entries(await tablesOf(engine, db))) {
      for (const column of Object.keys(columns)) {
        const text = sql`CAST(${sql.ref(column)} AS text)`;
        const is = words.map((word) => sql`${text} LIKE ${`%${word}%`}`);
        const { rows } = await sql`SELECT 1 FROM ${sql.table(table)}
          WHERE ${sql.join(is, sql` OR `)} LIMIT 1`.execute(db);
        if (rows.length > 0) found.push(`${table}.${column}`);
      }
    }
    return found;
  }

  test("is served no more, and then nothing names them; others are as before", async () => {
    const handle = await handleOf(person.id);
    // One more consent was begun, and is not answered.
    await (await api.signIn(person.id)).initiate(ids.userConnector);
    expect(await naming([person.id, person.email, person.name])).toEqual(
      expect.arrayContaining(["app_users.email", "authorizations.user_id", "connections.user_id"]),
    );
    // An operator has frozen them once, and thawed and frozen them again: operations and a freeze name them.
    for (const kind of ["freeze", "unfreeze", "freeze"]) {
      const filter = { app_id: ids.app, user: { user_id: person.id, issuer: null } };
      const body = { kind, filter };
      const done = await own("POST", `${ofWorkspace}/operations`, {
        as: secrets.workspaceKey,
        body,
      });
      expect(done.body.status).toBe("succeeded");
    }
    const begun = await erase(handle);
    expect([begun.status, operation.parse(begun.body)]).toEqual([200, begun.body]);
    expect(begun.body).toMatchObject({
      kind: "erase_user",
      status: "queued",
      filter: { app_id: ids.app, user: { id: handle } },
      progress: { total: 1 },
    });
    expect([await read(person.id), await read("bo")]).toEqual(["connection_frozen", "served"]);
    // Asked for again it is the same one, and nobody connects for them meanwhile.
    expect((await erase(handle)).body.id).toBe(begun.body.id);
    const anew = await (await api.signIn(person.id)).initiate(ids.userConnector);
    expect(anew.body.error?.code ?? anew.body.code).toBe("connection_frozen");

    await runOperations(world.app.context);
    const done = await own("GET", `${ofWorkspace}/operations/${begun.body.id}`, {
      as: secrets.workspaceKey,
    });
    expect(done.body).toMatchObject({ status: "succeeded", progress: { done: 1, failed: 0 } });
    const receipts = await own("GET", `${ofWorkspace}/operations/${begun.body.id}/receipts`, {
      as: secrets.workspaceKey,
    });
    expect(receipts.body.data).toMatchObject([{ result: "revoked", user_id: null, erased: true }]);
    // Consents that ended are swept within a day, as everybody's.
    clock.advance(25 * 3_600_000);
    await sweep(world.app.context);
    expect(await naming([person.id, person.email, person.name])).toEqual([]);
    expect((await erase(handle)).body.code).toBe("user_not_found");
    expect(await read("bo")).toBe("served");
  });

  test("a process that dies before the last step leaves it to the next one", async () => {
    const handle = await handleOf(person.id);
    const { body } = await erase(handle);
    const { context } = world.app;
    // Dies with the transaction of the last step: all else is done by then.
    const { store } = context;
    const failing = new Error("killed");
    const database = {
      ...store.database,
      transaction: async <T>(work: (db: typeof store.db) => Promise<T>): Promise<T> =>
        await store.database.transaction(async (db) => {
          const done = await work(db);
          const { rows } = await sql<{ found: number | string }>`SELECT count(*) AS found
            FROM app_users WHERE app_user_id = ${handle}`.execute(db);
          if (Number(rows[0]?.found) === 0) throw failing;
          return done;
        }),
    };
    await expect(
      runOperations({ ...context, store: { ...store, database } as typeof store }),
    ).rejects.toThrow("killed");
    expect(await handleOf(person.id)).toBe(handle);
    expect(await read(person.id)).not.toBe("served");
    // Whoever has it is taken for dead after a minute.
    clock.advance(61_000);
    await runOperations(context);
    const done = await own("GET", `${ofWorkspace}/operations/${body.id}`, {
      as: secrets.workspaceKey,
    });
    expect(done.body).toMatchObject({ status: "succeeded", progress: { done: 1 } });
    expect(await handleOf(person.id)).toBe(undefined);
  });

  test("stopped in time, the user is served again", async () => {
    const handle = await handleOf(person.id);
    const { body } = await erase(handle);
    const path = `${ofWorkspace}/operations/${body.id}/cancel`;
    expect((await own("POST", path, { as: secrets.workspaceKey })).body.status).toBe("canceled");
    expect(await read(person.id)).toBe("served");
    await (await api.signIn(person.id)).initiate(ids.userConnector);
    expect(await handleOf(person.id)).toBe(handle);
  });

  test("is another app's, unknown, or beyond a token that is limited to some connectors", async () => {
    const handle = await handleOf(person.id);
    const others = `/v1/apps/${ids.otherApp}/users/${handle}`;
    const made = await own("POST", `${ofWorkspace}/apps/${ids.otherApp}/service-tokens`, {
      as: secrets.workspaceKey,
      body: { name: "eraser", scopes: ["users:erase"] },
    });
    expect((await own("DELETE", others, { as: made.body.secret })).body.code).toBe(
      "user_not_found",
    );
    expect((await erase("usr_nobody")).body.code).toBe("user_not_found");
    const limited = await serviceToken({
      scopes: ["users:erase"],
      connector_ids: [ids.userConnector],
    });
    for (const method of ["DELETE", "GET"] as const) {
      const path = `${app}/users/${handle}${method === "GET" ? "/export" : ""}`;
      expect((await own(method, path, { as: limited })).body.code).toBe("forbidden");
    }
    expect(await read(person.id)).toBe("served");
  });

  test("is taken out as lines that hold what is kept, and no credential; that is on record", async () => {
    const handle = await handleOf(person.id);
    for (const [path, as] of [
      [`${app}/users/${handle}/export`, eraser],
      [`${ofWorkspace}/apps/${ids.app}/users/${handle}/export`, secrets.workspaceKey],
    ] as const) {
      const answer = await fetch(`${world.url}${path}`, {
        headers: { authorization: `Bearer ${as}` },
      });
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        200,
        "application/jsonl",
      ]);
      const text = await answer.text();
      const lines = text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(lines.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(["user", "connection", "timeline"]),
      );
      expect(lines[0]).toMatchObject({
        kind: "user",
        id: handle,
        user_id: person.id,
        email: person.email,
      });
      expect(lines[1]).toMatchObject({
        kind: "connection",
        owner: { user: { user_id: person.id } },
      });
      expect(lines[2]).toMatchObject({
        kind: "timeline",
        entry: "connected",
        connection_id: lines[1].id,
      });
      const token = (await api.tokenOf(person.id, ids.userConnector)).body.access_token;
      expect(token).toMatch(/./);
      expect(text).not.toContain(token);
    }
    const records = await own("GET", `${ofWorkspace}/audit-records?action=app.user_exported`, {
      as: secrets.workspaceKey,
    });
    expect(records.body.data).toMatchObject([
      { actor: { kind: "workspace_key" }, details: { user: handle } },
      { actor: { kind: "server" }, details: { user: handle } },
    ]);
  });

  test("is not let go by an unfreeze, and waits for what came to them by a move", async () => {
    const handle = await handleOf(person.id);
    const { body } = await erase(handle);
    for (const filter of [{ app_id: ids.app }, { all: true }]) {
      const asked = { kind: "unfreeze", filter };
      await own("POST", `${ofWorkspace}/operations`, { as: secrets.workspaceKey, body: asked });
    }
    expect(await read(person.id)).toBe("connection_frozen");
    const anew = await (await api.signIn(person.id)).initiate(ids.userConnector);
    expect(anew.body.error?.code ?? anew.body.code).toBe("connection_frozen");

    // The last step, while a connection is theirs: as where one of another user came to them meanwhile.
    const { context } = world.app;
    const claimed = await claimOperation(context.store, 60);
    if (claimed === undefined) throw new Error("The operation is not due.");
    await finishErasure(context, claimed);
    const path = `${ofWorkspace}/operations/${body.id}`;
    const goesOn = await own("GET", path, { as: secrets.workspaceKey });
    expect([goesOn.body.status, await handleOf(person.id)]).toEqual(["running", handle]);
    clock.advance(31_000);
    await runOperations(context);
    const ended = await own("GET", path, { as: secrets.workspaceKey });
    expect([ended.body.status, await handleOf(person.id)]).toEqual(["succeeded", undefined]);
  });
});
