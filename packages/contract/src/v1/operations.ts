/** What is done to many connections in the background. */
import { z } from "zod";
import { idText, reauthReason } from "../common.ts";
import { connectorReference, instant, listOf, listQuery, ownerKind } from "./common.ts";
import { beginning } from "./connection-queries.ts";

const asked = z
  .enum(["freeze", "unfreeze", "disconnect", "erase", "refresh"])
  .describe(
    "`freeze`: no token of them is given out any more, by any process, when this is answered; nothing is lost. A filter of `app_id`, `connector_id`, `type`, `provider_id`, `owner` and `user` alone, or `all`, stands until an unfreeze by the same: none is connected meanwhile. `unfreeze`: those that no other freeze is about. `disconnect`: frozen at once, then revoked at their providers. `erase`: the same, and nothing is kept of them, of disconnected ones neither.",
  );
const kind = z.enum([
  ...asked.options,
  "erase_user",
  "delete_app",
  "delete_workspace",
  "rotate_encryption_key",
]);

const meant =
  'must say which connections are meant, as {"type": "slack"}; {"all": true} is every one';

const filterMembers = {
  ids: z.array(idText(128)).min(1).max(1_000).optional().describe("These connections."),
  app_id: idText(128).optional().describe("Of this app."),
  connector_id: idText(128).optional().describe("Of this connector."),
  type: idText(128).optional().describe("Of connectors of this integration type."),
  provider_id: idText(128)
    .optional()
    .describe("At this provider, of the catalogue or a custom one."),
  owner: ownerKind.optional().describe("The apps' shared connections, or their users'."),
  user: z
    .strictObject({ user_id: idText(512), issuer: idText(512).nullable().optional() })
    .optional()
    .describe("Of the user whom the app knows by this id."),
  status: z.enum(["active", "needs_reauth"]).optional(),
  reason: reauthReason.optional().describe("That need a new consent for this reason."),
  degraded: z
    .boolean()
    .optional()
    .describe("That are active though the last refresh failed, or only others."),
  frozen: z.boolean().optional().describe("That are frozen, or only others."),
  ends_to: instant
    .optional()
    .describe("That are active, and end before unless their owner connects again."),
  last_used_to: instant
    .optional()
    .describe("Whose token was last read before; not those that never were."),
  query: beginning,
  connected_from: instant.optional(),
  connected_to: instant.optional().describe("Not included."),
  all: z.literal(true).optional().describe("Every connection of the workspace: nothing else then."),
};

/** As it is answered. */
const filterShown = z.object({
  ...filterMembers,
  user: z
    .object({
      id: z.string().optional(),
      user_id: z.string().optional(),
      issuer: z.string().nullable().optional(),
    })
    .optional()
    .describe(
      "Of the user whom the app knows by this id; of `erase_user` by the handle alone, which names nobody any more when it is done.",
    ),
});

export const createOperationRequest = z
  .strictObject({
    kind: asked,
    filter: z
      .strictObject(filterMembers, {
        error: ({ input }) => (input === undefined ? meant : undefined),
      })
      .check(({ value, issues }) => {
        const given = Object.values(value).filter((one) => one !== undefined).length;
        const say = (path: string[], message: string) =>
          issues.push({ code: "custom", path, message, input: value });
        if (given === 0) say([], meant);
        if (value.all === true && given > 1) say(["all"], "goes with nothing else");
      })
      .describe("All that is given must hold."),
    dry_run: z.boolean().default(false).describe("Only says what it would be about."),
    expected_total: z
      .int()
      .min(0)
      .optional()
      .describe(
        "How many you believe it is about: another number is refused, and too many to count, unless `expected_at_least` is true. Not compared by a dry run.",
      ),
    expected_at_least: z
      .boolean()
      .optional()
      .describe(
        "As `at_least` of the dry run. True expects that there are too many to count: `expected_total` is not compared then, and may be left out. False, which is also meant beside `expected_total` where it is left out, expects that all are counted.",
      ),
  })
  .meta({
    id: "CreateOperationRequest",
    examples: [{ kind: "disconnect", filter: { type: "slack" }, expected_total: 1_204 }],
  });

const example = {
  id: "op_7sWq2b",
  kind: "disconnect",
  status: "running",
  dry_run: false,
  filter: { type: "slack" },
  progress: { total: 1_204, at_least: false, done: 812, failed: 0 },
  apps: null,
  unknown: null,
  created_by: { kind: "operator", label: "Ada Okafor (ada@example.com)" },
  created_at: "2026-05-04T09:00:00Z",
  finished_at: null,
} as const;

