/** Connections, and what became of grants that were taken back. */
import { z } from "zod";
import { idText, reauthReason, revocationResult, tokenEnd } from "../common.ts";
import { settingField } from "./catalogue.ts";
import {
  account,
  connectorReference,
  countedListOf,
  instant,
  listOf,
  listQuery,
  ownerKind,
  userReference,
} from "./common.ts";

const strings = z.array(z.string());
const values = z.record(z.string(), z.string());
export const connectionStatus = z.enum(["active", "needs_reauth", "disconnected"]);

/** Whose a connection is. */
const owner = z
  .object({
    kind: ownerKind,
    user: userReference.nullable().describe("Null where it is the app's."),
    unassigned: z
      .boolean()
      .describe(
        "Nobody can use it: it is of before issuers were kept, in an app with several. An operator assigns it by moveUsers.",
      ),
  })
  .meta({ id: "ConnectionOwner" });

const connectionMembers = {
  id: z.string(),
  app_id: z.string(),
  connector: connectorReference,
  owner,
  account: account.nullable(),
  status: connectionStatus,
  reason: reauthReason.nullable().describe("Why it stands at `needs_reauth`."),
  status_since: instant,
  settings: values,
  requested_scopes: strings,
  granted_scopes: strings,
  missing_scopes: strings,
  outdated_by: z
    .array(z.enum(["client_changed", "scopes_added"]))
    .describe(
      "What of its connector was changed since it was connected: connecting again brings it up to date. `client_changed`: it was granted to another client, and ends with its access token. `scopes_added`: users are asked for more by now. Open: more will come.",
    ),
  expires_at: instant.nullable().describe("When the access token ends; null where it does not."),
  last_refreshed_at: instant.nullable(),
  connected_at: instant.nullable(),
  revocation: revocationResult
    .nullable()
    .describe(
      "Of a disconnected one: what became of its grant; null where that is not known any more.",
    ),
};
export const connectionExample = {
  id: "conn_x1yB6p1Yk2c0r9d8Qw3f",
  app_id: "app_daybook",
  connector: { id: "665f1c0f2ab79d3f7c1c2d4e", type: "googlecalendar", name: "Calendar" },
  owner: {
    kind: "user",
    user: { id: "usr_4kP0f1", user_id: "ada", issuer: null },
    unassigned: false,
  },
  account: { id: "117…", email: "ada@example.com", name: "Ada" },
  status: "active",
  reason: null,
  status_since: "2026-05-04T09:00:00Z",
  settings: {},
  requested_scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
  granted_scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
  missing_scopes: [],
  outdated_by: [],
  expires_at: "2026-05-04T10:00:00Z",
  last_refreshed_at: null,
  connected_at: "2026-05-04T09:00:00Z",
  revocation: null,
} as const;

export const connection = z
  .object(connectionMembers)
  .meta({ id: "Connection", examples: [connectionExample] });
export type Connection = z.infer<typeof connection>;
export const connectionList = countedListOf(connection, "ConnectionList");

export const revocation = z
  .object({
    id: z.string(),
    connection_id: z.string().nullable().describe("Null where no connection came of the grant."),
    app_id: z.string().nullable().describe("Null where the grant was that of a connector's test."),
    type: z.string(),
    cause: z
      .enum(["disconnected", "account_replaced", "not_kept", "late_refresh"])
      .describe(
        "`account_replaced`: another account was connected in its place. `not_kept`: the consent was refused here. `late_refresh`: a refresh ended after its connection had.",
      ),
    result: revocationResult,
    refresh_token: tokenEnd
      .nullable()
      .describe("Null for a token that there was not, and where none was tried."),
    access_token: tokenEnd.nullable(),
    tries: z.int(),
    failure: z.string().nullable().describe("Stable code of why the last try failed."),
    next_try_at: instant.nullable(),
    created_at: instant,
    ended_at: instant.nullable(),
  })
  .meta({
    id: "Revocation",
    description:
      "What became of a grant that was to be taken back: it changes until `ended_at` is set.",
    examples: [
      {
        id: "rvk_2bW9",
        connection_id: "conn_x1yB6p1Yk2c0r9d8Qw3f",
        app_id: "app_daybook",
        type: "googlecalendar",
        cause: "disconnected",
        result: "revoked",
        refresh_token: "revoked",
        access_token: "ended",
        tries: 1,
        failure: null,
        next_try_at: null,
        created_at: "2026-05-04T09:00:00Z",
        ended_at: "2026-05-04T09:00:01Z",
      },
    ],
  });
