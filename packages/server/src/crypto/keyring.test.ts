import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { createKeyring, newKeyText, type SealedPlace } from "./keyring.ts";

const place: SealedPlace = {
  workspace: "ws_1",
  table: "connections",
  row: "conn_1",
  column: "access_token",
};

function ring(text = newKeyText("k1")) {
  const keyring = createKeyring(text);
  keyring.allowSeals(100_000);
  return keyring;
}

/** The nonce of a value that was sealed with the key "k1". */
function nonceOf(sealed: Buffer): string {
  return sealed.toString("hex", 4, 16);
}

const { randomBytes } = crypto;

/** What the system's generator hands out from here to the end of the test, as it hands it out. */
function noteRandomBytes(): Buffer[] {
  const drawn: Buffer[] = [];
  const noting = (size: number) => {
    const bytes = randomBytes(size);
    drawn.push(Buffer.from(bytes));
    return bytes;
  };
  giveRandomBytes(noting as typeof randomBytes);
  return drawn;
}

function giveRandomBytes(by: typeof randomBytes): void {
  crypto.randomBytes = by;
  syncBuiltinESMExports();
}

afterEach(() => giveRandomBytes(randomBytes));

describe("a sealed value", () => {
  test("opens to what was sealed, whatever it was (SEC-60)", () => {
    const keyring = ring();
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (plain) => {
        expect(keyring.open(keyring.seal(plain, place), place)).toBe(plain);
      }),
    );
    const hex = "deadbeef00112233445566778899aabb";
    expect(keyring.open(keyring.seal(hex, place), place)).toBe(hex);
  });

  test.each(["workspace", "table", "row", "column"] as const)(
    "does not open under another %s (SEC-58)",
    (part) => {
      const keyring = ring();
      const sealed = keyring.seal("token", place);
      const elsewhere = { ...place, [part]: `${place[part]}x` };
      expect(() => keyring.open(sealed, elsewhere)).toThrow(/cannot be opened/);
    },
  );

  test("is bound to its key id (SEC-58)", () => {
    const text = newKeyText("k1");
    const sealed = ring(text).seal("token", place);
    const renamed = ring(text.replace("k1:", "k2:"));
    const claimed = Buffer.concat([sealed.subarray(0, 2), Buffer.from("k2"), sealed.subarray(4)]);
    expect(() => renamed.open(claimed, place)).toThrow(/cannot be opened/);
  });

  test("does not open when any bit of it was changed (SEC-63)", () => {
    const keyring = ring();
    const sealed = keyring.seal("a provider's token", place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const broken = Buffer.from(sealed);
      broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => keyring.open(broken, place), `bit ${bit}`).toThrow(/cannot be opened/);
    }
  });

  test("does not open when it was cut short (SEC-63)", () => {
    const keyring = ring();
    const sealed = keyring.seal("token", place);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => keyring.open(sealed.subarray(0, length), place)).toThrow(/cannot be opened/);
    }
  });

  test("has a nonce of 96 bits, drawn for it alone by the system's generator (SEC-59)", () => {
    const keyring = ring();
    const drawn = noteRandomBytes();
    const nonces = Array.from({ length: 3 }, () => nonceOf(keyring.seal("the same", place)));
    expect(nonces).toEqual(drawn.map((bytes) => bytes.toString("hex")));
    expect(drawn.map((bytes) => bytes.length * 8)).toEqual([96, 96, 96]);
    expect(new Set(nonces).size).toBe(3);
  });

  test("is one counted use of its key, and a refused one draws no nonce (SEC-59)", () => {
    const keyring = createKeyring(newKeyText("k1"));
    keyring.allowSeals(2);
    const drawn = noteRandomBytes();
    for (const used of [1, 2]) {
      keyring.seal("token", place);
      expect([keyring.sealsUsed(), keyring.sealsLeft(), drawn.length]).toEqual([
        used,
        2 - used,
        used,
      ]);
    }
    expect(() => keyring.seal("token", place)).toThrow(/used up/);
    expect([keyring.sealsUsed(), drawn.length]).toEqual([2, 2]);
  });
});

describe("a keyring", () => {
  test("opens with any of its keys and seals with the first", () => {
    const old = newKeyText("old");
    const sealed = ring(old).seal("token", place);
    const both = ring(`${newKeyText("new")},${old}`);
    expect(both.open(sealed, place)).toBe("token");
    expect(both.seal("token", place).toString("utf8", 2, 5)).toBe("new");
  });

  test("refuses to seal beyond the allowed number of uses (SEC-59)", () => {
    const keyring = createKeyring(newKeyText("k1"));
    keyring.allowSeals(1);
    keyring.seal("token", place);
    expect(() => keyring.seal("token", place)).toThrow(/used up/);
  });

  test("derives different keys for different purposes and keys", () => {
    const keyring = ring(`${newKeyText("a")} ${newKeyText("b")}`);
    const hex = (keyId: string, purpose: string) =>
      Buffer.from(keyring.derive(keyId, purpose)).toString("hex");
    expect(new Set([hex("a", "x"), hex("a", "y"), hex("b", "x")]).size).toBe(3);
    expect(hex("a", "x")).toBe(hex("a", "x"));
  });

  test.each([
    ["", /No encryption key/],
    ["k1", /must be 32 bytes/],
    ["k1:AAAA", /must be 32 bytes/],
    [`k 1:${"A".repeat(43)}=`, /must be 32 bytes|id of letters/],
    ["k/1:AAAA", /id of letters/],
  ])("says what is wrong with %j", (text, message) => {
    expect(() => createKeyring(text)).toThrow(message);
  });

  test("refuses a key id that is used twice", () => {
    expect(() => createKeyring(`${newKeyText("k1")},${newKeyText("k1")}`)).toThrow(/used twice/);
  });
});
