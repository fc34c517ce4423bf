/** Pictures, whole and broken, as bytes. */
import { crc32, deflateSync } from "node:zlib";

type Bytes = Uint8Array<ArrayBuffer>;

const joined = (...parts: readonly Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts));

/** A chunk of a PNG: its length, name, content and checksum. */
export function pngChunk(name: string, content: Uint8Array = new Uint8Array()): Bytes {
  const named = joined(Buffer.from(name, "latin1"), content);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return joined(length, named, sum);
}

export const pngSignature = Buffer.from("89504e470d0a1a0a", "hex");

/** The first chunk of a PNG: eight bits of red, green and blue unless told otherwise. */
export function pngHeader(
  width: number,
  height: number,
  kind: readonly number[] = [8, 2, 0, 0, 0],
): Bytes {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(kind, 8);
  return pngChunk("IHDR", header);
}

/** A PNG of one colour, `rrggbb`; `more` are chunks before its pixels. */
export function png(
  width = 64,
  height = width,
  { color = "c2410c", more = [] as readonly Uint8Array[] } = {},
): Bytes {
  const row = Buffer.concat([
    Buffer.alloc(1),
    ...Array.from({ length: width }, () => Buffer.from(color, "hex")),
  ]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return joined(
    pngSignature,
    pngHeader(width, height),
    ...more,
    pngChunk("IDAT", pixels),
    pngChunk("IEND"),
  );
}

/** A chunk of a WebP. */
export function webpChunk(name: string, content: Uint8Array): Bytes {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  const padding = Buffer.alloc(content.length % 2);
  return joined(Buffer.from(name, "latin1"), length, content, padding);
}

/** A WebP of these chunks. */
export function webpFile(...chunks: readonly Uint8Array[]): Bytes {
  return webpChunk("RIFF", joined(Buffer.from("WEBP", "latin1"), ...chunks));
}

/** The pixels of a lossless WebP, as far as its sizes; what follows them is nothing that can be shown. */
export function losslessWebp(width: number, height = width): Bytes {
  const content = Buffer.alloc(12);
  content[0] = 0x2f;
  content.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
  return webpChunk("VP8L", content);
}

/** Of a lossy one, likewise. */
export function lossyWebp(width: number, height = width): Bytes {
  const content = Buffer.alloc(16);
  content.set([0, 0, 0, 0x9d, 0x01, 0x2a]);
  content.writeUInt16LE(width, 6);
  content.writeUInt16LE(height, 8);
  return webpChunk("VP8 ", content);
}

/** What a WebP with more than its pixels begins with. */
export function webpCanvas(width: number, height = width, flags = 0): Bytes {
  const content = Buffer.alloc(10);
  content[0] = flags;
  content.writeUIntLE(width - 1, 4, 3);
  content.writeUIntLE(height - 1, 7, 3);
  return webpChunk("VP8X", content);
}
