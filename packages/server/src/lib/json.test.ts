/** JSON and forms of others: what they mean, and that the costliest of their size is refused unread. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBoundedJson, type Json, jsonBounds, parseForm, parseJson } from "./json.ts";

const { charactersMax, valuesMax, depthMax } = jsonBounds;

/** Fills a document of the largest size with one thing, over and over. */
function filled(start: string, each: string | ((at: number) => string), end: string): string {
  const parts = [start];
  let length = start.length + end.length;
  for (let at = 0; ; at += 1) {
    const part = typeof each === "string" ? each : each(at);
    if (length + part.length > charactersMax) break;
    parts.push(part);
    length += part.length;
  }
  return parts.join("") + end;
}

describe("what is costly to parse is not parsed", () => {
  test.each<[string, string]>([
    ["zeros", filled("[0", ",0", "]")],
    ["empty objects", filled("[0", ",{}", "]")],
    ["empty lists", filled("[0", ",[]", "]")],
    ["empty strings", filled('[""', ',""', "]")],
    ["names", filled('{"a":0', (at) => `,"${at.toString(36)}":0`, "}")],
    ["the same name", filled('{"a":0', ',"a":0', "}")],
    ["objects of one name each", filled("[0", (at) => `,{"${at.toString(36)}":0}`, "]")],
    ["names that are numbers", filled('{"a":0', (at) => `,"${4e9 - at}":0`, "}")],
    ["large whole numbers", filled("[0", `,${"9".repeat(20)}`, "]")],
    ["lists in lists", "[".repeat(charactersMax / 2) + "]".repeat(charactersMax / 2)],
    ["objects in objects", `${filled("", '{"a":', "")}`],
    ["more characters than are read", JSON.stringify("x".repeat(charactersMax))],
  ])("%s", (_what, text) => {
    expect(isBoundedJson(text)).toBe(false);
    expect(parseJson(text)).toBeUndefined();
  });

  test.each<[string, string]>([
    ["one string", JSON.stringify("x".repeat(charactersMax - 2))],
    ["one string of escapes", filled('"', "\\u0041", '"')],
    ["one string of quotes and commas", filled('"', '\\",[{', '"')],
    ["one string of backslashes", filled('"', "\\\\", '"')],
    ["one number", "9".repeat(charactersMax)],
    ["one number behind the dot", filled("0.", "1", "")],
    ["blanks", filled("", " ", "0")],
  ])("but %s is one value, whatever its size", (_what, text) => {
    expect(isBoundedJson(text)).toBe(true);
    expect(parseJson(text)).toBeDefined();
  });

  test("the last values that are read, and the last depth", () => {
    const list = (count: number) => `[${Array.from({ length: count }, () => "0").join(",")}]`;
    expect(parseJson(list(valuesMax - 1))).toHaveLength(valuesMax - 1);
    expect(parseJson(list(valuesMax))).toBeUndefined();
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parseJson(nested(depthMax))).toBeDefined();
    expect(parseJson(nested(depthMax + 1))).toBeUndefined();
  });

  test("a form of a thousand pairs is read, one of more is not", () => {
    const form = (count: number) => Array.from({ length: count }, (_, at) => `a${at}=1`).join("&");
    expect(Object.keys(parseForm(form(1_000)) as object)).toHaveLength(1_000);
    expect(parseForm(form(1_001))).toBeUndefined();
    expect(parseForm(filled("a", "&", ""))).toBeUndefined();
    expect(parseForm(filled("a=", "%", ""))).toBeDefined();
    expect(parseForm("a=".padEnd(charactersMax + 1, "x"))).toBeUndefined();
  });
});

describe("whole numbers keep all their digits", () => {
  test.each<[string, Json]>([
    ["9007199254740991", 9_007_199_254_740_991],
    ["9007199254740992", "9007199254740992"],
    ["-9007199254740993", "-9007199254740993"],
    ["1234567890123456", 1_234_567_890_123_456],
    ['{"id":123456789012345678901}', { id: "123456789012345678901" }],
    [
      "[12345678901234567890 ,-12345678901234567890]",
      ["12345678901234567890", "-12345678901234567890"],
    ],
    ["12345678901234567890.5", Number("12345678901234567890.5")],
    ["12345678901234567890e2", 1.234_567_890_123_456_8e21],
    ["0.12345678901234567890", 0.123_456_789_012_345_68],
    ["1e12345678901234567890", Number.POSITIVE_INFINITY],
    ['"12345678901234567890"', "12345678901234567890"],
    ['"\\"12345678901234567890"', '"12345678901234567890'],
    ['{"12345678901234567890\\\\":1}', { "12345678901234567890\\": 1 }],
  ])("%s", (text, value) => expect(parseJson(text)).toEqual(value));

  test.each([
    "00000000000000000001",
    "--12345678901234567890",
    "+12345678901234567890",
    "x12345678901234567890",
    "12345678901234567890x",
    '12345678901234567890"',
    "[12345678901234567890",
    "1.-12345678901234567890",
    "",
  ])("and what is no JSON does not become any: %s", (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  test("as the parser itself reads them, for whatever JSON", () => {
    const number = fc.oneof(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => JSON.stringify(one)),
    );
    const { document } = fc.letrec<{ document: string; list: string; object: string }>((tie) => ({
      document: fc.oneof(
        { maxDepth: 4 },
        number,
        fc.string({ unit: "binary" }).map((one) => JSON.stringify(one)),
        tie("list"),
        tie("object"),
      ),
      list: fc.array(tie("document"), { maxLength: 4 }).map((all) => `[${all.join(" ,")}]`),
      object: fc
        .array(fc.tuple(fc.string(), tie("document")), { maxLength: 4 })
        .map((all) => `{${all.map(([name, one]) => `${JSON.stringify(name)}: ${one}`).join(",")}}`),
    }));
    const reviver = (_name: string, value: unknown, { source = "" }: { source?: string }) =>
      typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
        ? source
        : value;
    fc.assert(
      fc.property(document, (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text, reviver as Parameters<JSON["parse"]>[1]));
      }),
      { numRuns: 50 },
    );
  });
});
