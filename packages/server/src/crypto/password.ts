/** Password hashes: Argon2id (RFC 9106), kept in PHC form so that the parameters can grow. */
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "../lib/secret.ts";

/** The smallest of OWASP's recommended sets: 19 MiB, two passes, one lane. */
const parameters = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const tagBytes = 32;

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

function derive(password: Secret, salt: Buffer, cost: Cost): Promise<Buffer> {
  // Composed, so that the same letters typed on another keyboard are the same password.
  const message = Buffer.from(password.reveal().normalize("NFC"));
  return new Promise((resolve, reject) => {
    argon2("argon2id", { message, nonce: salt, tagLength: tagBytes, ...cost }, (error, tag) => {
      if (error === null) resolve(tag);
      else reject(error);
    });
  });
}

/** The hash of a password with a new salt: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: Secret): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await derive(password, salt, parameters);
  const { memory, passes, parallelism } = parameters;
  const text = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(salt)}$${text(tag)}`;
}

const phcPattern =
  /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * Whether this is the password of that hash. Null for an account without one, or that does not
 * exist: takes as long, and is false.
 */
export async function isPassword(password: Secret, hash: string | null): Promise<boolean> {
  const match = hash === null ? null : phcPattern.exec(hash);
  if (match === null) {
    await derive(password, randomBytes(saltBytes), parameters);
    return false;
  }
  const [, memory, passes, parallelism, salt = "", expected = ""] = match;
  const cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  };
  const tag = await derive(password, Buffer.from(salt, "base64"), cost);
  const wanted = Buffer.from(expected, "base64");
  return tag.length === wanted.length && timingSafeEqual(tag, wanted);
}
