/**
 * A backup is a tar file (POSIX.1-1988, with GNU's sizes beyond 8 GiB), so that it can be opened without this program.
 * Its last member holds the SHA-256 of every byte before it: what is cut short or changed does not pass as whole.
 * Everything is read and written as it comes; nothing is held.
 */
import { createHash } from "node:crypto";
import { damagedBackup } from "./failure.ts";

export interface Member {
  readonly name: string;
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array>;
}

const block = 512;
/** The member that proves the others. */
const digestName = "sha256";
const digestLength = 64;
/** Sizes up to this fit in octal digits. */
const octalMax = 8 ** 11 - 1;

/** The bytes of an archive with these members, in this order. Throws where one is not as long as it says. */
export async function* archiveOf(
  members: AsyncIterable<Member> | Iterable<Member>,
): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  for await (const member of members) {
    for await (const bytes of bytesOf(member)) {
      digest.update(bytes);
      yield bytes;
    }
  }
  const text = Buffer.from(digest.digest("hex"));
  yield* bytesOf({ name: digestName, size: digestLength, content: once(text) });
  yield Buffer.alloc(2 * block);
}

async function* bytesOf({ name, size, content }: Member): AsyncGenerator<Uint8Array> {
  yield headerOf(name, size);
  let written = 0;
  for await (const bytes of content) {
    written += bytes.length;
    if (written > size) break;
    yield bytes;
  }
  if (written !== size) throw new Error(`${name} has changed while it was read`);
  const rest = size % block;
  if (rest > 0) yield Buffer.alloc(block - rest);
}

/** Something that is at hand, as content. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function headerOf(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long a name`);
  const header = Buffer.alloc(block);
  header.write(name, 0);
  header.write("0000600\0", 100);
  header.write("0000000\0".repeat(2), 108);
  writeSize(header, size);
  header.write(`${"0".repeat(11)}\0`, 136);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(`${checksumOf(header).toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

function writeSize(header: Buffer, size: number): void {
  if (size <= octalMax) return void header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(size), 128);
}

/** As if the checksum's own field held spaces. */
function checksumOf(header: Buffer): number {
  const blank = Buffer.from(header);
  blank.fill(" ", 148, 156);
  return blank.reduce((sum, byte) => sum + byte, 0);
}

/**
 * The members of an archive, in order; the content of each must be read, or it is passed over. Ends normally only where
 * the archive is whole. Throws backup_unusable.
 */
export async function* membersOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  const reader = createReader(source);
  try {
    for (;;) {
      const before = reader.digest();
      const { name, size } = readHeader(await reader.take(block));
      if (name === digestName) {
        if (size !== digestLength) throw damagedBackup();
        const padded = await reader.take(block);
        if (padded.toString("latin1", 0, size) !== before) throw damagedBackup();
        if (padded.subarray(size).some((byte) => byte !== 0)) throw damagedBackup();
        return await reader.requireEnd(2 * block);
      }
      const content = reader.content(size);
      yield { name, size, content };
      await drain(content);
      await reader.take((block - (size % block)) % block);
    }
  } finally {
    await reader.close();
  }
}

/** Reads what its reader has left. */
async function drain(content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _bytes of content);
}

function readHeader(header: Buffer): { readonly name: string; readonly size: number } {
  const name = header.toString("utf8", 0, header.indexOf(0));
  const isLarge = header[124] === 0x80;
  const size = isLarge
    ? Number(header.readBigUInt64BE(128))
    : Number.parseInt(header.toString("latin1", 124, 135), 8);
  const isOurs = name.length <= 100 && Number.isSafeInteger(size) && size >= 0;
  if (!isOurs || !header.equals(headerOf(name, size))) throw damagedBackup();
  return { name, size };
}

function createReader(source: AsyncIterable<Uint8Array>) {
  const iterator = source[Symbol.asyncIterator]();
  const hash = createHash("sha256");
  let at: Uint8Array = Buffer.alloc(0);
  /** Some bytes, as many as there are and `max` at most; none at the end. */
  const some = async (max: number): Promise<Uint8Array> => {
    while (at.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return Buffer.alloc(0);
      at = next.value;
    }
    const taken = at.subarray(0, max);
    at = at.subarray(taken.length);
    return taken;
  };
  async function* content(size: number): AsyncGenerator<Uint8Array> {
    let left = size;
    while (left > 0) {
      const bytes = await some(left);
      if (bytes.length === 0) throw damagedBackup();
      left -= bytes.length;
      hash.update(bytes);
      yield bytes;
    }
  }
  return {
    /** Of everything that was taken so far. */
    digest: () => hash.copy().digest("hex"),
    content,
    take: async (size: number): Promise<Buffer> => {
      const parts: Uint8Array[] = [];
      for await (const bytes of content(size)) parts.push(bytes);
      return Buffer.concat(parts);
    },
    requireEnd: async (zeros: number): Promise<void> => {
      let left = zeros;
      for (;;) {
        const bytes = await some(block);
        if (bytes.length === 0) break;
        left -= bytes.length;
        if (left < 0 || bytes.some((byte) => byte !== 0)) throw damagedBackup();
      }
      if (left !== 0) throw damagedBackup();
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}
