/** Routes of the functions gateway: the app's backend functions, called through the server. */
import { z } from "zod";
import { appParams } from "./base44/common.ts";

/** One segment: what needs no encoding in an address (RFC 3986 section 2.3), and no dot in front. */
const segment = "[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,127}";

export const functionName = z
  .string()
  .regex(new RegExp(`^${segment}$`), "the name of a function is letters, digits, . _ ~ and -");

/** The official client's `functions.fetch` may go deeper than one segment. */
export const functionPath = z
  .string()
  .max(512)
  .regex(
    new RegExp(`^${segment}(?:/${segment}){0,7}$`),
    "the path of a function is 1 to 8 segments of letters, digits, . _ ~ and -",
  );

/** POST /api/apps/{appId}/functions/{name} */
export const functionParams = appParams.extend({ name: functionName });

/** Every method, and deeper paths: /api/apps/{appId}/functions/{name}/... */
export const functionPathParams = appParams.extend({ "*": functionPath });

/** The same below /api/functions/: the app is named by a header, or by the user's token. */
export const namelessFunctionParams = z.object({ "*": functionPath });
