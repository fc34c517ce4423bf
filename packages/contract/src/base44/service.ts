/** Routes of the app's backend: a service token, which may act on behalf of an app user. */
import { z } from "zod";

/**
 * The three token routes. The first three fields are the official
 * shape; the rest is ours, and absent fields never appear as rubbish: every one may be null.
 */
export const tokenAnswer = z.object({
  access_token: z.string(),
  integration_type: z.string(),
  /** Settings that were chosen, and values that the addresses of calls are made of. */
  connection_config: z.record(z.string(), z.string()).nullable(),
  /** All that is known with the connection: every setting, and what was kept of the provider's answers. */
  connection_values: z.record(z.string(), z.string()).nullable(),
  token_type: z.string(),
  /** Epoch seconds; null where the token does not expire. */
  expires_at: z.number().int().nullable(),
  /** Counts the token sets of this connection: 1 is the first. */
  version: z.number().int(),
  granted_scopes: z.array(z.string()),
  account: z
    .object({ id: z.string(), email: z.string().nullable(), name: z.string().nullable() })
    .nullable(),
});
export type TokenAnswer = z.infer<typeof tokenAnswer>;

/** Two hundred scopes of 256 characters: Google's are addresses. */
const scopeTextCharactersMax = 200 * 257;

/** What a caller may ask of a token, on all three routes. */
export const tokenQuery = z.object({
  /** Seconds that the token must still live; at most a day. */
  min_ttl: z.coerce.number().int().min(1).max(86_400).optional(),
  /** `version` of a token that an API refused with 401: only a newer one is answered. */
  refused_version: z.coerce.number().int().min(1).optional(),
  /** Scopes that must have been granted, separated by spaces. */
  scopes: z.string().max(scopeTextCharactersMax).optional(),
});
export type TokenQueryString = z.infer<typeof tokenQuery>;
