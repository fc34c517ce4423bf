import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { localRootKey } from "./root-key.ts";

const context = "ws_1 dek_1";
const plain = randomBytes(32);

describe("a local root key", () => {
  const key = randomBytes(32);
  const root = localRootKey("k1", key);

  test("unwraps what it wrapped, in another process, too", async () => {
    const wrapped = await root.wrap(plain, context);
    expect(Buffer.from(await localRootKey("k1", key).unwrap(wrapped, context))).toEqual(plain);
    expect(Buffer.from(wrapped).includes(plain)).toBe(false);
    expect(Buffer.from(await root.wrap(plain, context))).not.toEqual(Buffer.from(wrapped));
  });

  test("unwraps for no other workspace or data key (SEC-58)", async () => {
    const wrapped = await root.wrap(plain, context);
    await expect(root.unwrap(wrapped, "ws_2 dek_1")).rejects.toThrow(/does not unwrap/);
  });

  test("unwraps nothing that another key, or one of another id, wrapped", async () => {
    const wrapped = await root.wrap(plain, context);
    for (const other of [localRootKey("k1", randomBytes(32)), localRootKey("k2", key)]) {
      await expect(other.unwrap(wrapped, context)).rejects.toMatchObject({
        code: "encryption_key_invalid",
      });
    }
  });

  test("unwraps nothing that was changed by a bit or cut short (SEC-63)", async () => {
    const wrapped = Buffer.from(await root.wrap(plain, context));
    for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
      const broken = Buffer.from(wrapped);
      broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(root.unwrap(broken, context), `bit ${bit}`).rejects.toThrow(/does not unwrap/);
    }
    for (let length = 0; length < wrapped.length; length += 1) {
      const cut = wrapped.subarray(0, length);
      await expect(root.unwrap(cut, context)).rejects.toThrow(/does not unwrap/);
    }
  });
});
