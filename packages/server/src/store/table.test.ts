import { expect, test } from "vitest";
import * as t from "./table.ts";

const things = t.defineTable(
  {
    thing_id: t.text,
    is_open: t.defaulted(t.flag),
    access_token: t.named("sealed", t.optionalBytes),
    scopes: t.optional(t.list),
    first_name: t.inner(t.text),
    last_name: t.inner(t.optionalText),
    created_at: t.inner(t.int),
  },
  (part) => ({
    name: part(["first_name", "last_name"], (row) => `${row.first_name} ${row.last_name ?? "?"}`),
  }),
);
const row = {
  thing_id: "t",
  is_open: 1,
  access_token: null,
  scopes: '["a"]',
  first_name: "Ada",
  last_name: null,
  created_at: 5,
};

test("a row is read by the names and as the values that are declared", () => {
  expect(things.read(row)).toEqual({
    thingId: "t",
    isOpen: true,
    sealed: null,
    scopes: ["a"],
    name: "Ada ?",
  });
  expect(things.read({ ...row, scopes: null, is_open: 0 })).toMatchObject({
    scopes: null,
    isOpen: false,
  });
});

test("a part selects the columns of its members, and reads rows and bare values alike", () => {
  const some = things.pick("name", "isOpen");
  expect(some.columns).toEqual(["is_open", "first_name", "last_name"]);
  const read = { isOpen: true, name: "Ada L" };
  expect(some.read({ ...row, last_name: "L" })).toEqual(read);
  expect(some.readValues([1, "Ada", "L", "of another table"])).toEqual(read);
});

test("members are written as columns; what is not given is not written", () => {
  const written = things.write({ thingId: "t", isOpen: false, scopes: ["a", "b"], sealed: null });
  expect(written).toEqual({
    thing_id: "t",
    is_open: 0,
    scopes: '["a","b"]',
    access_token: null,
  });
  expect(things.write({ scopes: null })).toEqual({ scopes: null });
});
