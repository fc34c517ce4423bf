/** Service tokens of an app: by which its backend calls, each limited to what it needs. */
import { z } from "zod";
import { instant, listOf } from "./common.ts";
import { nameText } from "./people.ts";

/** What a service token may be limited to. */
export const serviceScope = z.enum([
  "tokens:read",
  "connections:read",
  "connections:manage",
  "users:sign-in",
  "users:erase",
  "events:read",
  "functions:call",
]);
export type ServiceScope = z.infer<typeof serviceScope>;

const members = {
  id: z.string(),
  name: z.string(),
  scopes: z
    .array(z.string())
    .nullable()
    .describe(
      "What it may do; null: everything that a service token can do, as with those that are older than scopes.",
    ),
  connector_ids: z
    .array(z.string())
    .nullable()
    .describe(
      "Whose tokens and connections it reaches; null: of all connectors of the app, also those that come later.",
    ),
  created_at: instant,
  expires_at: instant.nullable(),
  last_used_at: instant
    .nullable()
    .describe("To within a few minutes; null: never, or not since this is kept."),
  secret_prefix: z
    .string()
    .nullable()
    .describe("How the secret begins; null for a token that was made before this was kept."),
  for_functions: z
    .boolean()
    .describe(
      "The server made it to be given to the app's functions; it ends by itself after minutes.",
    ),
};
const example = {
  id: "stk_9fT0a2",
  name: "backend",
  scopes: ["tokens:read", "connections:read"],
  connector_ids: null,
  created_at: "2026-05-04T09:00:00Z",
  expires_at: null,
  last_used_at: "2026-05-05T10:15:00Z",
  secret_prefix: "grantry_st_7fQ2",
  for_functions: false,
};
export const serviceToken = z.object(members).meta({ id: "ServiceToken", examples: [example] });
export type ServiceToken = z.infer<typeof serviceToken>;
export const serviceTokenList = listOf(serviceToken, "ServiceTokenList");

const scopes = z.array(serviceScope).min(1).max(serviceScope.options.length);
const connectorIds = z
  .array(z.string().regex(/^[0-9A-Za-z_-]{1,64}$/, "is not the id of a connector"))
  .min(1)
  .max(50)
  .nullable();

export const createServiceTokenRequest = z
  .strictObject({
    name: nameText,
    scopes: scopes
      .optional()
      .describe(
        "Left out: everything but `users:erase`. A token needs no more than it is used for.",
      ),
    connector_ids: connectorIds
      .optional()
      .describe(
        "The only connectors whose tokens and connections it reaches; left out or null: all of the app's.",
      ),
    expires_at: instant
      .nullable()
      .optional()
      .describe("When it ends; left out or null: it does not. In place of `expires_in_days`."),
    expires_in_days: z
      .int()
      .min(1)
      .max(3_650)
      .nullable()
      .optional()
      .describe("After how many days it ends, in place of `expires_at`."),
  })
  .check(({ value, issues }) => {
    if ((value.expires_at ?? null) === null || (value.expires_in_days ?? null) === null) return;
    const message = "goes without expires_in_days: say its end once";
    issues.push({ code: "custom", path: ["expires_at"], message, input: value });
  })
  .meta({
    id: "CreateServiceTokenRequest",
    examples: [{ name: "backend", scopes: ["tokens:read", "connections:read"] }],
  });

export const updateServiceTokenRequest = z
  .strictObject({
    name: nameText.optional(),
    scopes: scopes.nullable().optional().describe("Null: everything that a service token can do."),
    connector_ids: connectorIds.optional().describe("Null: all of the app's."),
    expires_at: instant.nullable().optional().describe("Null: it does not end."),
  })
  .meta({
    id: "UpdateServiceTokenRequest",
    description: "A merge patch: what is left out stays; lists are replaced whole.",
    examples: [{ scopes: ["tokens:read"] }],
  });

export const createdServiceToken = z.object({ ...members, secret: z.string() }).meta({
  id: "CreatedServiceToken",
  description: "`secret` is told this once.",
  examples: [{ ...example, last_used_at: null, secret: "grantry_st_…" }],
});
