/** A server that is to end answers who keeps a connection once more, and waits for nobody for ever. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { startWorld, type World } from "@grantry/testing/harness";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drain } from "./drain.ts";

const longMs = 3_600_000;

let world: World;
let socket: Socket;
beforeEach(async () => {
  world = await startWorld();
  socket = connect(Number(new URL(world.url).port), "127.0.0.1");
});
afterEach(async () => {
  socket.destroy();
  await world.close();
});

async function asks(): Promise<string> {
  socket.write("GET /healthz HTTP/1.1\r\nHost: grantry\r\n\r\n");
  return String((await once(socket, "data"))[0]);
}

test("a caller who keeps a connection is answered once more and told that it was the last; others come no more", async () => {
  expect(await asks()).toMatch(/^HTTP\/1\.1 200 .*^connection: keep-alive/ims);
  const drained = drain(world.app.http, longMs);
  await expect(fetch(`${world.url}/healthz`)).rejects.toThrow();
  expect(await asks()).toMatch(/^HTTP\/1\.1 200 .*^connection: close/ims);
  await drained;
});

test("one that stays and asks nothing is not waited for beyond the bound", async () => {
  expect(await asks()).toMatch(/^HTTP\/1\.1 200/);
  await drain(world.app.http, 1);
  expect(socket.destroyed).toBe(false);
});
