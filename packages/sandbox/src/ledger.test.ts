import { expect, test } from "vitest";
import { createLedger } from "./ledger.ts";

const probes = {
  isLive: async () => false,
  grantAlive: async () => false,
  liveGrants: () => 0,
};

test("the ledger keeps its newest entries and counts all of them", () => {
  const { ledger, record } = createLedger(probes, undefined);
  for (let i = 0; i < 100_001; i += 1) record({ kind: "server_error", detail: String(i) });
  expect(ledger.entries.length).toBeLessThanOrEqual(100_000);
  expect(ledger.entries.at(-1)).toMatchObject({ detail: "100000" });
  expect(ledger.count("server_error")).toBe(100_001);
  expect(ledger.count("server_error", { detail: "100000" })).toBe(1);
  expect(ledger.count("server_error", { detail: "0" })).toBe(0);
  expect(ledger.list("token")).toEqual([]);
});
