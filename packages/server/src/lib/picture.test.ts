import { deflateSync } from "node:zlib";
import {
  losslessWebp,
  lossyWebp,
  png,
  pngChunk,
  pngHeader,
  pngSignature,
  webpCanvas,
  webpChunk,
  webpFile,
} from "@grantry/testing/pictures";
import { describe, expect, test } from "vitest";
import { readPicture } from "./picture.ts";

const bytes = (...parts: readonly (Uint8Array | string)[]) =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)),
    ),
  );
const nothing = new Uint8Array();
const end = pngChunk("IEND");
/** As many bytes of a picture's rows, each 0: what names a filter, and what is a pixel. */
const packed = (count: number, value = 0) => deflateSync(Buffer.alloc(count, value));
const behind = (more: Uint8Array) => pngChunk("IDAT", Buffer.concat([packed(64 * 193), more]));
const pixels = pngChunk("IDAT", packed(64 * (1 + 64 * 3)));
const pngOf = (...chunks: readonly Uint8Array[]) => bytes(pngSignature, ...chunks);
const palette = pngChunk("PLTE", bytes("rgbrgb"));
/** One of 64 pixels on each side and of this depth and colour type, of these chunks. */
const kindOf = (depth: number, color: number, ...chunks: readonly Uint8Array[]) =>
  pngOf(pngHeader(64, 64, [depth, color, 0, 0, 0]), ...chunks, end);
const sideMost = 1_024;

describe("what is taken", () => {
  test.each([
    ["a PNG", png(48, 40), { mediaType: "image/png", width: 48, height: 40 }],
    [
      "one with notes",
      png(32, 32, { more: [pngChunk("tEXt", bytes("a\0b"))] }),
      { mediaType: "image/png", width: 32, height: 32 },
    ],
    [
      "a lossless WebP",
      webpFile(losslessWebp(300, 299)),
      { mediaType: "image/webp", width: 300, height: 299 },
    ],
    [
      "a lossy WebP",
      webpFile(lossyWebp(1_000, 16_383)),
      { mediaType: "image/webp", width: 1_000, height: 16_383 },
    ],
    [
      "a WebP with transparency and notes",
      webpFile(
        webpCanvas(64, 65, 0x1c),
        webpChunk("ALPH", bytes("abc")),
        lossyWebp(64, 65),
        webpChunk("EXIF", bytes("x")),
      ),
      { mediaType: "image/webp", width: 64, height: 65 },
    ],
  ])("%s", async (_what, file, picture) => {
    expect(await readPicture(file, sideMost)).toEqual(picture);
  });

  test.each<[string, number, number, number]>([
    ["grey, a bit of each pixel", 1, 0, 64 * 9],
    ["grey of 16 bits", 16, 0, 64 * 129],
    ["two bits that name a colour", 2, 3, 64 * 17],
    ["grey and transparency", 8, 4, 64 * 129],
    ["colours and transparency of 16 bits", 16, 6, 64 * 513],
  ])("a PNG of %s", async (_what, depth, color, count) => {
    const chunks = color === 3 ? [palette] : [];
    const all = packed(count);
    // In as many parts as a program likes.
    const parts = [all.subarray(0, 5), all.subarray(5, 5), all.subarray(5)];
    const file = kindOf(depth, color, ...chunks, ...parts.map((part) => pngChunk("IDAT", part)));
    expect(await readPicture(file, sideMost)).toMatchObject({ width: 64, height: 64 });
  });

  test("an interlaced PNG", async () => {
    const file = (count: number) =>
      pngOf(pngHeader(5, 3, [8, 6, 0, 0, 1]), pngChunk("IDAT", packed(count)), end);
    // Fifteen pixels of four bytes in seven rows.
    expect(await readPicture(file(67), sideMost)).toMatchObject({ width: 5, height: 3 });
    expect(await readPicture(file(66), sideMost)).toHaveProperty("problem");
    expect(await readPicture(file(68), sideMost)).toHaveProperty("problem");
  });

  test("a PNG larger than its reader takes is not unpacked: who reads it refuses it", async () => {
    const vast = pngOf(pngHeader(2 ** 31, 2 ** 31), pngChunk("IDAT", bytes("x")), end);
    expect(await readPicture(vast, sideMost)).toMatchObject({ width: 2 ** 31 });
    const none = pngOf(pngHeader(0, 64), pngChunk("IDAT", bytes("x")), end);
    expect(await readPicture(none, sideMost)).toMatchObject({ width: 0 });
  });

  test("wherever the bytes stand", async () => {
    const file = png(40);
    const within = bytes("before", file, "behind").subarray(6, 6 + file.length);
    expect(await readPicture(within, sideMost)).toMatchObject({ width: 40 });
  });
});

