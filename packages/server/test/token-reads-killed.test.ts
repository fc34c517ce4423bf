/** SEC-103: a server's process that is killed while tokens are read. Strict: no token is out without its record. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { apiOf } from "@grantry/testing/api";
import { type Connected, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { ids, preparedStatements, type World } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkChain } from "../src/store/audit-verify.ts";
import type { AuditMode } from "../src/store/tables/apps.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

describe.each(engines)("on %s, of a process that is killed", (engine) => {
  let connected: Connected;
  let killed: { readonly child: ChildProcess; readonly url: string };

  const db = () => connected.world.app.context.store.db;
  const start = async (mode: AuditMode) => {
    await db().updateTable("workspaces").set({ audit_mode: mode }).execute();
    killed = await startProcess(connected.world);
  };
  beforeEach(async () => {
    connected = await startConnected({ engine });
  });
  afterEach(async () => {
    killed.child.kill("SIGKILL");
    await connected.world.close();
  });

  /** The requests whose reads are on record. */
  const recorded = async () => {
    const rows = await db()
      .selectFrom("audit_records")
      .select("request_id")
      .where("action", "=", "token.read")
      .execute();
    return new Set(rows.map(({ request_id }) => request_id));
  };
  /** Reads until the process is gone; answers the requests that got a token, as they come. */
  const readOn = async (got: string[]) => {
    const via = apiOf(killed);
    for (;;) {
      const answer = await connected.read({ via }).catch(() => null);
      if (answer === null) return;
      expect([answer.status, answer.body.access_token?.length > 0]).toEqual([200, true]);
      got.push(answer.headers.get("x-request-id") ?? "");
    }
  };
  const end = async () => {
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
  };
  const expectWhole = async () => {
    const all = { from: null, max: 100_000 };
    const { broken } = await checkChain(connected.world.app.context.store, ids.workspace, all);
    expect(broken).toBe(null);
  };

  test("strict: every token that left is on record, whenever the kill came, and the chain is whole", async () => {
    await start("strict");
    const got: string[] = [];
    const readers = Array.from({ length: 8 }, () => readOn(got));
    await expect.poll(() => got.length).toBeGreaterThan(60);
    await end();
    await Promise.all(readers);
    const left = await recorded();
    expect(got.filter((id) => !left.has(id))).toEqual([]);
    await expectWhole();
  });

  test("batched: what was read before is written by itself, and the chain is whole", async () => {
    await start("batched");
    const via = apiOf(killed);
    const before = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const answer = await connected.read({ via });
        return answer.headers.get("x-request-id") ?? "";
      }),
    );
    await expect
      .poll(async () => {
        const left = await recorded();
        return before.every((id) => left.has(id));
      })
      .toBe(true);
    const got: string[] = [];
    const readers = Array.from({ length: 8 }, () => readOn(got));
    await expect.poll(() => got.length).toBeGreaterThan(60);
    await end();
    await Promise.all(readers);
    const left = await recorded();
    expect(before.filter((id) => !left.has(id))).toEqual([]);
    await expectWhole();
  });
});

async function startProcess({ databaseUrl, encryptionKeys, url: publicUrl }: World) {
  const port = await reservePort();
  const child = spawn(process.execPath, [...fromSource, main], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      GRANTRY_PORT: String(port),
      GRANTRY_PUBLIC_URL: publicUrl,
      GRANTRY_DATABASE_URL: databaseUrl,
      GRANTRY_DATABASE_PREPARED_STATEMENTS: preparedStatements,
      GRANTRY_ENCRYPTION_KEYS: encryptionKeys,
    },
  });
  let output = "";
  while (!output.includes("listening")) output += (await once(child.stdout, "data")).join("");
  child.stdout.resume();
  return { child, url: `http://127.0.0.1:${port}` };
}
