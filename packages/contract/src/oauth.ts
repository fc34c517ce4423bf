/** The OAuth endpoints of this server itself, for command lines (RFC 8628, RFC 6749). */
import { z } from "zod";

/** POST /oauth/device/code, as JSON or as a form. */
export const deviceCodeBody = z.object({
  client_id: z.string().min(1).max(128),
  /** Space-separated. */
  scope: z.string().max(1_024).optional(),
});

export const deviceCodeAnswer = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  /** The same with the code filled in; it must still be sent by the person. */
  verification_uri_complete: z.string(),
  /** Seconds. */
  expires_in: z.number().int(),
  /** Seconds between two polls. */
  interval: z.number().int(),
});

export const deviceGrantType = "urn:ietf:params:oauth:grant-type:device_code";

/** POST /oauth/token, as a form or as JSON. Which members are needed depends on `grant_type`. */
export const tokenBody = z.object({
  grant_type: z.string().min(1).max(128),
  client_id: z.string().min(1).max(128),
  device_code: z.string().max(256).optional(),
  refresh_token: z.string().max(256).optional(),
});

export const cliTokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number().int(),
  refresh_token: z.string(),
  scope: z.string(),
});

/** RFC 6749 section 5.2. */
export const oauthErrorBody = z.object({ error: z.string(), error_description: z.string() });

/** GET /oauth/userinfo */
export const userInfoAnswer = z.object({ sub: z.string(), email: z.string(), name: z.string() });
