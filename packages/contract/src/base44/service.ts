/** Routes of the app's backend: a service token, which may act on behalf of an app user. */
import { z } from "zod";
import { idText } from "../common.ts";
import { refusalHeader, refusalTexts } from "../v1/refusals.ts";

/**
 * The three token routes and the one for a named user. The first three fields are the official
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

/** What a caller may ask of a token, on all four routes. */
export const tokenQuery = z.object({
  /** Seconds that the token must still live; at most a day. */
  min_ttl: z.coerce.number().int().min(1).max(86_400).optional(),
  /** `version` of a token that an API refused with 401: only a newer one is answered. */
  refused_version: z.coerce.number().int().min(1).optional(),
  /** Scopes that must have been granted, separated by spaces. */
  scopes: z.string().max(scopeTextCharactersMax).optional(),
});
export type TokenQueryString = z.infer<typeof tokenQuery>;

/**
 * Issuer of the identity provider whose user a user id names. Not needed where the app has one
 * provider or none.
 */
const userIssuer = idText(512).optional();

/** Of the token of a named user. */
export const namedUserTokenQuery = tokenQuery.extend({ issuer: userIssuer });

/** POST /api/apps/{appId}/app-users/{userId}/token: a short-lived JWT for one app user. */
export const userTokenBody = z
  .strictObject({
    issuer: userIssuer,
    email: z.email().max(320).optional(),
    /** For people to read: of a longer one the first 200 characters are kept. */
    name: z.string().min(1).max(4_096).optional(),
    /** Seconds the token lives; at most an hour. */
    expires_in: z.number().int().min(60).max(3600).optional(),
  })
  .nullish();
export const userTokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number().int(),
});

/** Part of what tells an answer of an API: all that is given must hold. */
const refusalPart = z.object({
  /** A header that is there and holds this text, in any case. */
  header: refusalHeader.optional(),
  /** A value in the JSON body that is or begins with one of these; `*` is every entry of a list. */
  body: z.object({ at: z.array(z.union([z.string(), z.number()])), ...refusalTexts }).optional(),
});
const refusalSigns = z.array(
  refusalPart.extend({ statuses: z.array(z.number()), unless: z.array(refusalPart) }),
);

/** GET /api/apps/{appId}/external-auth/refusals/{integrationType}: how the provider's API refuses. */
export const refusalsAnswer = z.object({
  integration_type: z.string(),
  /** The token is over or was taken back. */
  refused_token: refusalSigns,
  /** The token is good, and lacks a permission; wins over the other. */
  missing_scope: refusalSigns,
});
export type RefusalsAnswer = z.infer<typeof refusalsAnswer>;
