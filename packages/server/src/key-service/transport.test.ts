import { startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { directly } from "../lib/egress.ts";
import { createLane } from "./lane.ts";
import { loadOptional } from "./optional-package.ts";
import {
  createTransport,
  credentialCalls,
  inTime,
  isMetadataService,
  type Transport,
} from "./transport.ts";

let transport: Transport;
beforeAll(() => {
  transport = createTransport({ egress: directly });
});
afterAll(() => transport.close());

test("no key is sent over http to another machine, wherever the address comes from", async () => {
  const request = {
    method: "POST",
    url: "http://10.255.255.1/",
    headers: {},
    body: "a key",
  } as const;
  await expect(transport.call(request)).rejects.toMatchObject({ kind: "refused" });
  await expect(transport.callForCredentials(request)).rejects.toMatchObject({ kind: "refused" });
  const metadata = "http://169.254.169.254/latest";
  await expect(transport.call({ ...request, url: metadata })).rejects.toThrow(/is not https/);
  const open = [metadata, "http://169.254.169.254.example/", "http://10.0.0.1/"].map((url) =>
    isMetadataService(new URL(url)),
  );
  expect(open).toEqual([true, false, false]);
});

test("a library may read and post, and nothing else", async () => {
  const server = await startScriptedServer({ answers: { "/": { body: { well: true } } } });
  const { fetch } = credentialCalls(transport);
  const body = new URLSearchParams({ a: "b" });
  const answer = await fetch(new URL(`${server.origin}/`), { method: "POST", body });
  expect(await answer.json()).toEqual({ well: true });
  expect(server.requests[0]?.body).toBe("a=b");
  await expect(fetch(`${server.origin}/`, { method: "DELETE" })).rejects.toThrow("DELETE");
  await expect(fetch(`${server.origin}/`, { method: "POST", body: {} })).rejects.toThrow("body");
  expect(server.requests.length).toBe(1);
  await server.close();
});

test("what a library does by its own ways is given up in time", async () => {
  const never = new Promise<never>(() => {});
  await expect(inTime("it", 20, never)).rejects.toMatchObject({ kind: "away" });
  expect(await inTime("it", 60_000, Promise.resolve("done"))).toBe("done");
});

test("a package that is not there is named, with what to install", async () => {
  await expect(loadOptional("@grantry/no-such-package", "7")).rejects.toMatchObject({
    code: "encryption_key_invalid",
    detail: expect.stringContaining("npm install @grantry/no-such-package@7"),
  });
});

test("so many are under way at once, so many wait, and who comes then is told", async () => {
  const lane = createLane(2, 1);
  const [first, second] = [await lane.enter(), await lane.enter()];
  const third = lane.enter();
  expect(await lane.enter()).toBeNull();
  first?.();
  const leave = await third;
  second?.();
  leave?.();
  expect(await lane.enter()).not.toBeNull();
  expect(await lane.enter()).not.toBeNull();
});
