/** The audit trail of a workspace. */
import { z } from "zod";
import { idText } from "../common.ts";
import { instant, listOf, listQuery } from "./common.ts";

export const auditRecord = z
  .object({
    id: z.string(),
    at: instant,
    actor: z
      .object({ kind: z.string(), id: z.string(), label: z.string() })
      .describe("Who did it: a person (`operator`), a `workspace_key`, or the `server`."),
    action: z.string().describe("`noun.verb`."),
    target: z
      .object({
        kind: z.string(),
        id: z.string(),
        label: z
          .string()
          .nullable()
          .describe(
            "What a connection is called as long as it is there: its connector, and whose it is. Null in exports, and of all else, whose names stand in `details`.",
          ),
      })
      .describe("What it was done to."),
    details: z.record(z.string(), z.string()).describe("What else is known of it. Never a secret."),
  })
  .meta({
    id: "AuditRecord",
    examples: [
      {
        id: "812",
        at: "2026-05-04T09:00:00Z",
        actor: { kind: "operator", id: "opr_mV2h0f3k9sQ1", label: "Mia (mia@daybook.example)" },
        action: "connector.created",
        target: { kind: "connector", id: "665f1c0f2ab79d3f7c1c2d4e", label: null },
        details: { name: "Calendar" },
      },
    ],
  });
export const auditRecordList = listOf(auditRecord, "AuditRecordList");

const filters = {
  actor_id: idText(128)
    .optional()
    .describe("By this person, this workspace key, or `server`: the id of a record's `actor`."),
  action: z
    .string()
    .max(100)
    .regex(/^[a-z_]+\.[a-z_]+$/, "an action is `noun.verb`")
    .optional()
    .describe("`connector.created`."),
  target_id: idText(256).optional().describe("To this thing: the id of a record's `target`."),
  from: z.iso.datetime().optional().describe("Recorded then or later."),
  to: z.iso.datetime().optional().describe("Recorded before."),
};

export const listAuditQuery = listQuery(filters);

export const exportAuditQuery = z.strictObject({
  ...filters,
  format: z
    .enum(["jsonl", "csv"])
    .default("jsonl")
    .describe(
      "`jsonl`: a record per line, as listAuditRecords has them. `csv`: for spreadsheets (RFC 4180); a cell that could be a formula begins with an apostrophe.",
    ),
});

export const auditExport = z.string().meta({
  id: "AuditExport",
  description: "Lines, by `format`.",
  // Of each format, as the operation names them.
  examples: [
    '{"id":"812","at":"2026-05-04T09:00:00Z","actor":{"kind":"operator","id":"opr_mV2h0f3k9sQ1","label":"Mia (mia@daybook.example)"},"action":"connector.created","target":{"kind":"connector","id":"665f1c0f2ab79d3f7c1c2d4e","label":null},"details":{"name":"Calendar"}}\n',
    'id,at,actor_kind,actor_id,actor_label,action,target_kind,target_id,details\r\n812,2026-05-04T09:00:00Z,operator,opr_mV2h0f3k9sQ1,Mia (mia@daybook.example),connector.created,connector,665f1c0f2ab79d3f7c1c2d4e,"{""name"":""Calendar""}"\r\n',
  ],
});
