/** What a page reads whole is all of it, or it says that it is not. */
import { afterAll, expect, test, vi } from "vitest";

// The page that the calls stand on, as far as they look at it.
vi.stubGlobal("document", { documentElement: { dataset: {} } });
afterAll(() => vi.unstubAllGlobals());
const { allOf } = await import("../src/api/client.ts");
const { wordsOf } = await import("../src/api/failures.ts");

/** A list of so many, by pages. */
const listOf =
  (count: number) =>
  async ({ limit, cursor = "0" }: { limit: number; cursor?: string }) => {
    const end = Math.min(Number(cursor) + limit, count);
    const data = Array.from({ length: end - Number(cursor) }, (_, at) => Number(cursor) + at);
    return { data, next_cursor: end === count ? null : String(end) };
  };

test("a list of more than ten thousand is read to its end", async () => {
  const all = await allOf(listOf(10_201));
  expect(all).toHaveLength(10_201);
  expect(new Set(all).size).toBe(10_201);
  expect(await allOf(listOf(400), 400)).toHaveLength(400);
});

test("one that is longer than a page can hold is no list that looks whole", async () => {
  const failure = await allOf(listOf(401), 400).catch((thrown: unknown) => thrown);
  expect(wordsOf(failure)).toBe(
    "This list is too long to show here: more than 400 entries. The API has all of it, page by page.",
  );
});
