/** The small parts that the schemas of an entry are made of. */
import { z } from "zod";

export const url = z
  .string()
  .regex(/^https?:\/\/[^\s]+$/, "must be an http(s) URL, with {placeholders} where needed");
export const documentation = z.url({ protocol: /^https$/ });
export const path = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9_-]+|\[\d+\])(?:\.[A-Za-z0-9_-]+|\[\d+\])*$/,
    "must be a path such as a.b[0].c",
  );
export const paths = z.array(path).min(1);
export const parameters = z.record(z.string(), z.string());
export const identifier = z.string().regex(/^[a-z0-9_-]+$/);
export const seconds = z.number().int().positive();
/** Anchored regular expression that a whole value must match. */
export const pattern = z.string().regex(/^\^.*\$$/);
/** Hosts, and ends of hosts: `example.com` is that host alone, `.example.com` every host below it. */
export const hostSuffixes = z.array(z.string().regex(/^\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/)).min(1);
/** A test of an answer: the member at the path has this value. */
export const test = z.strictObject({
  path,
  equals: z.union([z.boolean(), z.string(), z.number()]),
});
/**
 * An answer that is told by its status and, where that alone says too little, by a value at a path
 * (one of `values`), or by an empty body.
 */
export const answerSign = z.strictObject({
  status: z.number().int().min(100).max(599),
  path: path.optional(),
  values: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional(),
  empty_body: z.boolean().optional(),
});
/** A call to the provider's API. Placeholders are filled from settings and kept values. */
export const apiRequest = z.strictObject({
  url,
  method: z.enum(["GET", "POST"]).default("GET"),
  headers: parameters.default({}),
  /** JSON body, where the provider wants one. */
  body: z.string().optional(),
});
export const reason = z.string().min(10);
