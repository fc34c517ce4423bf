/** The audit trail by `/v1`: found by who, what, on what and when, one by one, and taken out as a file. */
import { auditRecord, auditRecordList, auditVerification } from "@grantry/contract/v1/audit";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvCell } from "../../src/http/v1/audit-text.ts";
import { exportAudit } from "../../src/service/accounts/audit.ts";
import type { WorkspaceOperator } from "../../src/service/accounts/authenticate.ts";
import { linkWaiting } from "../../src/service/trail/index.ts";

const records = `/v1/workspaces/${ids.workspace}/audit-records`;
/** 2026-01-01T00:00:00Z */
const start = 1_767_225_600;
const at = (seconds: number) => new Date((start + seconds) * 1_000).toISOString();

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: OwnApi;

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = ownApiOf(world);
    await world.app.context.store.db.deleteFrom("audit_records").execute();
    // A thousand and some, over several of an export's pages; each second has two, in no order of their ids.
    const rows = Array.from({ length: 1_204 }, (_, index) => ({
      workspace_id: index % 4 === 3 ? ids.foreignWorkspace : ids.workspace,
      recorded_at: start + ((index * 7) % 602),
      actor_kind: "operator" as const,
      actor_id: index % 2 === 0 ? "opr_ada" : "opr_bo",
      actor_label: '=HYPERLINK("http://evil.example")',
      action: index % 5 === 0 ? "app.created" : "connector.changed",
      target_kind: "connector",
      target_id: `c${index % 3}`,
      details: JSON.stringify({ name: `"quoted", ${index}\r\n日本語` }),
    }));
    const { db } = world.app.context.store;
    for (let from = 0; from < rows.length; from += 100) {
      await db
        .insertInto("audit_records")
        .values(rows.slice(from, from + 100))
        .execute();
    }
  });
  afterAll(() => world.close());

  const key = secrets.workspaceKey;
  const get = (query: string, as = key) => api("GET", `${records}${query}`, { as });

  interface Shown {
    readonly id: string;
    readonly at: string;
    readonly actor: { readonly id: string };
    readonly action: string;
    readonly target: { readonly id: string };
  }

  async function all(query: string): Promise<Shown[]> {
    const found: Shown[] = [];
    let cursor = "";
    for (;;) {
      const { status, body } = await get(`?limit=200${query}${cursor}`);
      expect([status, body.detail]).toEqual([200, undefined]);
      expect(auditRecordList.parse(body)).toEqual(body);
      found.push(...body.data);
      if (body.next_cursor === null) return found;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
  }

  async function exported(
    query: string,
  ): Promise<{ readonly text: string; readonly type: string }> {
    const response = await fetch(`${world.url}${records}/export${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.status).toBe(200);
    return { text: await response.text(), type: response.headers.get("content-type") ?? "" };
  }

  test("all of it, newest first, each once, and none of another workspace", async () => {
    const found = await all("");
    expect(found).toHaveLength(903);
    expect(new Set(found.map(({ id }) => id)).size).toBe(903);
    const order = found.map((one) => [Date.parse(one.at), Number(one.id)] as const);
    expect(order).toEqual(order.toSorted(([a, b], [c, d]) => c - a || d - b));
  });

  test("each filter lets through what it names, and together what all of them name", async () => {
    const whole = await all("");
    const cases: readonly (readonly [string, (one: Shown) => boolean])[] = [
      ["&actor_id=opr_ada", ({ actor }) => actor.id === "opr_ada"],
      ["&action=app.created", ({ action }) => action === "app.created"],
      ["&target_id=c1", ({ target }) => target.id === "c1"],
      [`&from=${at(100)}`, (one) => Date.parse(one.at) >= Date.parse(at(100))],
      [`&to=${at(100)}`, (one) => Date.parse(one.at) < Date.parse(at(100))],
      [
        `&actor_id=opr_bo&action=app.created&target_id=c2&from=${at(50)}&to=${at(500)}`,
        (one) =>
          one.actor.id === "opr_bo" &&
          one.action === "app.created" &&
          one.target.id === "c2" &&
          Date.parse(one.at) >= Date.parse(at(50)) &&
          Date.parse(one.at) < Date.parse(at(500)),
      ],
      ["&actor_id=opr_nobody", () => false],
    ];
    for (const [query, isMeant] of cases) {
      const meant = whole.filter(isMeant);
      expect(
        (await all(query)).map(({ id }) => id),
        query,
      ).toEqual(meant.map(({ id }) => id));
    }
    expect(whole.some(({ action }) => action === "app.created")).toBe(true);
  });

  test("a cursor is good for its filters alone", async () => {
    const first = await get("?limit=2&actor_id=opr_ada");
    const cursor = encodeURIComponent(first.body.next_cursor);
    const other = await get(`?limit=2&actor_id=opr_bo&cursor=${cursor}`);
    expect([other.status, other.body.code]).toEqual([400, "cursor_invalid"]);
  });

  test("what is no filter is refused", async () => {
    for (const query of ["?actor=opr_ada", "?action=created", "?from=yesterday", "?limit=0"]) {
      expect((await get(query)).body.code, query).toBe("bad_request");
    }
    const noun = await get("?action=connector.creatd");
    expect([noun.status, noun.body.errors]).toEqual([
      400,
      [
        {
          in: "query",
          name: "action",
          code: "not_allowed",
          detail:
            "It must be one of: connector.created, connector.changed, connector.deleted, connector.tested.",
        },
      ],
    ]);
    const { body } = await get("?action=conector.created");
    expect(body.detail).toMatch(/ action in the query: It must begin with .*\bconnector\b/);
    const taken = await api("GET", `${records}/export?action=connector.creatd`, { as: key });
    expect([taken.status, taken.body.errors]).toEqual([400, noun.body.errors]);
    expect((await api("GET", `${records}/export?format=pdf`, { as: key })).status).toBe(400);
  });

  test("one record is found by its id, in its own workspace only", async () => {
    const [newest] = await all("&action=app.created");
    const one = await get(`/${newest?.id}`);
    expect(auditRecord.parse(one.body)).toEqual(newest);
    const elsewhere = await api(
      "GET",
      `/v1/workspaces/${ids.foreignWorkspace}/audit-records/${newest?.id}`,
      { as: secrets.foreignWorkspaceKey },
    );
    for (const answer of [elsewhere, await get("/0"), await get("/x"), await get("/9e9")]) {
      expect([answer.status, answer.body.code]).toEqual([404, "audit_record_not_found"]);
    }
  });

  test("JSON lines are the records of the list; that they were taken out is on record", async () => {
    const list = await all("&actor_id=opr_ada");
    const { text, type } = await exported("?actor_id=opr_ada");
    expect(type).toContain("application/jsonl");
    const lines = text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    expect(lines).toEqual(list);
    const [own] = await all("&action=audit_log.exported");
    expect(own).toMatchObject({
      actor: { kind: "workspace_key", id: "key_test" },
      target: { kind: "workspace", id: ids.workspace },
      details: { format: "jsonl", actor_id: "opr_ada", token_reads: "without" },
    });
  });

  test("CSV is quoted, and no name in it is a formula", async () => {
    const { text, type } = await exported("?format=csv&action=app.created&target_id=c0");
    expect(type).toContain("text/csv");
    const list = await all("&action=app.created&target_id=c0");
    expect(text.split("\r\n")[0]).toBe(
      "id,at,actor_kind,actor_id,actor_label,action,target_kind,target_id,details,result,address,request_id,number,hash",
    );
    const read = rowsOf(text).slice(1);
    expect(read.map(([id]) => id)).toEqual(list.map(({ id }) => id));
    expect(new Set(read.map((row) => row[4]))).toEqual(
      new Set(['\'=HYPERLINK("http://evil.example")']),
    );
    expect(JSON.parse(read[0]?.[8] ?? "").name).toContain("日本語");
  });

  test("an export reads some hundred records at a time, as they are asked for", async () => {
    const { context } = world.app;
    const actor = { kind: "server", id: "server", label: "the server" } as const;
    const operator = {
      workspaceId: ids.workspace,
      caller: { actor },
    } as unknown as WorkspaceOperator;
    const none = {
      actorId: null,
      action: null,
      targetId: null,
      from: null,
      to: null,
      tokenReads: "without",
    } as const;
    const pages = await exportAudit(context, operator, { filters: none, format: "jsonl" });
    const heard = hearStatements();
    try {
      const reads = () => heard.texts.filter((text) => text.includes("audit_records")).length;
      const first = await pages.next();
      expect([first.value?.length, reads()]).toEqual([500, 0]);
      const second = await pages.next();
      expect([second.value?.length > 0, reads()]).toEqual([true, 1]);
      expect((await pages.next()).done).toBe(true);
    } finally {
      heard.stop();
    }
  });

  /** Every way to ask, and the index that answers it on SQLite. */
  const ways: readonly (readonly [query: string, index: string])[] = [
    ["", "deeds_by_time"],
    ["&actor_id=opr_ada", "deeds_by_actor"],
    ["&action=app.created", "deeds_by_action"],
    ["&target_id=c1", "deeds_by_target"],
    [`&from=${at(1)}&to=${at(9)}`, "deeds_by_time"],
    ["&actor_id=opr_ada&action=app.created", "deeds_by_actor_and_action"],
    [`&target_id=c1&from=${at(1)}`, "deeds_by_target"],
    // An object has few records, a person or an action may have most.
    ["&target_id=c1&actor_id=opr_ada&action=connector.changed", "deeds_by_target"],
    ["&token_reads=only", "reads_by_time"],
    ["&token_reads=only&actor_id=stk_1", "reads_by_actor"],
    ["&action=token.read&actor_id=stk_1", "reads_by_actor"],
    [`&token_reads=only&from=${at(1)}&to=${at(9)}`, "reads_by_time"],
  ];

  /** What is asked of the database for a page, with its values. */
  async function statementOf(query: string): Promise<string> {
    // After the first record, where there is one.
    const { body } = await get(`?limit=1${query}`);
    const [last] = body.next_cursor === null ? [] : body.data;
    const cursor = last === undefined ? "" : `&cursor=${encodeURIComponent(body.next_cursor)}`;
    const heard = hearStatements();
    try {
      await get(`?limit=50${query}${cursor}`);
    } finally {
      heard.stop();
    }
    const text = heard.texts.find((one) => one.includes('from "audit_records"')) ?? "";
    const given = new URLSearchParams(query.slice(1));
    const seconds = (name: string) => {
      const time = given.get(name);
      return time === null ? null : Date.parse(time) / 1_000;
    };
    const after = last === undefined ? [] : [Date.parse(last.at) / 1_000, Number(last.id)];
    const names = ["target_id", "actor_id", "action"].map((name) => given.get(name));
    const all = [ids.workspace, ...names, seconds("from"), seconds("to"), ...after, 50];
    const values = all.filter((one) => one !== null);
    let next = 0;
    return text.replaceAll(/\?|\$\d+/g, () => {
      const value = values[next++];
      return typeof value === "number" ? String(value) : `'${value}'`;
    });
  }

  test("every way to ask has an index in the order of the list", async () => {
    const { db } = world.app.context.store;
    if (engine === "postgres") return await planOnPostgres(db);
    for (const [query, index] of ways) {
      const plan = await sql
        .raw<{ detail: string }>(`EXPLAIN QUERY PLAN ${await statementOf(query)}`)
        .execute(db);
      const steps = plan.rows.map(({ detail }) => detail).join("; ");
      expect(steps, query).toContain(`USING INDEX audit_${index} `);
      expect(steps, query).not.toContain("TEMP B-TREE");
    }
  });

  /** Of twenty thousand more, most of them of one person and one action, as PostgreSQL sees them by its statistics. */
  async function planOnPostgres(db: World["app"]["context"]["store"]["db"]): Promise<void> {
    const statements = new Map<string, string>();
    for (const [query] of ways) statements.set(query, await statementOf(query));
    const undo = new Error("undone");
    const work = db.transaction().execute(async (trx) => {
      await sql`INSERT INTO audit_records (workspace_id, recorded_at, actor_kind, actor_id, actor_label, action,
          target_kind, target_id, details)
        SELECT ${ids.workspace}, ${start}::bigint + n, 'operator', CASE WHEN n % 2 = 0 THEN 'stk_' || n % 10 ELSE 'opr_ada' END, '',
          CASE WHEN n % 2 = 0 THEN 'token.read' WHEN n % 500 = 1 THEN 'app.created' ELSE 'connector.changed' END,
          'connection', 'c' || n % 1000, '{}' FROM generate_series(1, 20000) AS n`.execute(trx);
      await sql`ANALYZE audit_records`.execute(trx);
      for (const [query, statement] of statements) {
        const plan = await sql.raw<{ "QUERY PLAN": string }>(`EXPLAIN ${statement}`).execute(trx);
        const steps = plan.rows.map((row) => row["QUERY PLAN"]).join("\n");
        expect(steps, query).toMatch(
          /Index Scan.* using audit_(?:deeds|reads)_by_|on audit_(?:deeds|reads)_by_/,
        );
        expect(steps, query).not.toContain("Seq Scan");
      }
      throw undo;
    });
    await expect(work).rejects.toBe(undo);
  }

  test("verifyAudit says where the chain ends, and whether a record noted before is still there", async () => {
    await linkWaiting({ store: world.app.context.store });
    const verify = (body: object) => api("POST", `${records}/verify`, { as: key, body });
    const { body } = await verify({});
    expect(auditVerification.parse(body)).toEqual(body);
    expect(body).toMatchObject({ broken: null, expected_found: null });
    const expected = { number: body.last_number, hash: body.last_hash };
    expect((await verify({ expected })).body.expected_found).toBe(true);
    const other = { ...expected, hash: "A".repeat(43) };
    expect((await verify({ expected: other })).body.expected_found).toBe(false);
  });
});

test.each([
  ["=1+1", `"'=1+1"`],
  ["+1", `"'+1"`],
  ["-1", `"'-1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t'=1"`],
  ["  =1", `"'  =1"`],
  ["\r=1", `"'\r=1"`],
  ["\uFF1D1", `"'\uFF1D1"`],
  ['a"b', `"a""b"`],
  ["Mia, 'M'", `"Mia, 'M'"`],
  ["Ada;=1+1;x", `"Ada;'=1+1;x"`],
  ["Ada\t@SUM(A1)", `"Ada\t'@SUM(A1)"`],
  ['Ada;"=1', `"Ada;""'=1"`],
  ["Ada; 1;-", `"Ada; 1;'-"`],
  ["", `""`],
])("the cell %j is %j", (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

/** CSV read back (RFC 4180), as a spreadsheet does. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
