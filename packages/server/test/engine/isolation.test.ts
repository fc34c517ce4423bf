/** One sick provider does not hurt the others, nor the tokens that are good (G2, G9). */
import { type Sandbox, startSandbox } from "@grantry/sandbox/sandbox";
import type { TokenAsked } from "@grantry/testing/api";
import {
  type Connected,
  connect,
  createHold,
  startConnected,
  until,
} from "@grantry/testing/connected";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const hourMs = 3_600_000;
const sickConnector = "d1b2c3d4e5f6a1b2c3d4e5f6";
const users = ["user-1", "user-2", "user-3", "user-4"];
const tokens = { gate: { concurrentMax: 2, waitingMax: 1, failuresMax: 3 } };

describe("two providers, one of them sick", () => {
  let clock: FakeClock;
  let connected: Connected;
  let sick: Sandbox;

  beforeEach(async () => {
    clock = createFakeClock();
    sick = await startSandbox({ clients: [], accessTokenSeconds: 3_600 });
    connected = await startConnected({
      clock,
      users: [],
      tokens,
      allowedPrivateOrigins: [sick.origin],
      declare: ({ workspaces: [workspace] }) => {
        const [connector] = workspace?.connectors ?? [];
        if (connector === undefined) throw new Error("no connector");
        workspace?.connectors?.push({
          ...connector,
          id: sickConnector,
          name: "Sick calendar",
          connection_config: { port: String(sick.port) },
        });
      },
    });
    await sick.addClient({
      clientId: "test-client",
      clientSecret: secrets.clientSecret,
      redirectUris: [`${connected.world.url}/api/external-auth/callback/${ids.oauthClient}`],
    });
    for (const userId of users) {
      await connect(connected.api, userId, sickConnector);
      await connect(connected.api, userId, ids.userConnector);
    }
  });
  afterEach(async () => {
    await connected.world.close();
    await sick.close();
  });

  const readSick = (userId: string, asked?: TokenAsked) =>
    connected.api.tokenOf(userId, sickConnector, asked);

  test("while it hangs, so many wait for it and no more, and the other is as quick as ever", async () => {
    clock.advance(hourMs);
    const { until: released, release } = createHold();
    sick.faults.next("token", { kind: "drop", until: released }, 10);
    const hanging = users.slice(0, 3).map((userId) => readSick(userId));
    await until(() => sick.ledger.count("fault") === 2);
    const crowded = await readSick("user-4");
    expect([crowded.status, crowded.body.code]).toEqual([503, "provider_unavailable"]);
    expect(crowded.headers.get("retry-after")).toBe("5");
    for (const userId of users) expect((await connected.read({ userId })).status).toBe(200);
    expect(sick.ledger.count("fault")).toBe(2);
    release();
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual([503, 503, 503]);
  });

  test("when it fails one connection after the other it is left alone, then asked once, then used again", async () => {
    clock.advance(hourMs);
    sick.faults.next("token", { kind: "answer", status: 503 }, 4);
    for (const userId of users.slice(0, 3)) expect((await readSick(userId)).status).toBe(503);
    expect(sick.ledger.count("fault")).toBe(3);
    // The fourth has not failed yet, and is not even asked.
    const refused = await readSick("user-4");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(sick.ledger.count("fault")).toBe(3);
    clock.advance(5_000);
    // One may try; it fails, and the pause doubles.
    expect((await readSick("user-4")).status).toBe(503);
    expect(sick.ledger.count("fault")).toBe(4);
    expect((await readSick("user-1")).headers.get("retry-after")).toBe("10");
    clock.advance(10_000);
    const asked = sick.ledger.count("token");
    for (const userId of users) expect((await readSick(userId)).status).toBe(200);
    expect(sick.ledger.count("token")).toBe(asked + 4);
  });

  test("after the pause one asks, and the others are told to wait for what it finds", async () => {
    clock.advance(hourMs);
    sick.faults.next("token", { kind: "answer", status: 503 }, 3);
    for (const userId of users.slice(0, 3)) expect((await readSick(userId)).status).toBe(503);
    clock.advance(5_000);
    const { until: released, release } = createHold();
    sick.faults.next("token", { kind: "drop", until: released });
    const asking = readSick("user-4");
    await until(() => sick.ledger.count("fault") === 4);
    const asked = sick.ledger.count("token");
    for (const userId of users.slice(0, 3)) expect((await readSick(userId)).status).toBe(503);
    expect(sick.ledger.count("token")).toBe(asked);
    release();
    expect((await asking).status).toBe(503);
  });

  test("Retry-After holds for everyone once the endpoint is left alone", async () => {
    clock.advance(hourMs);
    const headers = { "retry-after": "40" };
    sick.faults.next("token", { kind: "answer", status: 429, headers }, 3);
    for (const userId of users.slice(0, 3)) expect((await readSick(userId)).status).toBe(503);
    expect((await readSick("user-4")).headers.get("retry-after")).toBe("40");
    clock.advance(39_000);
    expect((await readSick("user-4")).status).toBe(503);
    clock.advance(1_000);
    expect((await readSick("user-4")).status).toBe(200);
  });

  test("one connection that fails again and again closes it for nobody else", async () => {
    clock.advance(hourMs);
    sick.faults.next("token", { kind: "answer", status: 503 }, 5);
    for (let count = 0; count < 5; count += 1) {
      clock.advance(40_000);
      expect((await readSick("user-1")).status).toBe(503);
    }
    expect(sick.ledger.count("fault")).toBe(5);
    expect((await readSick("user-4")).status).toBe(200);
  });

  test("good tokens are served all the while (G2)", async () => {
    sick.faults.next("token", { kind: "answer", status: 500 }, 100);
    for (const userId of users)
      expect((await readSick(userId, { refused_version: 1 })).status).toBe(503);
    for (const userId of users) {
      const answer = await readSick(userId);
      expect([answer.status, answer.body.version]).toEqual([200, 1]);
    }
    // Also in their last minute, when something newer was tried for.
    clock.advance(hourMs - 30_000);
    for (const userId of users) expect((await readSick(userId)).status).toBe(200);
  });
});
