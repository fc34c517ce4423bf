/** What every operation of `/v1` shares: addresses, times, lists, and the one shape of refusals. */
import { z } from "zod";
import { idText } from "../common.ts";
import { retries } from "../retry.ts";

type CamelCase<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text;
type Address<Name extends string> = { [Each in Name as CamelCase<Each>]: string };

/**
 * The parameters of an address, snake_case there and camelCase to the handler: `address("app_id")` reads
 * `/v1/apps/{app_id}` as `{ appId }`. Each is an id of 1 to 128 characters.
 */
export function address<const Name extends string>(...names: Name[]): z.ZodType<Address<Name>> {
  const shape = Object.fromEntries(names.map((name) => [name, idText(128)]));
  // Every request comes this way: the names are worked out once.
  const renamed = names.map((name) => [name, camelCase(name)] as const);
  return z.strictObject(shape).transform((given) => {
    const read: Record<string, string> = {};
    for (const [name, member] of renamed) read[member] = given[name] ?? "";
    return read as Address<Name>;
  }) as unknown as z.ZodType<Address<Name>>;
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

/** A time: RFC 3339, UTC, whole seconds. */
export const instant = z.iso.datetime().meta({ examples: ["2026-05-04T09:00:00Z"] });

export const requestFault = z
  .object({
    in: z.enum(["body", "query", "path", "header"]),
    pointer: z.string().optional().describe("Where in the body: a JSON pointer (RFC 6901)."),
    name: z.string().optional().describe("Of the parameter or the header."),
    code: z
      .string()
      .describe(
        "Stable: `missing`, `unknown`, `wrong_type`, `not_allowed`, `too_small`, `too_big`, `invalid`.",
      ),
    detail: z.string(),
  })
  .meta({
    id: "RequestFault",
    description: "One thing that is wrong with a request. Never holds the value that was sent.",
  });
export type RequestFault = z.infer<typeof requestFault>;

export const problem = z
  .object({
    type: z.url().describe("Where this server explains the code."),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ examples: ["bad_request"] }),
    request_id: z.string(),
    retry: z
      .enum(retries)
      .describe(
        "Whether the same call can succeed: never, once it was changed, after a consent, or later.",
      ),
    errors: z
      .array(requestFault)
      .optional()
      .describe("All that is wrong with the request, where its form is."),
    missing_scopes: z.array(z.string()).optional(),
    limit: z
      .object({
        policy: z.string().meta({ examples: ["token_reads"] }),
        of: z
          .string()
          .describe(
            "Of whom it is counted: `address`, `app`, `user`, `connection`, `key`, `workspace` or `provider`.",
          ),
      })
      .optional()
      .describe("Of `rate_limited`: what was used up. `RateLimit-Policy` says how much there is."),
    changed_by: z
      .object({ kind: z.string(), id: z.string(), label: z.string() })
      .optional()
      .describe("Of `precondition_failed`: who made the last change, where that is on record."),
    changed_at: instant.optional().describe("Of `precondition_failed`: when that was."),
  })
  .meta({
    id: "Problem",
    description:
      "Every refusal of `/v1` (RFC 9457). `code` is stable: branch on it; all other text is for people.",
    examples: [
      {
        type: "https://connect.example.com/docs/errors#not_connected",
        title: "The connection does not exist or has never been completed.",
        status: 404,
        detail: "The connection does not exist or has never been completed.",
        code: "not_connected",
        request_id: "4f8a2c1e-7d3b-4a59-9c57-2f6f1f2f7c11",
        retry: "after_consent",
      },
    ],
  });
export type Problem = z.infer<typeof problem>;

const listed = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .describe("How many at most. A page may hold fewer and still not be the last."),
  cursor: z
    .string()
    .min(1)
    .max(2_048)
    .optional()
    .describe("`next_cursor` of the page before, with the same other parameters."),
};

/** The query of a list: `limit`, `cursor`, and the filters given here. */
export function listQuery<Filters extends z.ZodRawShape>(filters: Filters) {
  return z.strictObject({ ...listed, ...filters });
}

/** One page of a list, under the component name `{Item}List`. Only a null `next_cursor` is the end. */
/** What a schema is shown by, once. */
export function examplesOf(schema: z.ZodType): readonly unknown[] {
  const { examples = [] } = (schema.meta() ?? {}) as { readonly examples?: readonly unknown[] };
  return examples.slice(0, 1);
}

export function listOf<Item extends z.ZodType>(item: Item, id: string) {
  return z
    .object({
      data: z.array(item),
      next_cursor: z
        .string()
        .nullable()
        .describe("Send it as `cursor` for the next page; null at the end of the list."),
    })
    .meta({ id, examples: [{ data: examplesOf(item), next_cursor: null }] });
}

/** A list that can say how many it has in all, where `count` asks for it. */
export function countedListOf<Item extends z.ZodType>(item: Item, id: string) {
  return listOf(item, id)
    .extend({
      total: z
        .object({ value: z.int(), exact: z.boolean() })
        .nullable()
        .describe("How many there are; null where `count` did not ask. Estimated above 10,000."),
    })
    .meta({ id, examples: [{ data: examplesOf(item), next_cursor: null, total: null }] });
}

export const account = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
  })
  .meta({ id: "Account", description: "The account at the provider behind a connection." });

/** Whose a connection is. Open in answers: more kinds of owners will come. */
export const ownerKind = z.enum(["app", "user"]);

export const connectorReference = z
  .object({
    id: z.string(),
    type: z.string(),
    name: z.string(),
  })
  .meta({
    id: "ConnectorReference",
    description: "A connector as it stands inside of other things.",
  });

export const userReference = z
  .object({
    id: z
      .string()
      .nullable()
      .describe(
        "`usr_…`: random, names the user in addresses; null where nobody is known to be meant.",
      ),
    user_id: z
      .string()
      .describe("As the app's identity provider, or the app itself, names the user."),
    issuer: z
      .string()
      .nullable()
      .describe(
        "Null where this server vouches for the user: an app without an identity provider.",
      ),
  })
  .meta({
    id: "UserReference",
    description: "A user of an app as it stands inside of other things.",
  });
