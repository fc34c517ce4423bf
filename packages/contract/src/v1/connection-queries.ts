/** What lists and searches of connections are asked for. */
import { z } from "zod";
import { idText, reauthReason } from "../common.ts";
import { instant, listQuery, ownerKind } from "./common.ts";
import { connectionStatus } from "./connections.ts";

const sorts = [
  "created_at",
  "-created_at",
  "updated_at",
  "-updated_at",
  "last_used_at",
  "-last_used_at",
  "expires_at",
  "-expires_at",
] as const;

const connectorFilter = idText(128).optional().describe("Of this connector.");
const filters = {
  connector_id: connectorFilter,
  type: idText(128).optional().describe("Of connectors of this integration type."),
  status: connectionStatus.optional().describe("That stand so."),
};
export const myConnectionsQuery = listQuery(filters);
const appFilter = idText(128).optional().describe("Of this app.");
const ofApp = {
  ...filters,
  owner: ownerKind.optional().describe("The app's shared connections, or its users'."),
  sort: z
    .enum(sorts)
    .optional()
    .describe(
      "`-` for the other way round; by id where it is left out. What has no time stands as if it never ended, or had never been used.",
    ),
};
const ofWorkspace = {
  app_id: appFilter,
  oauth_client_id: idText(128).optional().describe("Of connectors with this OAuth client."),
  provider_id: idText(128)
    .optional()
    .describe("At this provider, of the catalogue or a custom one."),
  reason: reauthReason.optional().describe("That need a new consent for this reason."),
  ends_to: instant
    .optional()
    .describe(
      "That are active, and end before unless their owner connects again: their refresh token ends, or a token that nothing refreshes.",
    ),
  expires_to: instant.optional().describe("Whose access token ends before."),
  last_used_to: instant
    .optional()
    .describe("Whose token was last read before; not those that never were."),
};
/** In an address. */
const yesOrNo = z.enum(["true", "false"]).optional();
const userHandle = idText(128).optional().describe("Of the user with this handle, `usr_…`.");
const countWords = "Whether to say in `total` how many there are: exactly to 10,000, then about.";
const degradedWords = "That are active though the last refresh failed, or only others.";
const frozenWords = "That are frozen, or only others.";
export const connectionsQuery = listQuery({
  ...ofApp,
  user: userHandle,
  count: yesOrNo.describe(countWords),
});
export const workspaceConnectionsQuery = listQuery({
  ...ofApp,
  ...ofWorkspace,
  user: userHandle,
  degraded: yesOrNo.describe(degradedWords),
  frozen: yesOrNo.describe(frozenWords),
  count: yesOrNo.describe(countWords),
});

/** What people search by. */
export const beginning = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .describe("How the user's id, or the id, email or name of the account at the provider begins.");

/** The same by what must not stand in an address: the app's own id of a user. */
const search = {
  ...ofApp,
  count: z.boolean().optional().describe(countWords),
  user: z
    .strictObject({
      id: idText(128).optional().describe("The handle, `usr_…`; or else `user_id`."),
      user_id: idText(512).optional().describe("The app's own id of the user."),
      issuer: idText(512)
        .nullable()
        .optional()
        .describe(
          "Of any issuer where it is left out; null: of users that this server vouches for.",
        ),
    })
    .check(({ value, issues }) => {
      if ((value.id === undefined) !== (value.user_id === undefined)) return;
      issues.push({ code: "custom", message: "must have one of id and user_id", input: value });
    })
    .optional(),
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(2_048).optional(),
};
export const searchConnectionsRequest = z
  .strictObject(search)
  .meta({ id: "SearchConnectionsRequest", examples: [{ user: { user_id: "ada" } }] });
export const searchWorkspaceConnectionsRequest = z
  .strictObject({
    ...search,
    ...ofWorkspace,
    degraded: z.boolean().optional().describe(degradedWords),
    frozen: z.boolean().optional().describe(frozenWords),
    query: beginning,
  })
  .meta({
    id: "SearchWorkspaceConnectionsRequest",
    examples: [{ app_id: "app_daybook", user: { user_id: "ada" } }],
  });
export const myConnectorsQuery = listQuery({ connector_id: connectorFilter });