describe("what is refused, by name", () => {
  const flipped = (file: Uint8Array, at: number) => {
    const copy = bytes(file);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const cut = (chunk: Uint8Array) => pngChunk("IDAT", chunk.subarray(8, -8));
  const many = (chunk: Uint8Array) => Array<Uint8Array>(21_000).fill(chunk);
  const tiffRead = pngChunk("tRNS", nothing);
  test.each<[string, Uint8Array, RegExp]>([
    ["nothing", nothing, /is empty/],
    ["text", bytes("a logo"), /neither PNG nor WebP/],
    ["a signature alone", bytes(pngSignature), /PNG file that is cut short/],
    ["an SVG", bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG .* can hold script/],
    ["an SVG behind a declaration", bytes('\u00ef\u00bb\u00bf <?xml version="1.0"?><svg>'), /SVG/],
    ["an SVG behind a comment", bytes("<!-- x --><svg>"), /SVG/],
    ["an SVG further down", bytes("x<svg onload='alert(1)'>"), /SVG/],
    ["a page", bytes("<!doctype html><script>alert(1)</script>"), /markup/],
    ["a JPEG", bytes("\u00ff\u00d8\u00ff\u00e0"), /is a JPEG: save it as/],
    ["a GIF", bytes("GIF89a"), /is a GIF/],
    ["an AVIF", bytes("\0\0\0\u0020ftypavif"), /AVIF/],
    ["a PNG that is cut", png().subarray(0, -1), /cut short/],
    ["a PNG without its end", png().subarray(0, -12), /cut short/],
    [
      "a PNG with a page behind it",
      bytes(png(), "<script>alert(1)</script>"),
      /extra data after the end/,
    ],
    ["a PNG with another file behind it", bytes(png(), png()), /extra data after the end/],
    ["a PNG with a wrong checksum", flipped(png(), 20), /damaged/],
    ["a PNG without pixels", pngOf(pngHeader(64, 64), end), /damaged/],
    ["a PNG of empty pixels", pngOf(pngHeader(64, 64), pngChunk("IDAT"), end), /damaged/],
    ["a PNG without a header", pngOf(pixels, end), /damaged/],
    ["a PNG whose header is not first", pngOf(tiffRead, pngHeader(64, 64), pixels, end), /damaged/],
    ["a PNG of two headers", pngOf(pngHeader(64, 64), pngHeader(9, 9), pixels, end), /damaged/],
    ["a PNG of a short header", pngOf(pngChunk("IHDR", bytes("abcd")), pixels, end), /damaged/],
    ["a PNG of unknown colours", pngOf(pngHeader(64, 64, [8, 5, 0, 0, 0]), pixels, end), /damaged/],
    ["a PNG of a wrong depth", pngOf(pngHeader(64, 64, [16, 3, 0, 0, 0]), pixels, end), /damaged/],
    ["a PNG of unknown packing", pngOf(pngHeader(64, 64, [8, 2, 1, 0, 0]), pixels, end), /damaged/],
    ["a PNG of pixels that are none", kindOf(8, 2, pngChunk("IDAT", bytes("x"))), /damaged/],
    ["a PNG of a pixel too few", kindOf(8, 2, pngChunk("IDAT", packed(64 * 193 - 1))), /damaged/],
    ["a PNG of a pixel too many", kindOf(8, 2, pngChunk("IDAT", packed(64 * 193 + 1))), /damaged/],
    ["a PNG with a text behind its pixels", kindOf(8, 2, behind(bytes("<script>"))), /damaged/],
    ["a PNG with more behind its pixels", kindOf(8, 2, behind(packed(9))), /damaged/],
    ["a PNG of gigabytes", kindOf(8, 2, pngChunk("IDAT", packed(50_000_000))), /damaged/],
    ["a PNG whose pixels are cut", kindOf(8, 2, cut(pixels)), /damaged/],
    ["a PNG of an unknown filter", kindOf(8, 2, pngChunk("IDAT", packed(64 * 193, 5))), /damaged/],
    ["a PNG without its colours", kindOf(8, 3, pngChunk("IDAT", packed(64 * 65))), /damaged/],
    ["a PNG of half a colour", kindOf(8, 2, pngChunk("PLTE", bytes("rg")), pixels), /damaged/],
    ["a PNG of two palettes", kindOf(8, 2, palette, palette, pixels), /damaged/],
    ["a PNG with its colours last", kindOf(8, 2, pixels, palette), /damaged/],
    ["a PNG of parts apart", kindOf(8, 2, pixels, pngChunk("tEXt"), pngChunk("IDAT")), /damaged/],
    ["a PNG that needs what nobody knows", kindOf(8, 2, pngChunk("ABCD"), pixels), /damaged/],
    ["a PNG with a part of no name", kindOf(8, 2, pngChunk("\0\0\0\0"), pixels), /damaged/],
    ["a PNG of thousands of parts", kindOf(8, 2, ...many(pngChunk("tEXt")), pixels), /too many/],
    [
      "a WebP of thousands of parts",
      webpFile(webpCanvas(64), ...many(webpChunk("EXIF", nothing)), lossyWebp(64)),
      /too many/,
    ],
    [
      "a PNG of endless length",
      bytes(pngSignature, "\u00ff\u00ff\u00ff\u00ffIHDR", pixels),
      /damaged/,
    ],
    [
      "an animated PNG",
      png(64, 64, { more: [pngChunk("acTL", bytes("00000000"))] }),
      /is animated/,
    ],
    ["a WebP that is cut", webpFile(lossyWebp(64)).subarray(0, -2), /WebP file that is cut short/],
    [
      "a WebP with a page behind it",
      bytes(webpFile(lossyWebp(64)), "<script>"),
      /extra data after the end/,
    ],
    ["a WebP of nothing", webpFile(), /damaged/],
    ["a WebP of a canvas alone", webpFile(webpCanvas(64)), /damaged/],
    ["a WebP of two pictures", webpFile(lossyWebp(64), lossyWebp(64)), /damaged/],
    ["a WebP whose canvas is another", webpFile(webpCanvas(65), lossyWebp(64)), /damaged/],
    ["a WebP with its canvas last", webpFile(lossyWebp(64), webpCanvas(64)), /damaged/],
    ["a WebP with a short canvas", webpFile(webpChunk("VP8X", bytes("ab"))), /damaged/],
    ["a WebP that says it moves", webpFile(webpCanvas(64, 64, 2), lossyWebp(64)), /is animated/],
    ["a WebP that moves", webpFile(webpCanvas(64), webpChunk("ANMF", bytes("x"))), /is animated/],
    ["a WebP of no key frame", webpFile(webpChunk("VP8 ", bytes("\u0001".repeat(12)))), /damaged/],
    ["a WebP of short pixels", webpFile(webpChunk("VP8L", bytes("\u002f"))), /damaged/],
    [
      "a WebP of an unknown version",
      webpFile(webpChunk("VP8L", bytes("/\u00ff\u00ff\u00ff\u00ff1"))),
      /damaged/,
    ],
    [
      "a WebP with an unknown part",
      webpFile(webpCanvas(64), webpChunk("HTML", bytes("x")), lossyWebp(64)),
      /damaged/,
    ],
    [
      "a WebP whose part is longer than the file",
      bytes("RIFF\u0014\0\0\0WEBPVP8 \u00ff\u00ff\u00ff\u007f12345678"),
      /damaged/,
    ],
    ["the beginning of a WebP", bytes("RIFF\0\0\0\0WEBP"), /extra data|damaged/],
  ])("%s", async (_what, file, problem) => {
    expect(await readPicture(file, sideMost)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test("whatever is cut off, or changed in one bit, nothing is thrown", async () => {
    for (const file of [
      png(33),
      webpFile(webpCanvas(64), lossyWebp(64)),
      webpFile(losslessWebp(64)),
    ]) {
      for (let at = 0; at < file.length; at += 1) {
        expect(await readPicture(file.subarray(0, at), sideMost)).toHaveProperty("problem");
        expect(await readPicture(flipped(file, at), sideMost)).toBeTypeOf("object");
      }
    }
  });
});
