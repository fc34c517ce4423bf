/** Time-based one-time passwords (RFC 6238): SHA-1, thirty seconds, six digits, as every app does. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const secretBytes = 20;
const stepSeconds = 30;
const digits = 6;
/** Steps before and after the present one that are accepted: clocks differ. */
const drift = 1;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new secret in base 32 (RFC 4648), as authenticator apps read it. */
export function newTotpSecret(): string {
  return toBase32(randomBytes(secretBytes));
}

/** The step whose code this is, near this moment; null where it is none. */
export function stepOfCode(secret: string, code: string, nowSeconds: number): number | null {
  const present = Math.floor(nowSeconds / stepSeconds);
  const given = Buffer.from(code);
  let found: number | null = null;
  for (let step = present - drift; step <= present + drift; step += 1) {
    const expected = Buffer.from(codeOfStep(secret, step));
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = step;
  }
  return found;
}

/** The code at this moment, as an authenticator app shows it. */
export function codeAt(secret: string, nowSeconds: number): string {
  return codeOfStep(secret, Math.floor(nowSeconds / stepSeconds));
}

/** RFC 4226 section 5.3. */
function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const value = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(value % 10 ** digits).padStart(digits, "0");
}

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((eight) => Number.parseInt(eight, 2)));
}
