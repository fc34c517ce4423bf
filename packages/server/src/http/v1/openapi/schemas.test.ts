/** The components of the OpenAPI document: one name, one schema. */
import { expect, test } from "vitest";
import { z } from "zod";
import { createComponents } from "./schemas.ts";

test("what is sent and answered alike has one component, under its own name", () => {
  const inner = z.object({ at: z.string() }).meta({ id: "TestInner" });
  const outer = z.object({ inner: inner.nullable() }).meta({ id: "TestOuter" });
  const components = createComponents();
  const given = components.schemaOf(outer, "input");
  const answered = components.schemaOf(outer, "output");
  const { schemas, named } = components.finish();
  expect(Object.keys(schemas)).toEqual(["TestInner", "TestOuter"]);
  expect(named([given, answered])).toEqual([
    { $ref: "#/components/schemas/TestOuter" },
    { $ref: "#/components/schemas/TestOuter" },
  ]);
  expect(schemas["TestOuter"]?.properties?.["inner"]?.anyOf).toEqual([
    { $ref: "#/components/schemas/TestInner" },
    { type: "null" },
  ]);
});

test("what differs in the two directions has two, and so has all that holds it", () => {
  const inner = z.object({ kind: z.enum(["a", "b"]) }).meta({ id: "TestKind" });
  const outer = z.object({ inner }).meta({ id: "TestHolder" });
  const plain = z.object({ text: z.string() }).meta({ id: "TestPlain" });
  const whole = z.object({ outer, plain });
  const components = createComponents();
  const given = components.schemaOf(whole, "input");
  components.schemaOf(whole, "output");
  const { schemas, named } = components.finish();
  expect(Object.keys(schemas)).toEqual([
    "TestHolder",
    "TestHolderInput",
    "TestKind",
    "TestKindInput",
    "TestPlain",
  ]);
  expect(named(given).properties?.["outer"]).toEqual({
    $ref: "#/components/schemas/TestHolderInput",
  });
  expect(schemas["TestHolderInput"]?.properties?.["inner"]).toEqual({
    $ref: "#/components/schemas/TestKindInput",
  });
  expect(schemas["TestKindInput"]?.properties?.["kind"]?.enum).toEqual(["a", "b"]);
  expect(schemas["TestKind"]?.properties?.["kind"]).toEqual({
    type: "string",
    "x-extensible-enum": ["a", "b"],
  });
});

test("two schemas of one name are refused", () => {
  const components = createComponents();
  components.schemaOf(z.object({ a: z.string() }).meta({ id: "TestTwice" }), "output");
  expect(() =>
    components.schemaOf(z.object({ b: z.string() }).meta({ id: "TestTwice" }), "output"),
  ).toThrow(/TestTwice/);
});

test("what may be null says so by its type, values and all", () => {
  const schema = z.object({
    time: z.iso.datetime().nullable().describe("When."),
    kind: z.enum(["a"]).nullable(),
    one: z.literal("x").nullable(),
    many: z.array(z.int()).nullable(),
  });
  expect(createComponents().schemaOf(schema, "input").properties).toEqual({
    time: { type: ["string", "null"], format: "date-time", description: "When." },
    kind: { type: ["string", "null"], enum: ["a", null] },
    one: { type: ["string", "null"], enum: ["x", null] },
    many: { type: ["array", "null"], items: { type: "integer" } },
  });
});
