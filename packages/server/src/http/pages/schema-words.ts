/** A schema of the OpenAPI document in words: what each member is, and whether it must be there. */
import type { JsonSchema } from "../v1/openapi/tidy.ts";
import { type Html, html } from "./page.ts";
import { prose } from "./prose.ts";

/** Where a named object stands on the page. */
export const objectAnchor = (name: string): string => `object-${name}`;

const nameOf = (reference: string): string => reference.slice(reference.lastIndexOf("/") + 1);

/** A link to a named object. */
export function objectLink(reference: string): Html {
  const name = nameOf(reference);
  return html`<a href="#${objectAnchor(name)}">${name}</a>`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "object",
  null: "null",
};

const formatNames: Readonly<Record<string, string>> = {
  "date-time": "time (RFC 3339)",
  uri: "address (URL)",
  email: "email address",
};

/** What a value is. */
export function typeWords(schema: JsonSchema): Html {
  const { $ref, anyOf, items, additionalProperties } = schema;
  if ($ref !== undefined) return objectLink($ref);
  if (anyOf !== undefined) return joined(anyOf.map(typeWords), " or ");
  const [type = "", ...others] = [schema.type ?? ""].flat();
  const orNull = others.includes("null") ? " or null" : "";
  if (type === "array")
    return html`list${items === undefined ? "" : html` of ${typeWords(items)}`}${orNull}`;
  if (typeof additionalProperties === "object") {
    return html`object of ${typeWords(additionalProperties)} by name${orNull}`;
  }
  const word = formatNames[schema.format ?? ""] ?? typeNames[type] ?? "anything";
  return html`${word}${orNull}${valueWords(schema)}${boundWords(schema)}`;
}

function valueWords(schema: JsonSchema): Html {
  const open = schema["x-extensible-enum"];
  const values = (schema.enum ?? open ?? (schema.const === undefined ? [] : [schema.const])).filter(
    (value) => value !== null,
  );
  if (values.length === 0) return html``;
  const shown = values.map((value) => html`<code>${String(value)}</code>`);
  const more = open === undefined ? "" : "; more may come";
  return html`: ${joined(shown, ", ")}${more}`;
}

function boundWords({ minimum, maximum, maxLength, default: left }: JsonSchema): Html {
  const words = [
    minimum === undefined ? "" : `from ${minimum}`,
    maximum === undefined ? "" : `up to ${maximum}`,
    maxLength === undefined ? "" : `at most ${maxLength} characters`,
    left === undefined ? "" : `${JSON.stringify(left)} where it is left out`,
  ].filter((word) => word !== "");
  return words.length === 0 ? html`` : html` (${words.join(", ")})`;
}

function joined(parts: readonly Html[], by: string): Html {
  return html`${parts.map((part, index) => html`${index === 0 ? "" : by}${part}`)}`;
}

interface Member {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** The members of an object; those of objects without a name of their own by `outer.inner`. */
function* membersOf(schema: JsonSchema, before = ""): Generator<Member> {
  const { properties = {}, required = [] } = schema;
  for (const [own, member] of Object.entries(properties)) {
    const name = before + own;
    yield { name, schema: member, required: required.includes(own) };
    yield* membersOf(member, `${name}.`);
    if (member.items !== undefined) yield* membersOf(member.items, `${name}[].`);
  }
}

/**
 * The members of an object. Where unknown ones are refused it is sent, and most may be left out: the others are
 * marked. Where it is answered, those are marked that may be missing.
 */
export function memberList(schema: JsonSchema): Html {
  const isSent = schema.additionalProperties === false;
  const rows = [...membersOf(schema)].map(({ name, schema: member, required }) => {
    const mark = isSent && required ? "required" : !isSent && !required ? "optional" : null;
    return definition({ name, schema: member, mark });
  });
  return rows.length === 0
    ? html`<p class="soft">${typeWords(schema)}</p>`
    : html`<dl>${rows}</dl>`;
}

interface Defined {
  readonly name: string;
  readonly schema: JsonSchema;
  /** Whether it must be there, where that is not what is usual. */
  readonly mark: "required" | "optional" | null;
}

/** One member or parameter. */
export function definition({ name, schema, mark }: Defined): Html {
  const { description, writeOnly } = schema;
  const secret = writeOnly === true ? ", secret" : "";
  return html`<div><dt><code>${name}</code> ${typeWords(schema)}${secret}${mark === null ? "" : `, ${mark}`}</dt>
<dd>${description === undefined ? null : prose(description)}</dd></div>
`;
}