export const operation = z
  .object({
    id: z.string().nullable().describe("Null of a dry run."),
    kind: kind.describe(
      "`rotate_encryption_key` is about sealed values in place of connections, and has no receipts. Open: more will come.",
    ),
    status: z
      .enum(["queued", "running", "succeeded", "canceled"])
      .describe("`succeeded`: nothing is left to do, also where some failed. Open."),
    dry_run: z.boolean(),
    filter: filterShown,
    progress: z
      .object({
        total: z.int().describe("How many there were at the start, counted to 10,000."),
        at_least: z
          .boolean()
          .describe(
            "Whether there may have been more than `total`: `done` may then become more, too.",
          ),
        done: z.int().describe("Fewer than `total` at the end where some had ended by themselves."),
        failed: z.int(),
      })
      .meta({ id: "OperationProgress" }),
    apps: z
      .array(z.object({ app_id: z.string(), connections: z.int() }))
      .nullable()
      .describe(
        "Of the answer that creates it, and of a dry run: whose they are, as far as they were counted.",
      ),
    unknown: z
      .object({
        ids: z.array(z.string()).describe("Of `ids`: those that no connection here has."),
        user: z.boolean().describe("Whether no app here has or had the user."),
      })
      .nullable()
      .describe(
        "Of the answer that creates it, and of a dry run: what the filter names and is not there. A typing error, perhaps. Another app, connector, type or provider than there is is refused.",
      ),
    created_by: z.object({ kind: z.string(), label: z.string() }),
    created_at: instant,
    finished_at: instant.nullable(),
  })
  .meta({
    id: "Operation",
    description: "Goes on in the background, whatever becomes of the process that began it.",
    examples: [example],
  });
export const operationList = listOf(operation, "OperationList");
export const operationsQuery = listQuery({});

export const freeze = z
  .object({
    id: z.string().describe("That of the operation that began it."),
    filter: filterShown,
    created_by: z.object({ kind: z.string(), label: z.string() }),
    created_at: instant,
  })
  .meta({
    id: "Freeze",
    description:
      "Stands until an unfreeze with the same filter: what it is about cannot be connected.",
    examples: [
      {
        id: "op_3kTz9a",
        filter: { provider_id: "slack" },
        created_by: { kind: "operator", label: "Ada Okafor (ada@example.com)" },
        created_at: "2026-05-04T09:00:00Z",
      },
    ],
  });
export const freezeList = listOf(freeze, "FreezeList");

export const operationReceipt = z
  .object({
    connection_id: z.string(),
    app_id: z.string(),
    type: z.string(),
    connector: connectorReference
      .nullable()
      .describe("Null where the connection or its connector is gone."),
    user_id: z
      .string()
      .nullable()
      .describe("As the app knows its user; null of a shared one, and where it is gone."),
    result: z
      .enum([
        "revoked",
        "already_ended",
        "not_supported",
        "queued",
        "failed",
        "kept_for_other_connections",
        "kept_for_other_servers",
        "frozen",
        "unfrozen",
        "erased",
        "not_connected",
        "refreshed",
        "unknown",
      ])
      .describe(
        "Of a disconnected one, what became of its grant by now: see Revocation. `erased`: it had ended before, and nothing is kept of it. `not_connected`: it had ended before, also where it was connected anew since. `unknown`: that is kept no longer. Open.",
      ),
    failure: z.string().nullable().describe("Stable code of why it failed, or is tried again."),
    next_try_at: instant.nullable().describe("When its grant is tried again to be revoked."),
    erased: z.boolean().describe("Whether nothing is kept of the connection any more."),
    at: instant,
  })
  .meta({
    id: "OperationReceipt",
    examples: [
      {
        connection_id: "conn_x1yB6p1Yk2c0r9d8Qw3f",
        app_id: "app_daybook",
        type: "slack",
        connector: { id: "665f1c0f2ab79d3f7c1c2d4e", type: "slack", name: "Team chat" },
        user_id: "ada",
        result: "revoked",
        failure: null,
        next_try_at: null,
        erased: false,
        at: "2026-05-04T09:00:01Z",
      },
    ],
  });
export const operationReceiptList = listOf(operationReceipt, "OperationReceiptList");
