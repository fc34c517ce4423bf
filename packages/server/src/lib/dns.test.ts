/** TXT records over the wire, from a real server on loopback. */

import { type DnsServer, startDnsServer } from "@grantry/testing/dns-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTxtLookup, DnsUnavailable } from "./dns.ts";

let server: DnsServer;

beforeAll(async () => {
  server = await startDnsServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.mode = "answer";
});

/** So patient that no answer is missed for a machine that is slow. */
const patience = { tryTimeoutMs: 60_000, totalTimeoutMs: 100_000 };
const lookUp = (name: string, limits = patience) =>
  createTxtLookup({ servers: [server.address], ...limits })(name);

test("every text of a name comes back, one in several strings as one", async () => {
  const long = "a".repeat(300);
  server.records.set("many.example", ["one", long, "b c"]);
  expect((await lookUp("many.example")).sort()).toEqual([long, "b c", "one"]);
});

test("a name without records, or that is not there, has none", async () => {
  server.records.set("empty.example", []);
  expect(await lookUp("empty.example")).toEqual([]);
  expect(await lookUp("nobody.example")).toEqual([]);
});

test("a text longer than any of ours is left out", async () => {
  server.records.set("long.example", ["x".repeat(600), "short"]);
  expect(await lookUp("long.example")).toEqual(["short"]);
});

test.each(["silent", "fail", "garbage"] as const)(
  "a server that is %s is away, and is not waited for",
  async (mode) => {
    server.mode = mode;
    const limits = { tryTimeoutMs: 50, totalTimeoutMs: 400 };
    await expect(lookUp("any.example", limits)).rejects.toThrow(DnsUnavailable);
  },
);
