import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createKeyring, newKeyText } from "./keyring.ts";

test("a million values have a million nonces of 192 bits (SEC-59)", () => {
  const keyring = createKeyring(newKeyText("k1"));
  const key = { keyId: "dek_1", workspaceId: "ws_1", plain: randomBytes(32), nowMs: 0 };
  keyring.dataKeys.put({ ...key, state: "primary" });
  const place = { workspace: "ws_1", table: "t", row: "r", column: "c" };
  const nonces = new Set<string>();
  const count = 1_000_000;
  for (let at = 0; at < count; at += 1) {
    nonces.add(keyring.seal("", place).toString("latin1", 7, 31));
  }
  expect(nonces.size).toBe(count);
}, 120_000);
