/** Schemas of both APIs: our own, and that of the official clients. */
import { z } from "zod";

/**
 * An id in an address or a body. Control characters are in none, and not every database takes them; half a
 * character would be stored as one and the same for different ids.
 */
export function idText(charactersMax: number) {
  return z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, "an id holds no control characters, and no half of one");
}

const scopesMax = 200;
/** As long as one that can be kept. */
const scopeCharactersMax = 256;
/** Scopes of a call, each by itself. */
export const scopeList = z.array(z.string().max(scopeCharactersMax)).max(scopesMax);

/** An absolute URL. Text as it came: a schema that mended it would hide what is wrong with it. */
export const returnUrl = z.string().meta({ format: "uri" });

/** Why a connection stands at `needs_reauth`. */
export const reauthReason = z.enum([
  "invalid_grant",
  "revoked",
  "refresh_token_expired",
  "no_refresh_token",
  "missing_scopes",
  "outcome_unknown",
  "refresh_refused",
]);

/**
 * What became of a grant at the provider. `queued`: not yet known, it is tried until it is done or
 * three days have passed. `failed`: then, or where nothing is left to try. `already_ended`: it was over
 * before.
 */
export const revocationResult = z.enum([
  "revoked",
  "already_ended",
  "not_supported",
  "queued",
  "failed",
  "kept_for_other_connections",
  "kept_for_other_servers",
]);
export type RevocationResult = z.infer<typeof revocationResult>;

/** What became of one token of a grant. `ended`: it was over before, or went with the other one. */
export const tokenEnd = z.enum(["revoked", "ended", "unsupported", "failed"]);
