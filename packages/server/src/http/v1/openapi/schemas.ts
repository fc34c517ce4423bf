/**
 * JSON Schema of what the operations take and answer, for the OpenAPI document: every named schema once,
 * under its own name.
 */
import { z } from "zod";
import { type Direction, type JsonSchema, schemasIn, tidied } from "./tidy.ts";

interface Components {
  /** The schema in a direction: a reference where it has a name, else itself. */
  schemaOf(schema: z.ZodType, direction: Direction): JsonSchema;
  /** The members of a schema of parameters, which may be named or not. */
  membersOf(
    schema: z.ZodType,
  ): readonly (readonly [name: string, schema: JsonSchema, required: boolean])[];
  /** The named schemas of all that was asked for; references elsewhere are `named` by this. */
  finish(): Finished;
}

interface Finished {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** The same with every reference of `schemaOf` in it pointing to its component. */
  named<Value>(value: Value): Value;
}

/** What a reference looks like until all are known: a name may need another one for what is sent. */
const pending = /^#(input|output)\/(.+)$/;

/** Gathers the components of one document. */
export function createComponents(): Components {
  const forms = { input: new Map<string, JsonSchema>(), output: new Map<string, JsonSchema>() };
  const made = {
    input: new Map<z.ZodType, JsonSchema>(),
    output: new Map<z.ZodType, JsonSchema>(),
  };
  const make = (schema: z.ZodType, direction: Direction): JsonSchema => {
    // In a list of it even the outermost named schema is a reference.
    const { items, $defs = {} } = z.toJSONSchema(z.array(schema), {
      io: direction,
      unrepresentable: "any",
    }) as JsonSchema;
    const keep = (one: JsonSchema) => withReferences(tidied(one, direction), direction);
    for (const [name, definition] of Object.entries($defs)) {
      enter(forms[direction], name, keep(definition));
    }
    return keep(items ?? {});
  };
  // Every operation refuses with the same schema, and many share others.
  const schemaOf = (schema: z.ZodType, direction: Direction): JsonSchema => {
    const found = made[direction].get(schema) ?? make(schema, direction);
    made[direction].set(schema, found);
    return found;
  };
  return {
    schemaOf,
    membersOf: (schema) => {
      const given = schemaOf(schema, "input");
      const name = pending.exec(given.$ref ?? "")?.[2];
      const { properties = {}, required = [] } =
        name === undefined ? given : (forms.input.get(name) ?? {});
      return Object.entries(properties).map(([member, one]) => [
        member,
        one,
        required.includes(member),
      ]);
    },
    finish: () => finished(forms),
  };
}

/** Throws a TypeError where two schemas have one name: only one of them would be described. */
function enter(known: Map<string, JsonSchema>, name: string, schema: JsonSchema): void {
  const before = known.get(name);
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(schema)) {
    throw new TypeError(`Two schemas of the API are named ${name}: each needs a name of its own.`);
  }
  known.set(name, schema);
}

function withReferences(schema: JsonSchema, direction: Direction): JsonSchema {
  for (const one of schemasIn(schema)) {
    if (one.$ref !== undefined) one.$ref = one.$ref.replace("#/$defs/", `#${direction}/`);
  }
  return schema;
}

type Forms = Readonly<Record<Direction, ReadonlyMap<string, JsonSchema>>>;

function finished(forms: Forms): Finished {
  const differing = namesOfTwo(forms);
  const finalName = (direction: string, name: string) =>
    direction === "input" && differing.has(name) ? `${name}Input` : name;
  const named = <Value>(value: Value): Value =>
    JSON.parse(
      JSON.stringify(value, (key, one) => {
        const [, direction = "", name = ""] =
          key === "$ref" && typeof one === "string" ? (pending.exec(one) ?? []) : [];
        return name === "" ? one : `#/components/schemas/${finalName(direction, name)}`;
      }),
    );
  const schemas = (["output", "input"] as const).flatMap((direction) =>
    [...forms[direction]].map(([name, schema]) => [finalName(direction, name), named(schema)]),
  );
  const sorted = schemas.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  return { schemas: Object.fromEntries(sorted), named };
}

/** Names whose schema is another in each direction, itself or by what it refers to. */
function namesOfTwo({ input, output }: Forms): ReadonlySet<string> {
  const text = (schema: JsonSchema) => JSON.stringify(schema).replaceAll('"#input/', '"#output/');
  const shared = [...input].flatMap(([name, sent]) => {
    const answered = output.get(name);
    return answered === undefined ? [] : [{ name, sent: text(sent), answered: text(answered) }];
  });
  const found = new Set(shared.flatMap((one) => (one.sent === one.answered ? [] : [one.name])));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { name, sent } of shared) {
      if ([...found].some((other) => sent.includes(`"#output/${other}"`))) found.add(name);
    }
  }
  return found;
}
