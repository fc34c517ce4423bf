/** Reads the values of a form, or of the address of a page. */
import type { z } from "zod";
import { GrantryError } from "../lib/error.ts";

/** A form's or an address's values. Throws bad_request. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new GrantryError("bad_request", { cause: result.error });
  return result.data;
}
