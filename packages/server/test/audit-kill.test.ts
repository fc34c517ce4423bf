/** SEC-102: a server that is killed while it sends its audit records loses none of them, and repeats what it had under way. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { startScriptedServer } from "@grantry/testing/scripted-server";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createKeyring, newKeyText } from "../src/crypto/keyring.ts";
import { systemClock } from "../src/lib/clock.ts";
import { insertAuditRecords } from "../src/store/audit-records.ts";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const count = 1_200;

interface Sent {
  readonly workspace_id: string | null;
  readonly number: number;
}

test("killed before an answer, after it and in between, all of it comes, in order", async () => {
  const folder = await mkdtemp(join(tmpdir(), "grantry-kill-"));
  const receiver = await startScriptedServer();
  const path = join(folder, "audit.jsonl");
  const databaseUrl = `sqlite:${join(folder, "grantry.db")}`;
  const keys = newKeyText("k1");
  let child: ChildProcess | undefined;
  /** Changes the database while no server runs. */
  const between = async (work: (database: ReturnType<typeof openDatabase>) => Promise<unknown>) => {
    const database = openDatabase(databaseUrl);
    await work(database);
    await database.close();
  };
  const start = async () => {
    child = spawn(process.execPath, [...fromSource, main], {
      stdio: "ignore",
      env: {
        GRANTRY_DATA_DIR: folder,
        GRANTRY_PORT: String(await reservePort()),
        GRANTRY_ENCRYPTION_KEYS: keys,
        GRANTRY_AUDIT_FILE: path,
        GRANTRY_AUDIT_WEBHOOK_URL: `${receiver.origin}/hook`,
        GRANTRY_AUDIT_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
        GRANTRY_AUDIT_PRIVATE_ORIGINS: receiver.origin,
      },
    });
    return { ended: once(child, "exit") };
  };
  /** As if a minute had passed: others take a sink then whose holder says nothing. */
  const later = () =>
    between((database) => sql`UPDATE audit_sinks SET held_until = 0`.execute(database.db));
  const sent = (): Sent[] => receiver.requests.flatMap(({ body }) => JSON.parse(body).data.records);
  const ofNone = (records: readonly Sent[]) =>
    records.filter((one) => one.workspace_id === null).map(({ number }) => number);
  const all = Array.from({ length: count }, (_, at) => at + 1);

  try {
    await between(async (database) => {
      await migrate(database);
      const keyring = createKeyring(keys);
      const store = { database, db: database.db, keyring, clock: systemClock };
      await insertAuditRecords(
        store,
        all.map((at) => ({
          workspaceId: null,
          actor: { kind: "server", id: "server", label: "Server" } as const,
          action: "app.changed" as const,
          target: { kind: "app", id: `app_${at}` },
        })),
      );
    });
    let answered = 0;
    // The second and the fifth batch are the last things that a server does, the one without and the other with an answer.
    receiver.on("/hook", () => {
      answered += 1;
      if (answered === 2) child?.kill("SIGKILL");
      if (answered === 5) setImmediate(() => child?.kill("SIGKILL"));
      return { status: 204 };
    });
    for (const _killed of [1, 2]) {
      const { ended } = await start();
      await ended;
      await later();
    }
    const { ended } = await start();
    await expect.poll(() => new Set(ofNone(sent())).size).toBeGreaterThanOrEqual(count);
    const lines = async (): Promise<(Sent | null)[]> =>
      (await readFile(path, "utf8"))
        .split("\n")
        .slice(0, -1)
        .map((line) => (line.endsWith("}") ? JSON.parse(line) : null));
    await expect
      .poll(async () => (await lines()).findLast((one) => one !== null)?.number)
      .toBeGreaterThanOrEqual(count);
    child?.kill("SIGTERM");
    await ended;

    const inFile = (await lines()).filter((one) => one !== null);
    for (const numbers of [ofNone(sent()), ofNone(inFile)]) {
      expect([...new Set(numbers)].slice(0, count)).toEqual(all);
      // Each time at most one batch is sent again.
      expect(numbers.length).toBeLessThan(count + 2 * 1_000 + 10);
    }
    const repeated = ofNone(sent()).length - new Set(ofNone(sent())).size;
    expect(repeated).toBeGreaterThan(0);
  } finally {
    child?.kill("SIGKILL");
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
  }
});
