/** One operation of the OpenAPI document, from its declaration. */
import { type ErrorCode, errorEntry } from "@grantry/contract/errors";
import { problem } from "@grantry/contract/v1/common";
import type { z } from "zod";
import type { Method, Route } from "../../route.ts";
import { takesIdempotencyKey } from "../idempotency.ts";
import { answersEtag, takesIfMatch } from "../version.ts";
import { codesOf } from "./codes.ts";
import type { createComponents } from "./schemas.ts";
import { securityOf } from "./security.ts";
import type { JsonSchema } from "./tidy.ts";

type Components = ReturnType<typeof createComponents>;

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface Content {
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content: Readonly<Record<string, Content>>;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** What an operator must be allowed. */
  readonly "x-permission"?: string;
  /** That it takes an `Idempotency-Key`. */
  readonly "x-idempotency"?: true;
  /** Every code of its refusals. */
  readonly "x-codes": readonly ErrorCode[];
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, Content>>;
  };
  readonly responses: Readonly<Record<string, Response>>;
}

/** By which the document names the header that all operations that create share. */
export const idempotencyKeyParameter = "#/components/parameters/IdempotencyKey";

/** By which it names the header that says that an answer is the first one again. */
const replayedHeader = "#/components/headers/IdempotencyReplayed";

/** An operation by one of its route's methods. */
export function operationOf(components: Components, route: Route, method: Method): Operation {
  const {
    operationId = "",
    tag = "",
    summary = "",
    permission,
    takes = "application/json",
  } = route;
  const parameters = parametersOf(components, route);
  const body = method === "GET" ? undefined : route.body;
  return {
    operationId,
    tags: [tag],
    summary,
    security: securityOf(route),
    ...(permission === null ? {} : { "x-permission": permission }),
    ...(takesIdempotencyKey(route) ? { "x-idempotency": true as const } : {}),
    "x-codes": codesOf(route),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { [takes]: contentOf(components.schemaOf(body, "input"), exampleOf(body)) },
          },
        }),
    responses: responsesOf(components, route),
  };
}

function parametersOf(components: Components, route: Route): NonNullable<Operation["parameters"]> {
  const of = (place: Parameter["in"], schema: z.ZodType | undefined): Parameter[] =>
    schema === undefined
      ? []
      : components
          .membersOf(schema)
          .map(([name, { description = nounOf(name), ...rest }, required]) => ({
            name,
            in: place,
            required,
            ...(description === "" ? {} : { description }),
            schema: rest,
          }));
  return [
    ...of("path", route.params),
    ...of("query", route.query),
    ...(takesIdempotencyKey(route) ? [{ $ref: idempotencyKeyParameter }] : []),
    ...(takesIfMatch(route) ? [{ $ref: "#/components/parameters/IfMatch" }] : []),
  ];
}

/** What `service_token_id` in an address is, in words. */
function nounOf(name: string): string {
  const noun = /^(.+)_id$/.exec(name)?.[1]?.replaceAll("_", " ");
  if (name === "type") return "An integration type, as listCatalogue has it.";
  return noun === undefined ? "" : `The id of the ${noun}.`;
}

const contentOf = (schema: JsonSchema, example: unknown): Content => ({
  schema,
  ...(example === undefined ? {} : { example }),
});

/** The first one, or that of the media type in this place. */
function exampleOf(schema: z.ZodType, at = 0): unknown {
  const { examples = [] } = (schema.meta() ?? {}) as { examples?: readonly unknown[] };
  return examples[at] ?? examples[0];
}

function responsesOf(components: Components, route: Route): Operation["responses"] {
  const { answer, status = 200, produces = "application/json", mayMakeNothing, shows } = route;
  const codes = codesOf(route);
  const refusal = (what: string, some: readonly ErrorCode[]): Response => ({
    description: `${what} A problem document (RFC 9457); branch on its \`code\`: ${some.map((code) => `\`${code}\``).join(", ")}.`,
    // The example stands with the component.
    content: { "application/problem+json": { schema: components.schemaOf(problem, "output") } },
  });
  const ofStatus = (from: number, below: number) =>
    codes.filter((code) => errorEntry(code).status >= from && errorEntry(code).status < below);
  const contentWith = (shown: Route["shows"]): Response["content"] => {
    if (answer === undefined) return {};
    const schema = components.schemaOf(answer, "output");
    const contents = [produces].flat().map((type, at) => {
      const example = exampleOf(answer, at);
      return [
        type,
        contentOf(schema, shown === undefined ? example : { ...Object(example), ...shown }),
      ];
    });
    return Object.fromEntries(contents);
  };
  return {
    ...(mayMakeNothing === undefined
      ? {}
      : {
          200: { description: mayMakeNothing.what, content: contentWith(mayMakeNothing.shows) },
        }),
    [status]: {
      description: status === 201 ? "Created." : "Done.",
      ...(takesIdempotencyKey(route)
        ? { headers: { "Idempotency-Replayed": { $ref: replayedHeader } } }
        : {}),
      ...(answersEtag(route) ? { headers: { ETag: { $ref: "#/components/headers/ETag" } } } : {}),
      content: contentWith(shows),
    },
    "4XX": refusal("Refused.", ofStatus(400, 500)),
    "5XX": refusal("Failed.", ofStatus(500, 600)),
  };
}