export const revocationList = listOf(revocation, "RevocationList");
export const revocationsQuery = listQuery({
  connection_id: idText(128).optional().describe("Of this connection."),
  status: z
    .enum(["queued", "ended", "failed"])
    .optional()
    .describe("`queued`: still tried. `ended`: done, or given up. `failed`: only those given up."),
});

export const workspaceConnection = z
  .object({
    ...connectionMembers,
    held_scopes: strings.describe(
      "What it has, spelt as it was asked for; of one that was never connected, what it is to have.",
    ),
    connected_by: z
      .object({ label: z.string(), email: z.string().nullable() })
      .nullable()
      .describe("Of a shared one: the operator who authorized it; null where that is not known."),
    created_at: instant.describe("When it was first connected."),
    frozen_at: instant
      .nullable()
      .describe("While it is frozen no token of it is given out; null: it is not."),
    degraded: z
      .boolean()
      .describe("Active, and the last refresh failed or its outcome is unknown."),
    version: z.int().describe("Counts token sets."),
    last_used_at: instant.nullable().describe("When a token was last read, about."),
    refresh_token_expires_at: instant.nullable(),
    refreshable: z
      .boolean()
      .describe("Whether there is something from which a new token can be had."),
    next_refresh_at: instant
      .nullable()
      .describe("When it is due to be refreshed unasked; null where it waits to be used."),
    next_try_at: instant.nullable().describe("Before this no refresh is tried."),
    failure: z
      .object({ code: z.string(), count: z.int() })
      .nullable()
      .describe("The failures since the last success."),
    refused: z
      .object({ since: instant, count: z.int() })
      .nullable()
      .describe(
        "Since when, and how often, the provider refuses in words that do not say that the grant is over.",
      ),
    token_doubtful: z
      .boolean()
      .describe(
        "Whether the access token may be over before its time: the answer to a refresh was lost.",
      ),
    outcome_unknown_since: instant.nullable(),
    refreshing: z.boolean().describe("Whether a process is refreshing it now."),
    receipt: revocation.nullable().describe("Of a disconnected one."),
  })
  .meta({
    id: "WorkspaceConnection",
    description: "All that the server knows of a connection but its tokens.",
    examples: [
      {
        ...connectionExample,
        held_scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
        connected_by: null,
        created_at: "2026-05-04T09:00:00Z",
        frozen_at: null,
        degraded: false,
        version: 7,
        last_used_at: "2026-05-04T09:12:00Z",
        refresh_token_expires_at: null,
        refreshable: true,
        next_refresh_at: "2026-05-04T09:50:00Z",
        next_try_at: null,
        failure: null,
        refused: null,
        token_doubtful: false,
        outcome_unknown_since: null,
        refreshing: false,
        receipt: null,
      },
    ],
  });
export type WorkspaceConnection = z.infer<typeof workspaceConnection>;
export const workspaceConnectionList = countedListOf(
  workspaceConnection,
  "WorkspaceConnectionList",
);

const receiptExample = {
  connection_id: "conn_x1yB6p1Yk2c0r9d8Qw3f",
  revocation: "revoked",
} as const;
export const receipt = z.object({ connection_id: z.string(), revocation: revocationResult }).meta({
  id: "Receipt",
  description: "What became of the grant of a connection that was just disconnected.",
  examples: [receiptExample],
});
export const receipts = z
  .object({ receipts: z.array(receipt) })
  .meta({ id: "Receipts", examples: [{ receipts: [receiptExample] }] });

export const myConnector = z
  .object({
    id: z.string(),
    type: z.string(),
    name: z.string(),
    logo: z
      .object({
        path: z.string().describe("Of an SVG of 24 by 24, to be filled."),
        color: z.string().describe("As #RRGGBB, for a white ground."),
      })
      .nullable()
      .describe("Null where there is none that is free to use: two letters of the name will do."),
    setting_fields: z.array(settingField),
    connections: z.array(connection),
  })
  .meta({
    id: "MyConnector",
    description: "A connector that the signed-in user may connect.",
    examples: [
      {
        id: "665f1c0f2ab79d3f7c1c2d4e",
        type: "googlecalendar",
        name: "Calendar",
        logo: { path: "M18.3 5.7H5.7v12.6h12.6z", color: "#4285F4" },
        setting_fields: [],
        connections: [connectionExample],
      },
    ],
  });
export const myConnectorList = listOf(myConnector, "MyConnectorList");
