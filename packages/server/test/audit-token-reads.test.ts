/** SEC-101, SEC-103: every read of a token is on record, and where that is demanded before the token leaves. */
import { apiOf } from "@grantry/testing/api";
import {
  type Connected,
  connect,
  createHold,
  startConnected,
  until,
} from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { ids, secrets } from "@grantry/testing/harness";
import { declareMembers, jsonBody, signedIn } from "@grantry/testing/operators";
import { ownApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkChain } from "../src/store/audit-verify.ts";
import { openDatabase } from "../src/store/database.ts";
import type { AuditMode } from "../src/store/tables/apps.ts";

const records = `/v1/workspaces/${ids.workspace}/audit-records`;

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  const db = () => connected.world.app.context.store.db;
  const flush = () => connected.world.app.context.tokenReads.flush();

  beforeAll(async () => {
    connected = await startConnected({ engine, declare: declareMembers });
  });
  afterAll(() => connected.world.close());

  const listed = async (query = "token_reads=only") => {
    const call = ownApiOf(connected.world);
    return (await call("GET", `${records}?limit=200&${query}`, { as: secrets.workspaceKey })).body
      .data;
  };
  const isWhole = async () => {
    const part = await checkChain(connected.world.app.context.store, ids.workspace, {
      from: null,
      max: 100_000,
    });
    return part.broken === null;
  };
  const setMode = async (mode: AuditMode) => {
    const owner = await signedIn(connected.world, "owner@example.com");
    const answer = await owner.api(
      `/v1/workspaces/${ids.workspace}`,
      jsonBody("PATCH", { audit_mode: mode }),
    );
    expect([answer.status, answer.body.audit_mode]).toEqual([200, mode]);
  };

  /** Makes every write of a read fail in the database, until the returned function is called. */
  async function refuseReads(): Promise<() => Promise<void>> {
    const run = async (...texts: string[]) => {
      for (const text of texts) await sql.raw(text).execute(db());
    };
    if (engine === "sqlite") {
      await run(`CREATE TRIGGER no_reads BEFORE INSERT ON audit_records WHEN NEW.action = 'token.read'
        BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
      return () => run("DROP TRIGGER no_reads");
    }
    await run(
      `CREATE FUNCTION no_reads() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$`,
      `CREATE TRIGGER no_reads BEFORE INSERT ON audit_records FOR EACH ROW
        WHEN (NEW.action = 'token.read') EXECUTE FUNCTION no_reads()`,
    );
    return () => run("DROP TRIGGER no_reads ON audit_records", "DROP FUNCTION no_reads");
  }

  test("a read is on record with who, what, from where and with what result", async () => {
    expect((await connected.read()).status).toBe(200);
    await flush();
    const [record] = await listed();
    const { connectionId } = await connected.row();
    expect(record).toMatchObject({
      action: "token.read",
      actor: { kind: "service_token" },
      target: { kind: "connection", id: connectionId },
      details: { app: ids.app },
      result: "ok",
      address: "127.0.0.1",
    });
    expect([record.number > 0, record.hash.length, record.request_id.length > 0]).toEqual([
      true,
      43,
      true,
    ]);
    expect(await isWhole()).toBe(true);
  });

  test("so is one that is refused; strangers are not recorded singly", async () => {
    const before = (await listed()).length;
    const nobody = await connected.read({ userId: "nobody" });
    expect(nobody.status).toBe(404);
    const call = ownApiOf(connected.world);
    const stranger = await call("POST", `/v1/apps/${ids.app}/tokens`, {
      as: `${secrets.serviceToken}x`,
      body: { type: "sandboxcalendar", owner: { kind: "app" } },
    });
    expect(stranger.status).toBe(401);
    await flush();
    const since = await listed();
    expect(since).toHaveLength(before + 1);
    expect(since[0]).toMatchObject({
      result: "not_connected",
      target: { kind: "connector", id: ids.userConnector },
    });
  });

  test("reads are listed when they are asked for: without, alone, with all else, and by what was read", async () => {
    const only = await listed();
    const without = await listed("");
    const both = await listed("token_reads=with");
    expect(without.some(({ action }: { action: string }) => action === "token.read")).toBe(false);
    expect(both).toHaveLength(only.length + without.length);
    expect(await listed("action=token.read")).toEqual(only);
    const { connectionId } = await connected.row();
    const ofIt = await listed(`token_reads=only&target_id=${connectionId}`);
    expect(ofIt.every(({ target }: { target: { id: string } }) => target.id === connectionId)).toBe(
      true,
    );
    expect(ofIt.length).toBeGreaterThan(0);
  });

  test("batched: what the database does not take is kept, and written once it does", async () => {
    const before = (await listed()).length;
    const mend = await refuseReads();
    for (let count = 0; count < 3; count += 1) expect((await connected.read()).status).toBe(200);
    await flush();
    expect(await listed()).toHaveLength(before);
    await mend();
    await flush();
    expect(await listed()).toHaveLength(before + 3);
    expect(await isWhole()).toBe(true);
  });

  test("batched: what a process has noted is written when it closes", async () => {
    const before = (await listed()).length;
    const other = await connected.world.another();
    const call = ownApiOf(other);
    const body = { connector_id: ids.userConnector, owner: { kind: "user", user_id: "user-1" } };
    const answer = await call("POST", `/v1/apps/${ids.app}/tokens`, {
      as: secrets.serviceToken,
      body,
    });
    expect(answer.status).toBe(200);
    expect(await listed()).toHaveLength(before);
    await other.app.close();
    expect(await listed()).toHaveLength(before + 1);
  });

  test("strict: a token leaves once its record is there, and those who ask at once share what it costs", async () => {
    await setMode("strict");
    const before = (await listed()).length;
    expect((await connected.read()).status).toBe(200);
    expect(await listed()).toHaveLength(before + 1);
    const reads = await Promise.all(Array.from({ length: 30 }, () => connected.read()));
    expect(reads.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect(await listed()).toHaveLength(before + 31);
    expect(await isWhole()).toBe(true);
  });

  test("strict: no token leaves that cannot be put on record", async () => {
    const mend = await refuseReads();
    const reads = await Promise.all(Array.from({ length: 5 }, () => connected.read()));
    for (const { status, body, headers } of reads) {
      expect([status, body.code, headers.get("retry-after")]).toEqual([
        503,
        "audit_unavailable",
        "1",
      ]);
      expect(JSON.stringify(body)).not.toContain("access_token");
    }
    const { body } = await connected.world.app.context.metrics.render();
    expect(body).toMatch(/grantry_audit_tokens_withheld_total 5/);
    await mend();
    expect((await connected.read()).status).toBe(200);
    expect(await isWhole()).toBe(true);
    await setMode("batched");
  });

  test("strict: while the table is locked a read is refused in bounded time, the next ones at once, and all goes on by itself", async () => {
    await setMode("strict");
    const impatient = await connected.world.another({ trail: { strictWaitMs: 200 } });
    const via = apiOf(impatient);
    const withheld = async () => {
      const { body } = await impatient.app.context.metrics.render();
      return Number(/^grantry_audit_tokens_withheld_total (\d+)$/m.exec(body)?.[1] ?? 0);
    };
    const isGiven = async () => (await connected.read({ via })).status === 200;
    // So impatient, it may refuse a read that a busy machine puts on record late.
    await until(isGiven);
    const before = await withheld();
    const held = await lockRecords();
    for (const _again of [1, 2, 3]) {
      const reads = await Promise.all(Array.from({ length: 3 }, () => connected.read({ via })));
      for (const { status, body } of reads) {
        expect([status, body.code]).toEqual([503, "audit_unavailable"]);
        expect(JSON.stringify(body)).not.toContain("access_token");
      }
    }
    expect(await withheld()).toBe(before + 9);
    await held.release();
    await until(isGiven);
    expect(await isWhole()).toBe(true);
    await impatient.app.close();
    await setMode("batched");
  });

  /** Another session has the table, or on SQLite the whole file, for itself. */
  async function lockRecords(): Promise<{ release(): Promise<void> }> {
    const other = openDatabase(connected.world.databaseUrl, { poolSize: 1 });
    const hold = createHold();
    const isHeld = createHold();
    const work =
      engine === "postgres"
        ? other.db.transaction().execute(async (trx) => {
            await sql`LOCK TABLE audit_records IN ACCESS EXCLUSIVE MODE`.execute(trx);
            isHeld.release();
            await hold.until;
          })
        : other.db.connection().execute(async (connection) => {
            await sql`BEGIN IMMEDIATE`.execute(connection);
            isHeld.release();
            await hold.until;
            await sql`ROLLBACK`.execute(connection);
          });
    await isHeld.until;
    return {
      release: async () => {
        hold.release();
        await work;
        await other.close();
      },
    };
  }

  test("what nobody can keep is counted and told", async () => {
    const { context } = connected.world.app;
    const mend = await refuseReads();
    const read = {
      workspaceId: ids.workspace,
      mode: "batched",
      serviceTokenId: "stk_1",
      appId: ids.app,
      target: { kind: "connection", id: "conn_1" },
      result: "ok",
    } as const;
    for (let count = 0; count < 20_010; count += 1) void context.tokenReads.record(read);
    await flush();
    await mend();
    await flush();
    const { body } = await context.metrics.render();
    expect(body).toMatch(/grantry_audit_token_reads_lost_total 10\n/);
    expect(connected.world.logLines.join("")).toMatch(/"lost":10/);
    expect(await isWhole()).toBe(true);
  });

  test("a connection of another user is another record", async () => {
    await connect(connected.api, "user-2", ids.userConnector);
    expect((await connected.read({ userId: "user-2" })).status).toBe(200);
    await flush();
    const [record] = await listed();
    expect(record.target.id).toBe((await connected.row("user-2")).connectionId);
  });
});
