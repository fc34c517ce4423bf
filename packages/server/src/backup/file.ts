/**
 * The file of a backup: written under another name, flushed, and given its own when it is whole; sealed to public keys of
 * age (https://age-encryption.org/v1) where that is wanted.
 */
import type { FileHandle } from "node:fs/promises";
import { access, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ReadableStream as WebStream } from "node:stream/web";
import { GrantryError } from "../lib/error.ts";
import { damagedBackup } from "./failure.ts";

/** How every file sealed by age begins. */
const sealedBeginning = "age-encryption.org/v1";
/** Of the file, read at once. */
const pieceBytes = 262_144;

/** Throws backup_failed where something of that name is there. */
export async function requireNoFile(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new GrantryError("backup_failed", {
    detail: `${path} is there already, and is not written over: name another file.`,
  });
}

/**
 * Writes all of it, readable for its owner alone, or leaves nothing under this name. `beside` is a path on the same file
 * system for what is not whole yet.
 */
export async function writeNewFile(
  path: string,
  beside: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(beside, "wx", 0o600);
  try {
    for await (const piece of bytes) await file.writeFile(piece);
    await file.sync();
  } catch (thrown) {
    await rm(beside, { force: true });
    throw thrown;
  } finally {
    await file.close();
  }
  await requireNoFile(path);
  await rename(beside, path);
  await syncFolder(dirname(path));
}

/** Flushes what names a folder's files. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {
    // Not every system lets a folder be opened and flushed.
  }
}

// Node's streams of the web are what browsers have, and more: their types are those of browsers here and there.
const asStream = (bytes: AsyncIterable<Uint8Array>) =>
  WebStream.from(bytes) as unknown as ReadableStream<Uint8Array>;
const asIterable = (stream: ReadableStream<Uint8Array>) =>
  stream as unknown as AsyncIterable<Uint8Array>;

/** Seals to these recipients (`age1…`). Throws backup_failed where one is none. */
export async function sealedTo(
  recipients: readonly string[],
  bytes: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new GrantryError("backup_failed", {
      detail:
        "A recipient must be a public key of age, such as age1qz…: age-keygen makes one, with the identity that opens the backup.",
      cause,
    });
  }
  return asIterable(await encrypter.encrypt(asStream(bytes)));
}

export interface BackupFile {
  /** All of it, from the beginning, opened. Throws backup_unusable where the identities do not open it. */
  read(): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
}

/** Opens a backup for reading; `identityFile` holds the identities of age, where it is sealed. Throws backup_unusable. */
export async function openBackup(path: string, identityFile: string | null): Promise<BackupFile> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw new GrantryError("backup_unusable", { detail: `${path} cannot be read.`, cause });
  });
  try {
    if (!(await isSealed(file)))
      return { read: async () => piecesOf(file), close: () => file.close() };
    const identities = await readIdentities(identityFile);
    return { read: () => opened(file, identities), close: () => file.close() };
  } catch (thrown) {
    await file.close();
    if (thrown instanceof GrantryError) throw thrown;
    const detail = `${path} cannot be read: is it a file?`;
    throw new GrantryError("backup_unusable", { detail, cause: thrown });
  }
}

async function isSealed(file: FileHandle): Promise<boolean> {
  const beginning = Buffer.alloc(sealedBeginning.length);
  const { bytesRead } = await file.read(beginning, 0, beginning.length, 0);
  return beginning.toString("latin1", 0, bytesRead) === sealedBeginning;
}

async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** One a line; what begins with # is said to people. */
async function readIdentities(path: string | null): Promise<string[]> {
  if (path === null) {
    throw new GrantryError("backup_unusable", {
      detail:
        "The backup is sealed by age: name the file with the identity that opens it (--identity).",
    });
  }
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new GrantryError("backup_unusable", { detail: `${path} cannot be read.`, cause });
  });
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

async function opened(
  file: FileHandle,
  identities: readonly string[],
): Promise<AsyncIterable<Uint8Array>> {
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
  } catch (cause) {
    throw new GrantryError("backup_unusable", {
      detail: "The identity file holds no identity of age: its line begins with AGE-SECRET-KEY-1.",
      cause,
    });
  }
  try {
    const bytes = await decrypter.decrypt(asStream(piecesOf(file)));
    return untorn(asIterable(bytes));
  } catch (cause) {
    throw new GrantryError("backup_unusable", {
      detail:
        "The backup does not open with this identity: it is sealed to another one, or its beginning was changed.",
      cause,
    });
  }
}

/** What age finds wrong with the rest. */
async function* untorn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    throw damagedBackup(cause);
  }
}

/** A path for what is not whole yet, beside the file that it becomes. */
export function besideOf(path: string, what: string): string {
  return join(dirname(path), `.grantry-${what}`);
}
