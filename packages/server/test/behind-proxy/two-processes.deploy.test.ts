/** Two processes of the server behind one nginx, which asks them in turn: nothing needs the same one twice, and one may end. */
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { reservePort } from "@grantry/testing/free-port";
import { ids, startWorld } from "@grantry/testing/harness";
import { declareMembers, signedIn } from "@grantry/testing/operators";
import { expect, test } from "vitest";
import { inventName } from "./private-name.ts";
import { startNginx } from "./proxy-programs.ts";

const name = "connect.grantry.test";

test("users connect, people sign in and backends read, whoever answers; when one ends nobody notices", async () => {
  const folder = await mkdtemp(join(tmpdir(), "grantry-two-processes-"));
  const known = await inventName(folder, name);
  const port = await reservePort();
  const publicUrl = `https://${name}:${port}`;
  const world = await startWorld({
    publicUrl,
    trustedProxies: ["127.0.0.1"],
    declare: declareMembers,
  });
  const other = await world.another();
  const served = new Map<unknown, number>();
  const [serverPort, otherPort] = [world.app, other.app].map(({ http }) => {
    http.server.on("request", () => served.set(http, (served.get(http) ?? 0) + 1));
    return (http.server.address() as AddressInfo).port;
  }) as [number, number];
  const plainPort = await reservePort();
  const certificate = known.files;
  const place = "own";
  const ports = { port, plainPort, serverPort, otherPort };
  const proxy = await startNginx({ folder, place, name, certificate, ...ports });
  try {
    const api = apiOf(world);
    const users = ["ada", "bo", "cy", "di"];
    for (const userId of users) {
      const user = await api.signIn(userId);
      const { body } = await user.initiate(ids.userConnector);
      expect((await consent(createJar(), body.redirect_url)).text).toContain("<h1>Connected</h1>");
    }
    const owner = await signedIn(world, "owner@example.com");
    for (let times = 0; times < 4; times += 1) {
      expect((await owner.api(`/v1/workspaces/${ids.workspace}/members`)).status).toBe(200);
    }
    // In turn: as many each, but for one.
    const [some = 0, others = 0] = served.values();
    expect(Math.abs(some - others)).toBeLessThanOrEqual(1);

    // Some backends that read one token after the other, before, while and after the other process ends.
    const statuses: number[] = [];
    let isOver = false;
    const backend = async (userId: string) => {
      while (!isOver) statuses.push((await api.tokenOf(userId, ids.userConnector)).status);
    };
    const backends = users.map(backend);
    await expect.poll(() => statuses.length).toBeGreaterThan(100);
    await other.app.drain();
    await other.app.close();
    const before = statuses.length;
    await expect.poll(() => statuses.length).toBeGreaterThan(before + 100);
    isOver = true;
    await Promise.all(backends);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await owner.api(`/v1/workspaces/${ids.workspace}/members`)).status).toBe(200);
  } finally {
    await proxy.close();
    await world.close();
    known.forget();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
