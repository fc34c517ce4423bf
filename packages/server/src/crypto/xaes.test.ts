import { createHash, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createXaes } from "./xaes.ts";

/** Of https://c2sp.org/XAES-256-GCM: one for each value of the bit that is carried in the doubling. */
const published = [
  {
    keyByte: 1,
    additional: "",
    sealed: "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271",
  },
  {
    keyByte: 3,
    additional: "c2sp.org/XAES-256-GCM",
    sealed: "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d",
  },
];
const nonce = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWX");
const plain = Buffer.from("XAES-256-GCM");

describe("XAES-256-GCM", () => {
  test.each(published)("is the published one: $sealed (SEC-58)", (vector) => {
    const xaes = createXaes(Buffer.alloc(32, vector.keyByte));
    const additional = Buffer.from(vector.additional);
    expect(xaes.seal(plain, nonce, additional).toString("hex")).toBe(vector.sealed);
    expect(xaes.open(Buffer.from(vector.sealed, "hex"), nonce, additional)).toEqual(plain);
  });

  test("is the published one over ten thousand random inputs (SEC-58)", () => {
    const size = 10_000 * (32 + 24 + 1 + 256 + 1 + 256);
    const stream = createHash("shake128", { outputLength: size }).digest();
    let at = 0;
    const take = (length: number) => {
      at += length;
      return stream.subarray(at - length, at);
    };
    const sum = createHash("shake128", { outputLength: 32 });
    for (let round = 0; round < 10_000; round += 1) {
      const xaes = createXaes(take(32));
      const [random, text] = [take(24), take(take(1)[0] as number)];
      const additional = take(take(1)[0] as number);
      const sealed = xaes.seal(text, random, additional);
      expect(xaes.open(sealed, random, additional).equals(text)).toBe(true);
      sum.update(sealed);
    }
    expect(sum.digest("hex")).toBe(
      "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939",
    );
  });

  test("opens nothing with another key, nonce or additional data, or cut short", () => {
    const xaes = createXaes(randomBytes(32));
    const additional = Buffer.from("row");
    const sealed = xaes.seal(plain, nonce, additional);
    expect(() => createXaes(randomBytes(32)).open(sealed, nonce, additional)).toThrow();
    for (let at = 0; at < nonce.length; at += 1) {
      const other = Buffer.from(nonce);
      other[at] = (other[at] as number) ^ 1;
      expect(() => xaes.open(sealed, other, additional), `byte ${at}`).toThrow();
    }
    expect(() => xaes.open(sealed, nonce, Buffer.from("other"))).toThrow();
    expect(() => xaes.open(sealed.subarray(0, 15), nonce, additional)).toThrow(/tag/);
    expect(() => xaes.seal(plain, nonce.subarray(1), additional)).toThrow(/24 bytes/);
    expect(() => createXaes(randomBytes(16))).toThrow(/32 bytes/);
  });
});
