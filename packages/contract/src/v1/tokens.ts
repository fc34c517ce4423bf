/** `POST /v1/apps/{app_id}/tokens`: the token of a connection, wherever it comes from. */
import { z } from "zod";
import { idText } from "../common.ts";
import { account, instant } from "./common.ts";

const userId = idText(512);

export const owner = z
  .strictObject({
    kind: z.enum(["app", "user", "user_token"]),
    user_id: userId.optional(),
    issuer: idText(512)
      .optional()
      .describe("Of the user's identity provider, where the app has several."),
    token: z.string().min(1).max(16_384).meta({ writeOnly: true }).optional(),
  })
  .check(({ value, issues }) => {
    const { kind, user_id, issuer, token } = value;
    const say = (path: string, message: string) =>
      issues.push({ code: "custom", path: [path], message, input: value });
    if (kind === "user" && user_id === undefined) say("user_id", "is needed with kind user");
    if (kind !== "user" && user_id !== undefined) say("user_id", "goes with kind user only");
    if (kind !== "user" && issuer !== undefined) say("issuer", "goes with kind user only");
    if (kind === "user_token" && token === undefined)
      say("token", "is needed with kind user_token");
    if (kind !== "user_token" && token !== undefined)
      say("token", "goes with kind user_token only");
  })
  .meta({
    id: "Owner",
    description:
      "Whose connection is meant: `app` for the shared one; `user` with the user's id, for work in the background; `user_token` with the JWT of the signed-in user, who is checked.",
  });
export type OwnerInput = z.infer<typeof owner>;

/** Which connection: by its id alone; or by a connector and an owner. */
const target = {
  connection_id: idText(128)
    .optional()
    .describe("Names the connection by itself: give nothing else then."),
  connector_id: idText(128).optional().describe("The connector, with `owner`."),
  type: idText(128)
    .optional()
    .describe("The connector by its integration type; with owner `app` only."),
  owner: owner.optional(),
};

interface Target {
  readonly connection_id?: string | undefined;
  readonly connector_id?: string | undefined;
  readonly type?: string | undefined;
  readonly owner?: OwnerInput | undefined;
}

type Say = (path: string, message: string) => void;

function checkTarget({ connection_id, connector_id, type, owner }: Target, say: Say): void {
  if (connection_id !== undefined) {
    for (const [name, value] of Object.entries({ connector_id, type, owner }))
      if (value !== undefined) say(name, "does not go with connection_id, which says it all");
    return;
  }
  if (connector_id === undefined && type === undefined)
    say("connector_id", "is needed, or type, or connection_id");
  if (connector_id !== undefined && type !== undefined)
    say("type", "does not go with connector_id");
  if (owner === undefined) say("owner", "is needed: say whose connection is meant");
  else if (type !== undefined && owner.kind !== "app")
    say("type", "goes with owner app only; name a user's connection by connector_id");
}

export const getTokenRequest = z
  .strictObject({
    ...target,
    min_ttl: z
      .int()
      .min(1)
      .max(86_400)
      .optional()
      .describe("Seconds that the token must still live; at most a day."),
    scopes: z
      .array(z.string().min(1).max(512))
      .max(200)
      .optional()
      .describe("Scopes that must have been granted."),
    refused_version: z
      .int()
      .min(1)
      .optional()
      .describe("`version` of a token that an API refused: only a newer one is answered."),
    hosts: z.boolean().optional().describe("Whether the answer is to say where the token may go."),
  })
  .check(({ value, issues }) => {
    checkTarget(value, (path, message) =>
      issues.push({ code: "custom", path: [path], message, input: value }),
    );
  })
  .meta({
    id: "GetTokenRequest",
    examples: [
      { type: "googlecalendar", owner: { kind: "app" } },
      { connector_id: "665f1c0f2ab79d3f7c1c2d4e", owner: { kind: "user", user_id: "ada" } },
    ],
  });
export type GetTokenRequest = z.infer<typeof getTokenRequest>;

/** What is asked of the token of a connection that the address names. */
export const connectionTokenQuery = z.strictObject({
  min_ttl: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe("Seconds that the token must still live; at most a day."),
  scopes: z
    .string()
    .max(51_400)
    .optional()
    .describe("Scopes that must have been granted, separated by spaces."),
  refused_version: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe("`version` of a token that an API refused: only a newer one is answered."),
});

export const token = z
  .object({
    access_token: z
      .string()
      .describe("For calls of the provider's API. Ask for it each time instead of keeping it."),
    token_type: z.string().describe("How the API takes it; `Bearer` nearly always."),
    expires_at: instant.nullable().describe("Null where the token does not expire."),
    expires_in: z.int().nullable().describe("Seconds that are left; null likewise."),
    version: z
      .int()
      .describe(
        "Counts the token sets of the connection; send it as `refused_version` once an API refuses this one.",
      ),
    connection_id: z.string(),
    connector: z.object({ id: z.string(), type: z.string() }),
    granted_scopes: z.array(z.string()).describe("What was consented to, in the provider's words."),
    account: account.nullable(),
    settings: z
      .record(z.string(), z.string())
      .describe(
        "What calls are addressed by: settings that were chosen, and values that hosts are made of.",
      ),
    values: z
      .record(z.string(), z.string())
      .describe(
        "All that is known with the connection: `settings`, and what was kept of the provider's answers.",
      ),
    hosts: z
      .array(z.string())
      .optional()
      .describe(
        "Where `hosts` was asked for: the origins of the API that the token is for; `*` stands for a part of a host's name. Left out for a workspace's own provider.",
      ),
  })
  .meta({
    id: "Token",
    examples: [
      {
        access_token: "ya29.a0AfB…",
        token_type: "Bearer",
        expires_at: "2026-05-04T10:00:00Z",
        expires_in: 3412,
        version: 7,
        connection_id: "conn_x1yB6p1Yk2c0r9d8Qw3f",
        connector: { id: "665f1c0f2ab79d3f7c1c2d4e", type: "googlecalendar" },
        granted_scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
        account: { id: "117…", email: "ada@example.com", name: "Ada" },
        settings: {},
        values: {},
      },
    ],
  });
export type Token = z.infer<typeof token>;

export const createUserTokenRequest = z
  .strictObject({
    user_id: userId,
    issuer: idText(512)
      .optional()
      .describe("Of the identity provider whose user this is, where the app has several."),
    email: z.email().max(320).optional(),
    email_verified: z
      .boolean()
      .optional()
      .describe(
        "Whether the app knows that the address is the user's. Only then a page that asks somebody to confirm a consent names the user by it; else by `user_id`.",
      ),
    name: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .describe("For people to read: of a longer one the first 200 characters are kept."),
    expires_in: z
      .int()
      .min(60)
      .max(3_600)
      .optional()
      .describe("Seconds; ten minutes where it is left out."),
  })
  .meta({
    id: "CreateUserTokenRequest",
    description: "`POST /v1/apps/{app_id}/user-tokens`: a short-lived JWT for one user of an app.",
    examples: [{ user_id: "ada", name: "Ada" }],
  });

export const userToken = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.int(),
  })
  .meta({
    id: "UserToken",
    examples: [{ access_token: "eyJhbGciOiJIUzI1NiIs…", token_type: "Bearer", expires_in: 600 }],
  });
