/** What one workspace's providers hold is not another's (issue of sockets and look-ups). */

import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { directly } from "./egress.ts";
import { callsAtOnce, openReach } from "./reach.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("workspaces whose providers hang", () => {
  /** Answers that are held until the test ends them. */
  const held: ServerResponse[] = [];
  const servers = [0, 1].map(() =>
    createServer((request, response) => {
      if (request.url === "/hang") held.push(response);
      else response.end("{}");
    }),
  );
  const origins: string[] = [];
  let opened: ReturnType<typeof openReach>;

  beforeAll(async () => {
    for (const server of servers) {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      origins.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    }
  });
  afterAll(() => {
    for (const server of servers) server.closeAllConnections();
    for (const server of servers) server.close();
  });
  beforeEach(() => {
    held.length = 0;
    opened = openReach(() => new Set(origins), { egress: directly, totalTimeoutMs: 600_000 });
    return () => opened.close();
  });

  const call = (workspaceId: string, origin: number, path: string) =>
    opened
      .reach(workspaceId)
      .sendDirectly({ method: "GET", url: `${origins[origin]}${path}`, headers: {} });
  /** So many calls of a workspace, all of which are answered only when the test says so. */
  const hang = async (workspaceId: string, origin: number, count: number, arriving = count) => {
    const before = held.length;
    for (let one = 0; one < count; one += 1) {
      call(workspaceId, origin, "/hang").catch(() => {});
    }
    while (held.length < before + arriving) await turn();
  };

  test("keep no other workspace's calls from going through, to the same place or another", async () => {
    await hang("ws_a", 0, callsAtOnce.perPlace);
    await hang("ws_a", 1, callsAtOnce.perWorkspace - callsAtOnce.perPlace);
    // Of this workspace all wait now; of another none does.
    const waits = call("ws_a", 0, "/quick");
    let went = false;
    waits.then(
      () => {
        went = true;
      },
      () => {},
    );
    for (const origin of [0, 1]) {
      const { status } = await call("ws_b", origin, "/quick");
      expect(status).toBe(200);
    }
    expect(went).toBe(false);
    held.shift()?.end("{}");
    expect((await waits).status).toBe(200);
  });

  test("leave the workspace's other providers what one of them cannot take", async () => {
    await hang("ws_a", 0, callsAtOnce.perPlace + 50, callsAtOnce.perPlace);
    expect((await call("ws_a", 1, "/quick")).status).toBe(200);
    expect(held).toHaveLength(callsAtOnce.perPlace);
  });
});
