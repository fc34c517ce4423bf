/** `grantry health`: one line and one exit code, for whoever restarts or routes around a server that does not serve. */
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { until } from "@grantry/testing/connected";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { reservePort } from "@grantry/testing/free-port";
import { startWorld } from "@grantry/testing/harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addressOf } from "../src/commands/health.ts";
import { type Bench, createBench, type Folder } from "./bench.ts";

let bench: Bench;
let folder: Folder;
beforeAll(async () => {
  bench = await createBench({});
  folder = await bench.folder();
});
afterAll(() => bench?.close());

const health = (port: number | string, ...more: string[]) =>
  folder.run(["health", ...more], { env: { GRANTRY_PORT: String(port), GRANTRY_SERVER: "x" } });

test("a server whose database is gone is alive and not ready, and one that serves is both", async () => {
  const clock = createFakeClock();
  const world = await startWorld({ clock });
  try {
    const { port } = new URL(world.url);
    const good = await health(port);
    expect([good.code, good.stdout, good.stderr]).toEqual([0, `${world.url} is ready.\n`, ""]);
    expect((await health(port, "--alive", "--json")).json).toEqual({
      status: "alive",
      server: world.url,
    });
    await rm(world.databaseUrl.replace("sqlite:", ""));
    await until(async () => {
      clock.advance(1_001);
      return (await health(port)).code === 7;
    });
    const bad = await health(port);
    expect(bad.stdout).toBe("");
    expect(bad.stderr).toMatch(/^grantry: \S+ is not ready: .*deleted, moved or replaced.*\n$/);
    expect((await health(port, "--json")).json.error).toMatchObject({
      code: "not_healthy",
      exit_code: 7,
    });
    expect((await health(port, "--alive")).code).toBe(0);
  } finally {
    await world.close();
  }
});

test("where nothing listens, or something else does, that is the line", async () => {
  const port = await reservePort();
  const none = await health(port);
  expect([none.code, none.stderr]).toEqual([
    7,
    `grantry: http://127.0.0.1:${port} does not answer. Does the server run, with this GRANTRY_HOST and GRANTRY_PORT?\n`,
  ]);
  const other = createServer((_request, response) => response.writeHead(404).end("nothing"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  try {
    const { port: otherPort } = other.address() as AddressInfo;
    const wrong = await health(otherPort);
    expect([wrong.code, wrong.stderr]).toEqual([
      7,
      `grantry: http://127.0.0.1:${otherPort} is not ready: it answers 404.\n`,
    ]);
  } finally {
    other.close();
  }
});

test("a setting that the server would not start with is told as the server tells it", async () => {
  const { code, stderr } = await health("none");
  expect([code, stderr]).toEqual([3, expect.stringMatching(/^grantry: .*GRANTRY_PORT.*\n$/)]);
});

test.each([
  ["127.0.0.1", "http://127.0.0.1:1"],
  ["0.0.0.0", "http://127.0.0.1:1"],
  ["::", "http://[::1]:1"],
  ["::1", "http://[::1]:1"],
  ["grantry.internal", "http://grantry.internal:1"],
])("a server that listens on %s is asked at %s", (host, url) => {
  expect(addressOf({ host, port: 1 })).toBe(url);
});
