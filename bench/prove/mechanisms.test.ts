/** Every row still says what stands in the code: a change that moves a mechanism must move its row. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { takeOut } from "./mechanism.ts";
import { mechanisms } from "./mechanisms.ts";

const repository = resolve(import.meta.dirname, "../..");
const titled = mechanisms.map((row) => [`${row.guarantee}: ${row.mechanism}`, row] as const);

test.each(titled)("%s", async (_title, row) => {
  const before = await readFile(resolve(repository, row.file), "utf8");
  expect(takeOut(row, before)).not.toBe(before);
});
