/**
 * What a picture is, by its own bytes: whatever a sender calls it says nothing. Reads a PNG (png.ts) or the frame of a
 * WebP (RFC 9649) from its first byte to its last. Of a WebP no pixel is looked at: nothing here could unpack it.
 */
import { hasItsPixels, pngSignature, readPng } from "./png.ts";

export interface Picture {
  readonly mediaType: "image/png" | "image/webp";
  readonly width: number;
  readonly height: number;
}

type Read = Picture | { readonly problem: string };

const damaged = (kind: string) => ({ problem: `is a ${kind} file that is cut short or damaged` });
const moving = { problem: "is animated: choose a still image" };

/**
 * The picture that these bytes are, or why they are none that is taken; the problem goes on after "The file". The pixels
 * of a PNG are unpacked where no side is longer than `sideMost`: whoever calls refuses larger ones.
 */
export async function readPicture(bytes: Uint8Array, sideMost: number): Promise<Read> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length === 0) return { problem: "is empty" };
  if (data.subarray(0, 8).equals(pngSignature)) return await readWholePng(data, sideMost);
  if (isWord(data, 0, "RIFF") && isWord(data, 8, "WEBP")) return readWebp(data);
  return { problem: otherProblem(data) };
}

async function readWholePng(data: Buffer, sideMost: number): Promise<Read> {
  const png = readPng(data);
  if ("problem" in png) return png;
  const { width, height } = png;
  const isUnpacked = Math.min(width, height) > 0 && Math.max(width, height) <= sideMost;
  if (isUnpacked && !(await hasItsPixels(png))) return damaged("PNG");
  return { mediaType: "image/png", width, height };
}

/** Whether four bytes are these letters. */
function isWord(data: Buffer, at: number, word: string): boolean {
  return data.toString("latin1", at, at + 4) === word;
}

/** What it is instead, for whoever chose it. */
function otherProblem(data: Buffer): string {
  const begins = (text: string) => data.toString("latin1", 0, text.length) === text;
  const text = data.toString("utf8", 0, 1_024).replace(/^[\ufeff\s]+/, "");
  if (/^<(?:\?xml|!--|!doctype|svg)/i.test(text) || /<svg[\s>]/i.test(text)) {
    return "is an SVG or other markup, which can hold script: save it as PNG or WebP";
  }
  const known = begins("\u00ff\u00d8\u00ff")
    ? "a JPEG"
    : begins("GIF8")
      ? "a GIF"
      : isWord(data, 4, "ftyp")
        ? "an AVIF, HEIC or video"
        : "neither PNG nor WebP";
  return known.startsWith("neither") ? `is ${known}` : `is ${known}: save it as PNG or WebP`;
}

/** Beside the one with the pixels: transparency, colours, and what cameras and programs note. */
const webpOthers = ["VP8X", "ALPH", "ICCP", "EXIF", "XMP "];

/** Each of them stands once in a file; of what is of no use there may be a few. */
const chunksMax = 100;

function readWebp(data: Buffer): Read {
  if (data.length < 12) return damaged("WebP");
  const told = data.readUInt32LE(4) + 8;
  if (told < data.length) return { problem: "has extra data after the end of the image" };
  if (told > data.length) return damaged("WebP");
  let canvas: Picture | undefined;
  let pixels: Picture | undefined;
  let at = 12;
  for (let count = 1; at + 8 <= data.length; count += 1) {
    if (count > chunksMax) return { problem: "is a WebP file of too many parts: save it again" };
    const name = data.toString("latin1", at, at + 4);
    const length = data.readUInt32LE(at + 4);
    const chunk = data.subarray(at + 8, at + 8 + length);
    if (chunk.length < length) return damaged("WebP");
    if (name === "ANIM" || name === "ANMF") return moving;
    if (name === "VP8X") {
      if (at !== 12 || length < 10) return damaged("WebP");
      if (((chunk[0] ?? 0) & 0x02) !== 0) return moving;
      canvas = webp(chunk.readUIntLE(4, 3) + 1, chunk.readUIntLE(7, 3) + 1);
    } else if (name === "VP8 " || name === "VP8L") {
      if (pixels !== undefined) return damaged("WebP");
      pixels = name === "VP8 " ? lossy(chunk) : lossless(chunk);
      if (pixels === undefined) return damaged("WebP");
    } else if (!webpOthers.includes(name) || canvas === undefined) return damaged("WebP");
    at += 8 + length + (length % 2);
  }
  const isOfOneSize =
    canvas === undefined || (canvas.width === pixels?.width && canvas.height === pixels.height);
  return at !== data.length || pixels === undefined || !isOfOneSize ? damaged("WebP") : pixels;
}

const webp = (width: number, height: number): Picture => ({
  mediaType: "image/webp",
  width,
  height,
});

/** RFC 6386 section 9.1: a key frame, its start code, two sizes of 14 bits. */
function lossy(chunk: Buffer): Picture | undefined {
  if (chunk.length < 11 || ((chunk[0] ?? 1) & 1) !== 0) return undefined;
  if (chunk.readUIntBE(3, 3) !== 0x9d012a) return undefined;
  return webp(chunk.readUInt16LE(6) & 0x3fff, chunk.readUInt16LE(8) & 0x3fff);
}

/** RFC 9649 section 3.4: a signature, two sizes less one of 14 bits, a flag, a version of three bits that is 0. */
function lossless(chunk: Buffer): Picture | undefined {
  if (chunk.length < 6 || chunk[0] !== 0x2f) return undefined;
  const bits = chunk.readUInt32LE(1);
  if (bits >>> 29 !== 0) return undefined;
  return webp((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}
