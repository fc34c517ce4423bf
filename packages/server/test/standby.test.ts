/**
 * The database's address leads to a standby for a while, or to a new primary for good, as a failover
 * does it: connections that are open stay where they are.
 */

import type { Answer, UserApi } from "@grantry/testing/api";
import { type Connected, firstUser, startConnected, until } from "@grantry/testing/connected";
import { type Forwarder, startForwarder } from "@grantry/testing/forwarder";
import { ids } from "@grantry/testing/harness";
import {
  askOnce,
  type ReplicatedPostgres,
  startReplicatedPostgres,
} from "@grantry/testing/replicated-postgres";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { createLog } from "../src/lib/log.ts";
import { openDatabase } from "../src/store/database.ts";

let postgres: ReplicatedPostgres;
beforeAll(async () => {
  postgres = await startReplicatedPostgres();
});
afterAll(() => postgres.stop());

const isClear = ({ status, body, headers }: Answer) =>
  status === 200 ||
  (status === 503 &&
    (body.reason ?? body.code) === "database_unavailable" &&
    Number(headers.get("retry-after")) > 0);

describe("while the server runs", () => {
  let forwarder: Forwarder;
  let connected: Connected;
  let user: UserApi;
  const ready = async () => (await fetch(`${connected.world.url}/readyz`)).status;

  beforeEach(async () => {
    forwarder = await startForwarder(postgres.primary);
    connected = await startConnected({
      engine: "postgres",
      postgresUrl: forwarder.at(postgres.primary),
    });
    user = await connected.api.signIn(firstUser);
    await until(() => isReplicated());
  });
  afterEach(async () => {
    forwarder.leadTo(postgres.primary);
    await askOnce(postgres.primary, "ALTER SYSTEM RESET default_transaction_read_only");
    await askOnce(postgres.primary, "SELECT pg_reload_conf()");
    await until(async () => (await ready()) === 200);
    await connected.world.close();
    await forwarder.close();
  });

  async function isReplicated(): Promise<boolean> {
    const [{ lag }] = (await askOnce(
      postgres.primary,
      "SELECT count(*)::int AS lag FROM pg_stat_replication WHERE replay_lsn < pg_current_wal_lsn()",
    )) as [{ lag: number }];
    return lag === 0;
  }

  /** Reads and writes, more at once than there are connections. */
  const load = () => {
    const one = () => [connected.read(), user.initiate(ids.userConnector)];
    return Promise.all(Array.from({ length: 10 }, one).flat());
  };

  test("a detour over a standby ends with it: clear answers meanwhile, and all are served after it", async () => {
    forwarder.leadTo(postgres.standby);
    // The few connections that are open lead to the primary still, and new ones are needed.
    const answers = await load();
    expect(answers.filter((answer) => !isClear(answer)).map(({ body }) => body)).toEqual([]);
    expect(answers.some(({ status }) => status === 503)).toBe(true);
    // With none but those to the standby it is not ready, and says why.
    forwarder.breakAll();
    await until(async () => (await ready()) === 503);
    forwarder.leadTo(postgres.primary);
    await until(async () => (await ready()) === 200);
    for (let round = 0; round < 3; round += 1) {
      expect((await load()).map(({ status }) => status)).toEqual(Array(20).fill(200));
    }
  }, 120_000);

  test("a primary that is made read-only serves what can be read, is not ready, and recovers", async () => {
    await askOnce(postgres.primary, "ALTER SYSTEM SET default_transaction_read_only = on");
    await askOnce(postgres.primary, "SELECT pg_reload_conf()");
    await until(async () => (await user.initiate(ids.userConnector)).status !== 200);
    const refused = await user.initiate(ids.userConnector);
    expect(refused.status).toBe(503);
    expect(refused.body.reason).toBe("database_unavailable");
    expect(refused.body.detail).toContain("read-only");
    expect(refused.headers.get("retry-after")).toBe("5");
    await until(async () => (await ready()) === 503);
    expect((await connected.read()).status).toBe(200);
    await askOnce(postgres.primary, "ALTER SYSTEM RESET default_transaction_read_only");
    await askOnce(postgres.primary, "SELECT pg_reload_conf()");
    await until(async () => (await ready()) === 200);
    expect((await user.initiate(ids.userConnector)).status).toBe(200);
  });
});

