/** Makes of zod's JSON Schema what people and generators of clients read well. */

/** What is sent to the server, or what it answers: a default, for one, may be left out of the first only. */
export type Direction = "input" | "output";

/** A JSON Schema (2020-12) as far as zod writes it. */
export interface JsonSchema {
  type?: string | string[];
  $ref?: string;
  id?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  $defs?: Record<string, JsonSchema>;
  enum?: unknown[];
  const?: unknown;
  "x-extensible-enum"?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  examples?: unknown[];
  writeOnly?: boolean;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** A schema and all within it, from the outside in. */
export function* schemasIn(schema: JsonSchema): Generator<JsonSchema> {
  yield schema;
  const { properties = {}, items, prefixItems = [], anyOf = [], oneOf = [], allOf = [] } = schema;
  const { additionalProperties } = schema;
  const inner = [...Object.values(properties), ...prefixItems, ...anyOf, ...oneOf, ...allOf];
  if (items !== undefined) inner.push(items);
  if (typeof additionalProperties === "object") inner.push(additionalProperties);
  for (const one of inner) yield* schemasIn(one);
}

/** The schema without noise, and open where an answer may gain something without notice. */
export function tidied(schema: JsonSchema, direction: Direction): JsonSchema {
  const copy = structuredClone(schema);
  const all = [...schemasIn(copy)];
  for (const one of all) {
    tidy(one);
    if (direction === "output") open(one);
  }
  // From the inside out: what may be null may hold what may be null.
  for (const one of all.toReversed()) joinNull(one);
  return copy;
}

function tidy(schema: JsonSchema): void {
  // The name; zod leaves it in.
  if (schema.id !== undefined) delete schema.id;
  // Bounds of what JavaScript counts exactly, which nobody meant.
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // A format says it; the pattern of a date has 300 characters.
  if (schema.format !== undefined) delete schema.pattern;
  // A key of a JSON object is a text anyway.
  if (Object.keys(schema.propertyNames ?? {}).join() === "type") delete schema.propertyNames;
}

/** Members and values are added to answers without notice: a client must not refuse them. */
function open(schema: JsonSchema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.enum !== undefined) {
    schema["x-extensible-enum"] = schema.enum;
    delete schema.enum;
  }
}

/** `anyOf: [{ type: "string" }, { type: "null" }]` is `type: ["string", "null"]`. */
function joinNull(schema: JsonSchema): void {
  const { anyOf = [] } = schema;
  const [value, nothing] = anyOf;
  if (anyOf.length !== 2 || nothing?.type !== "null" || typeof value?.type !== "string") return;
  delete schema.anyOf;
  const { enum: values, const: only, ...rest } = value;
  Object.assign(schema, { ...rest, ...schema, type: [value.type, "null"] });
  if (values !== undefined) schema.enum = [...values, null];
  if (only !== undefined) schema.enum = [only, null];
}
