/**
 * What an entry says of an API for whoever calls it: where it is, how often it may be called, how its
 * lists are read to the end, and a first call that shows that a token works.
 */
import { z } from "zod";
import { identifier, parameters, reason, url } from "./schema-words.ts";

const host = z.strictObject({
  name: identifier,
  /** A path may follow the host. `*` stands for a part of the host's name that is not known before. */
  url,
  /** What is found there. */
  for: z.string().min(3),
  /** False where calls carry no token: signed addresses, public files. */
  needs_token: z.boolean().default(true),
});

type HostInput = z.input<typeof host>;

/*
 * What was a rule of no version that stored entries is a rule for writing alone, and stands there: a stored entry
 * that is refused here could not be used any more.
 */

/** A text in place of a host is its URL: enough for a provider with one API. */
function writtenOut(given: string | HostInput, index: number): HostInput {
  if (typeof given !== "string") return given;
  return { name: index === 0 ? "default" : `host_${index + 1}`, url: given, for: "the API" };
}

/**
 * The hosts of an API. The first one is the base, `default`: what a client library is given, and what
 * the path of a first call is put behind.
 */
export const hosts = z
  .transform((given: (string | HostInput)[]) =>
    Array.isArray(given) ? given.map(writtenOut) : given,
  )
  .pipe(
    z
      .array(host)
      .min(1)
      .superRefine((list, context) => {
        const [base] = list;
        if (base === undefined) return;
        const refuse = (message: string, path: PropertyKey[]) =>
          context.addIssue({ code: "custom", message, path });
        if (base.name !== "default") refuse('must be "default": the first host is the base', [0]);
        for (const [index, { name }] of list.entries()) {
          if (list.findIndex((one) => one.name === name) === index) continue;
          refuse(`"${name}" stands twice`, [index, "name"]);
        }
      }),
  );

/** Name of a header field, RFC 9110 section 5.1. */
const header = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/);
const status = z.number().int().min(400).max(599);

const rateLimitRules = z.strictObject({
  /** The limits in the provider's own numbers, or that it publishes none. */
  documented: z.string(),
  /** The status of a call that was one too many. */
  status: status.default(429),
  /** Further statuses that mean it, too, among other things. */
  also_statuses: z.array(status).default([]),
  /** What `Retry-After` holds there (RFC 9110 section 10.2.3); null where it is not sent. */
  retry_after: z.enum(["seconds", "http_date", "seconds_or_date"]).nullable().default(null),
  /** The fields that tell how much is left. */
  headers: z
    .strictObject({
      limit: header.optional(),
      remaining: header.optional(),
      reset: header.optional(),
      reset_unit: z
        .enum(["seconds", "milliseconds", "epoch_seconds", "epoch_milliseconds", "date"])
        .optional(),
    })
    .refine(({ reset, reset_unit: unit }) => (reset === undefined) === (unit === undefined), {
      message: "reset and reset_unit belong together",
    })
    .default({}),
});

/** How often an API may be called. A text is what is documented, and says nothing to a program. */
export const rateLimit = z
  .transform((given: string | z.input<typeof rateLimitRules>) =>
    typeof given === "string" ? { documented: given } : given,
  )
  .pipe(rateLimitRules);

/**
 * Where a value stands in an answer: names and indexes, `a.b[0].c`; a name that holds dots as
 * `["@odata.nextLink"]`; `{query}` for a name that the caller chose; `$` for the answer itself.
 */
const place = z
  .string()
  .regex(
    /^(?:\$|(?:[A-Za-z0-9_$@-]+|\{[A-Za-z]+\}|\[-?\d+\]|\["[^"\s]+"\])(?:\.[A-Za-z0-9_$@-]+|\.\{[A-Za-z]+\}|\[-?\d+\]|\["[^"\s]+"\])*)$/,
    'must be a path such as a.b[0]["c.d"], or $',
  );
/** A parameter: its name, or the path to it in a JSON body. */
const parameter = z.string().regex(/^[^\s,()]+$/, "must be one name");

/** How the lists of an API are read to the end; one entry for each way that it has. */
export const pagination = z.array(
  z.strictObject({
    /**
     * `cursor`: an opaque value of the last answer. `page`: numbers. `offset`: entries to pass over.
     * `next_url`: the answer holds the next address. `link_header`: RFC 8288, `rel="next"`.
     * `none`: everything comes at once.
     */
    kind: z.enum(["cursor", "page", "offset", "next_url", "link_header", "none"]),
    /** Names of the parameters. */
    request: z
      .strictObject({
        cursor: parameter.optional(),
        page: parameter.optional(),
        offset: parameter.optional(),
        /** How many entries an answer should hold. */
        limit: parameter.optional(),
        /** `statement`: they are words of the query text itself, as in SQL and GraphQL. */
        in: z.enum(["query", "json_body", "header", "statement"]).default("query"),
      })
      .prefault({}),
    response: z
      .strictObject({
        cursor_path: place.optional(),
        next_url_path: place.optional(),
        items_path: place.optional(),
        /** True while there is more. */
        more_path: place.optional(),
        /** How many entries there are in all. */
        total_path: place.optional(),
        /** How many pages there are. */
        pages_path: place.optional(),
      })
      .default({}),
    limit_max: z.number().int().positive().optional(),
    /** Which calls it is about. */
    where: z.string().min(3),
    note: z.string().optional(),
  }),
);

/** A call that a developer makes first, with nothing but a token. */
export const firstCall = z
  .strictObject({
    method: z.enum(["GET", "POST"]).default("GET"),
    /** Behind the base. */
    path: z
      .string()
      .regex(/^\/[^\s]*$/)
      .optional(),
    /** In place of `path`, where it is elsewhere. */
    url: url.optional(),
    /** Beside those that the API wants of every call. */
    headers: parameters.default({}),
    body: z.string().optional(),
    /** What must have been granted; none where any token will do. */
    scopes: z.array(z.string()).default([]),
    /** What a good answer shows: "The token lives. The answer is the person." */
    proves: z.string().min(3),
  })
  .refine((call) => (call.path === undefined) !== (call.url === undefined), {
    message: "needs a path or a url, and not both",
  });

const step = z.strictObject({
  /** One thing to do, as a sentence. */
  do: z.string(),
  /** Where it is done. */
  url: z.url({ protocol: /^https$/ }).optional(),
  /** Why there is no such address: it holds the account's or the app's own id, say. */
  no_url_because: reason.optional(),
});

export const steps = z
  .array(
    z
      .transform((given: string | z.input<typeof step>) =>
        typeof given === "string" ? { do: given } : given,
      )
      .pipe(step),
  )
  .min(1);

/** Something that goes wrong at the provider, and how it is put right. */
export const troubleshooting = z.array(
  z.strictObject({
    /** The words on the screen, or the error word. */
    shown: z.string().min(2),
    means: z.string().min(3),
    mend: z.string().min(3),
  }),
);

export type ApiHost = z.output<typeof host>;
export type RateLimit = z.output<typeof rateLimitRules>;
export type Pagination = z.output<typeof pagination>[number];
export type FirstCall = z.output<typeof firstCall>;
export type RegistrationStep = z.output<typeof step>;