test("a start on a standby says what it is", async () => {
  const started = createApp({
    config: {
      databaseUrl: postgres.standby,
      databasePoolSize: 2,
      publicUrl: "http://127.0.0.1:4400",
      allowedPrivateOrigins: [],
    },
    encryptionKeys: "k1:x",
    log: createLog("silent"),
  });
  await expect(started).rejects.toThrow(/read-only standby.*Let GRANTRY_DATABASE_URL lead/s);
});

describe("a URL with several hosts", () => {
  const urlOf = (parameters: string, ...servers: string[]) => {
    const hosts = servers.map((server) => new URL(server).host).join(",");
    return `postgres://postgres:postgres@${hosts}/postgres${parameters}`;
  };
  const portOf = (url: string) => Number(new URL(url).port);
  const portInUse = async (url: string) => {
    const database = openDatabase(url, { poolSize: 3 });
    try {
      const { rows } = await sql<{ port: number }>`SELECT inet_server_port() AS port`.execute(
        database.db,
      );
      return rows[0]?.port;
    } finally {
      await database.close();
    }
  };
  const nobody = "postgres://127.0.0.1:1";

  test.each([
    ["the standby first", ""],
    ["asked for as libpq's programs do", "?target_session_attrs=read-write"],
    ["asked for by its role", "?target_session_attrs=primary&load_balance_hosts=random"],
  ])("leads to the one that can be written to: %s", async (_name, parameters) => {
    const url = urlOf(parameters, postgres.standby, nobody, postgres.primary);
    expect(await portInUse(url)).toBe(portOf(postgres.primary));
  });

  test("may name them in its parameters", async () => {
    const ports = `${portOf(postgres.standby)},${portOf(postgres.primary)}`;
    const url = `postgres://postgres:postgres@/postgres?host=127.0.0.1,127.0.0.1&port=${ports}`;
    expect(await portInUse(url)).toBe(portOf(postgres.primary));
  });

  test.each([
    "postgres://u:secret@one,two/app?target_session_attrs=standby",
    "postgres://u:secret@one,two/app?target_session_attrs=prefer-standby",
    "postgres://u:secret@one,two:x/app",
    "postgres://u:se/cret@one/app",
    "postgres://u:secret@/app?host=one,two,three&port=1,2",
    "postgres://u:secret@/app?hostaddr=10.0.0.1,10.0.0.2",
  ])("that cannot be meant is refused in words, without its password: %s", (url) => {
    let said = "";
    try {
      void openDatabase(url).close();
    } catch (thrown) {
      said = thrown instanceof Error ? `${thrown.name} ${thrown.message}` : "";
    }
    expect(said).toContain("GrantryError The database URL ");
    expect(said).not.toContain("secret");
  });
});

describe("after a promotion", () => {
  test("sessions with the primary that was replaced are given up, and none are opened any more", async () => {
    const forwarder = await startForwarder(postgres.primary);
    const database = openDatabase(forwarder.at(postgres.primary), { poolSize: 6 });
    const ports = async (count: number) => {
      const asked = Array.from({ length: count }, () =>
        sql<{ port: number }>`SELECT inet_server_port() AS port, pg_sleep(0.1)`.execute(
          database.db,
        ),
      );
      const answers = await Promise.all(asked);
      return [...new Set(answers.map(({ rows }) => rows[0]?.port))];
    };
    const portOf = (url: string) => Number(new URL(url).port);
    try {
      expect(await ports(2)).toEqual([portOf(postgres.primary)]);
      await postgres.promote();
      forwarder.leadTo(postgres.standby);
      // Two are open still, and a third is needed: whoever opens it learns of the promotion.
      await ports(3);
      expect(await ports(3)).toEqual([portOf(postgres.standby)]);
      // The address leads back to the one that was replaced, which takes writes as if nothing were.
      forwarder.leadTo(postgres.primary);
      forwarder.silence();
      const late = openDatabase(forwarder.at(postgres.primary), { poolSize: 1 });
      await late.ping();
      await late.close();
      await expect(ports(4)).rejects.toThrow(/was replaced/);
    } finally {
      await database.close();
      await forwarder.close();
    }
  }, 60_000);
});
