/** Metadata that is costly to read is refused unread, at the largest that an answer may be. */
import { describe, expect, test } from "vitest";
import { jsonBounds } from "../lib/json.ts";
import { discover } from "./discovery.ts";

const issuer = "https://id.example.com";
const { charactersMax, valuesMax } = jsonBounds;
const start = `{"issuer":"${issuer}","more":`;
const zeros = (count: number) => `[${Array.from({ length: count }, () => "0").join(",")}]`;
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

const read = (text: string) =>
  discover(issuer, {
    send: async () => new Response(text, { headers: { "content-type": "application/json" } }),
    allowInsecure: false,
  });

describe("metadata", () => {
  test.each([
    ["values", `${start}${zeros(charactersMax / 2 - 100)}}`],
    ["levels", `${start}${deep(charactersMax / 2 - 100)}}`],
    [
      "names",
      `{"issuer":"${issuer}"${Array.from({ length: 60_000 }, (_, at) => `,"n${at}":0`).join("")}}`,
    ],
    ["characters", `${start}"${"x".repeat(charactersMax)}"}`],
  ])("with too many %s is none", async (_what, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "invalid_response" });
  });

  test("of as many values as are read is read", async () => {
    const { more } = await read(`${start}${zeros(valuesMax - 8)}}`);
    expect(more).toHaveLength(valuesMax - 8);
  });
});
