/**
 * What a picture is, by its own bytes: whatever a sender calls it says nothing. Reads the frame of a PNG (W3C PNG,
 * third edition) or a WebP (RFC 9649) from its first byte to its last, and no pixel.
 */
import { crc32 } from "node:zlib";

export interface Picture {
  readonly mediaType: "image/png" | "image/webp";
  readonly width: number;
  readonly height: number;
}

type Read = Picture | { readonly problem: string };

const broken = (kind: string) => ({ problem: `is a ${kind} file that is cut short or damaged` });
const moving = { problem: "is an animation: choose a picture that stands still" };

/** The picture that these bytes are, or why they are none that is taken; the problem goes on after "The file". */
export function readPicture(bytes: Uint8Array): Read {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length === 0) return { problem: "is empty" };
  if (data.subarray(0, 8).equals(pngSignature)) return readPng(data);
  if (isWord(data, 0, "RIFF") && isWord(data, 8, "WEBP")) return readWebp(data);
  return { problem: otherProblem(data) };
}

const pngSignature = Buffer.from("89504e470d0a1a0a", "hex");

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

/** Bits of a sample by colour type (W3C PNG, table 8). */
const pngDepths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

function readPng(data: Buffer): Read {
  let picture: Picture | undefined;
  let hasPixels = false;
  let at = pngSignature.length;
  while (at + 12 <= data.length) {
    const length = data.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > data.length) break;
    const name = data.toString("latin1", at + 4, at + 8);
    if (crc32(data.subarray(at + 4, end - 4)) !== data.readUInt32BE(end - 4)) break;
    if (["acTL", "fcTL", "fdAT"].includes(name)) return moving;
    if ((name === "IHDR") !== (picture === undefined)) break;
    if (name === "IHDR") {
      picture = pngHeader(data.subarray(at + 8, end - 4));
      if (picture === undefined) break;
    }
    if (name === "IDAT" && length > 0) hasPixels = true;
    if (name === "IEND") {
      if (end < data.length) return { problem: "has something behind the end of the picture" };
      return picture === undefined || !hasPixels ? broken("PNG") : picture;
    }
    at = end;
  }
  return broken("PNG");
}

function pngHeader(header: Buffer): Picture | undefined {
  if (header.length !== 13) return undefined;
  const [depth = 0, color = 0, compression, filter, interlace = 0] = header.subarray(8);
  const isKnown = pngDepths[color]?.includes(depth) === true && interlace <= 1;
  if (!isKnown || compression !== 0 || filter !== 0) return undefined;
  return {
    mediaType: "image/png",
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
  };
}

/** Beside the one with the pixels: transparency, colours, and what cameras and programs note. */
const webpOthers = ["VP8X", "ALPH", "ICCP", "EXIF", "XMP "];

function readWebp(data: Buffer): Read {
  if (data.length < 12) return broken("WebP");
  const told = data.readUInt32LE(4) + 8;
  if (told < data.length) return { problem: "has something behind the end of the picture" };
  if (told > data.length) return broken("WebP");
  let canvas: Picture | undefined;
  let pixels: Picture | undefined;
  let at = 12;
  for (; at + 8 <= data.length; ) {
    const name = data.toString("latin1", at, at + 4);
    const length = data.readUInt32LE(at + 4);
    const chunk = data.subarray(at + 8, at + 8 + length);
    if (chunk.length < length) return broken("WebP");
    if (name === "ANIM" || name === "ANMF") return moving;
    if (name === "VP8X") {
      if (at !== 12 || length < 10) return broken("WebP");
      if (((chunk[0] ?? 0) & 0x02) !== 0) return moving;
      canvas = webp(chunk.readUIntLE(4, 3) + 1, chunk.readUIntLE(7, 3) + 1);
    } else if (name === "VP8 " || name === "VP8L") {
      if (pixels !== undefined) return broken("WebP");
      pixels = name === "VP8 " ? lossy(chunk) : lossless(chunk);
      if (pixels === undefined) return broken("WebP");
    } else if (!webpOthers.includes(name) || canvas === undefined) return broken("WebP");
    at += 8 + length + (length % 2);
  }
  const isOfOneSize =
    canvas === undefined || (canvas.width === pixels?.width && canvas.height === pixels.height);
  return at !== data.length || pixels === undefined || !isOfOneSize ? broken("WebP") : pixels;
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
