/**
 * A PNG (W3C PNG, third edition), read from its first byte to its last as a browser would: its chunks, and whether its
 * pixels are all there. What they show is not looked at.
 */
import { promisify } from "node:util";
import { crc32, inflate } from "node:zlib";

export interface Png {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly isInterlaced: boolean;
  /** Chunks that are one compressed stream. */
  readonly packed: readonly Buffer[];
}

/** More than any program writes of a file as large as a logo: each costs a checksum. */
const chunksMax = 1_000;

const damaged = { problem: "is a PNG file that is cut short or damaged" } as const;
const moving = { problem: "is animated: choose a still image" } as const;

export const pngSignature = Buffer.from("89504e470d0a1a0a", "hex");

interface Chunk {
  readonly name: string;
  readonly content: Buffer;
  /** Where the next one begins. */
  readonly end: number;
}

/** The chunk that begins here; undefined where it is cut short, its checksum is wrong, or its name is none. */
function chunkAt(data: Buffer, at: number): Chunk | undefined {
  if (at + 12 > data.length) return undefined;
  const end = at + 12 + data.readUInt32BE(at);
  if (end > data.length) return undefined;
  const name = data.toString("latin1", at + 4, at + 8);
  const isSound = crc32(data.subarray(at + 4, end - 4)) === data.readUInt32BE(end - 4);
  return isSound && /^[A-Za-z]{4}$/.test(name)
    ? { name, content: data.subarray(at + 8, end - 4), end }
    : undefined;
}

/** What the chunks are, up to the last byte; the problem goes on after "The file". Its pixels are not unpacked. */
export function readPng(data: Buffer): Png | { readonly problem: string } {
  const first = chunkAt(data, pngSignature.length);
  const header = first?.name === "IHDR" ? readHeader(first.content) : undefined;
  if (first === undefined || header === undefined) return damaged;
  const packed: Buffer[] = [];
  let hasPalette = false;
  let before = first;
  for (let count = 2; count <= chunksMax; count += 1) {
    const chunk = chunkAt(data, before.end);
    if (chunk === undefined) return damaged;
    const { name, content, end } = chunk;
    if (["acTL", "fcTL", "fdAT"].includes(name)) return moving;
    if (name === "PLTE") {
      if (hasPalette || packed.length > 0 || !isPalette(content)) return damaged;
      hasPalette = true;
    } else if (name === "IDAT") {
      // They follow each other.
      if (packed.length > 0 && before.name !== "IDAT") return damaged;
      packed.push(content);
    } else if (name === "IEND") {
      if (end < data.length) return { problem: "has extra data after the end of the image" };
      const isWhole = packed.length > 0 && (hasPalette || !header.needsPalette);
      return isWhole ? { ...header, packed } : damaged;
    } else if (isCritical(name)) return damaged;
    before = chunk;
  }
  return { problem: "is a PNG file of too many parts: save it again" };
}

/** Whether nothing can be shown by who does not know it (section 5.4): those we know are handled. */
const isCritical = (name: string) => /^[A-Z]/.test(name);

const isPalette = ({ length }: Buffer) => length > 0 && length <= 768 && length % 3 === 0;

/** By colour type: samples of a pixel, and how many bits each may have (section 11.2.1). */
const colors: Readonly<Record<number, readonly [samples: number, depths: readonly number[]]>> = {
  0: [1, [1, 2, 4, 8, 16]],
  2: [3, [8, 16]],
  3: [1, [1, 2, 4, 8]],
  4: [2, [8, 16]],
  6: [4, [8, 16]],
};

function readHeader(header: Buffer) {
  if (header.length !== 13) return undefined;
  const [depth = 0, color = 0, compression, filter, interlace = 0] = header.subarray(8);
  const [samples, depths] = colors[color] ?? [0, []];
  const isKnown = depths.includes(depth) && interlace <= 1;
  if (!isKnown || compression !== 0 || filter !== 0) return undefined;
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    bitsPerPixel: samples * depth,
    isInterlaced: interlace === 1,
    needsPalette: color === 3,
  };
}

/** Where each pass of an interlaced picture begins, and its steps: x, y, right, down (section 8.2). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** How long each row is, in bytes: one that names its filter, and its pixels. */
function rowsOf({ width, height, bitsPerPixel, isInterlaced }: Png): number[] {
  return (isInterlaced ? passes : [[0, 0, 1, 1] as const]).flatMap(([x, y, right, down]) => {
    const columns = Math.ceil(Math.max(0, width - x) / right);
    const rows = columns === 0 ? 0 : Math.ceil(Math.max(0, height - y) / down);
    return Array<number>(rows).fill(1 + Math.ceil((columns * bitsPerPixel) / 8));
  });
}

const filtersMost = 4;
const unpack = promisify(inflate);

/** What `inflate` gives where it is asked for more than the bytes. */
interface Unpacked {
  readonly buffer: Buffer;
  /** It stops where the stream ends, whatever follows. */
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Whether its pixels are all there, no more and no fewer. They are unpacked beside the event loop, into as many bytes as
 * its size says: the caller has looked at that.
 */
export async function hasItsPixels(png: Png): Promise<boolean> {
  const rows = rowsOf(png);
  const bytes = rows.reduce((sum, row) => sum + row, 0);
  const room = { maxOutputLength: bytes, chunkSize: Math.max(bytes, 64), info: true };
  const packed = Buffer.concat(png.packed);
  const unpacked: unknown = await unpack(packed, room).catch(() => undefined);
  if (unpacked === undefined) return false;
  const { buffer: pixels, engine } = unpacked as Unpacked;
  if (pixels.length !== bytes || engine.bytesWritten !== packed.length) return false;
  let at = 0;
  return rows.every((row) => {
    const filter = pixels[at] ?? 0;
    at += row;
    return filter <= filtersMost;
  });
}
