/** Routes of the operator about apps as a whole, as the official CLI uses them. */
import { z } from "zod";

/** GET /api/apps: `sort`, `fields` and `limit` are accepted; the answer is what it always is. */
export const appsQuery = z.object({
  sort: z.string().max(128).optional(),
  fields: z.string().max(512).optional(),
  limit: z.string().max(16).optional(),
});

/** GET /api/apps */
export const appsAnswer = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    user_description: z.string().nullable(),
    /** Whether the app's source is kept here: it never is. */
    is_managed_source_code: z.boolean(),
  }),
);
export type AppsAnswer = z.infer<typeof appsAnswer>;

/** GET /api/apps/{appId}/oauth-redirect-uris */
export const redirectUrisAnswer = z.object({
  /** There is no gateway. */
  gateway_redirect_uri: z.null(),
  /** Of OAuth clients that were registered for the official platform. */
  builder_redirect_uri: z.string(),
  /** Of each OAuth client of the workspace: what must be registered at its provider. */
  app_redirect_uris: z.array(
    z.object({
      uri: z.string(),
      oauth_client_id: z.string(),
      name: z.string(),
      provider: z.string(),
    }),
  ),
});
export type RedirectUrisAnswer = z.infer<typeof redirectUrisAnswer>;

/** GET /api/apps/{appId}/payments/stripe/status: never installed. */
export const stripeStatusAnswer = z.object({
  stripe_mode: z.null(),
  sandbox_claim_url: z.null(),
});

/** DELETE /api/apps/{appId}/payments/stripe: there is nothing to remove. */
export const stripeRemovedAnswer = z.object({ success: z.literal(true) });

/** POST /api/apps/{appId}/payments/stripe/install: always refused. */
export const stripeInstallBody = z.looseObject({}).nullish();
