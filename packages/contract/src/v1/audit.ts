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
      .describe(
        "Who did it: a person (`operator`), a `workspace_key`, a `service_token`, an `app_user`, or the `server`. The label of a person is their name and email address as they are now; their id, once they were erased.",
      ),
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
    result: z.string().describe("`ok`, or the code of the refusal."),
    address: z
      .string()
      .nullable()
      .describe(
        "The network address from which it was asked for; null where nobody asked, or that is not known.",
      ),
    request_id: z.string().nullable().describe("The `x-request-id` of the call."),
    details: z.record(z.string(), z.string()).describe("What else is known of it. Never a secret."),
    number: z
      .int()
      .nullable()
      .describe("Its place in the chain of the workspace; null for a moment, until it is linked."),
    hash: z
      .string()
      .nullable()
      .describe("SHA-256 over the record and the hash of the one before it, in base64url."),
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
        result: "ok",
        address: "203.0.113.7",
        request_id: "req_7fQ2",
        details: { name: "Calendar" },
        number: 812,
        hash: "3q2-7wVn6sYx0pPz1hQeFzj0a9cU5m2rXk8bTtLdJ4E",
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
  token_reads: z
    .enum(["without", "with", "only"])
    .optional()
    .describe(
      "Whether reads of tokens (`token.read`) are among them; `without` where it is left out: they are many.",
    ),
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
    '{"id":"812","at":"2026-05-04T09:00:00Z","actor":{"kind":"operator","id":"opr_mV2h0f3k9sQ1","label":"Mia (mia@daybook.example)"},"action":"connector.created","target":{"kind":"connector","id":"665f1c0f2ab79d3f7c1c2d4e","label":null},"result":"ok","address":"203.0.113.7","request_id":"req_7fQ2","details":{"name":"Calendar"},"number":812,"hash":"3q2-7wVn6sYx0pPz1hQeFzj0a9cU5m2rXk8bTtLdJ4E"}\n',
    'id,at,actor_kind,actor_id,actor_label,action,target_kind,target_id,details,result,address,request_id,number,hash\r\n812,2026-05-04T09:00:00Z,operator,opr_mV2h0f3k9sQ1,Mia (mia@daybook.example),connector.created,connector,665f1c0f2ab79d3f7c1c2d4e,"{""name"":""Calendar""}",ok,203.0.113.7,req_7fQ2,812,3q2-7wVn6sYx0pPz1hQeFzj0a9cU5m2rXk8bTtLdJ4E\r\n',
  ],
});

export const verifyAuditRequest = z
  .strictObject({
    from_number: z
      .int()
      .min(1)
      .optional()
      .describe("`next_number` of the part before; left out at the beginning."),
    expected: z
      .strictObject({
        number: z.int().min(1).describe("Its `number`, or a `last_number`."),
        hash: z.string().max(64).describe("Its `hash`, or the `last_hash` beside that."),
      })
      .optional()
      .describe("A record that was noted elsewhere, and is to be there unchanged."),
  })
  .meta({ id: "VerifyAuditRequest", examples: [{}] });

export const auditVerification = z
  .object({
    checked: z.int().describe("How many records this part has checked."),
    next_number: z.int().nullable().describe("Where the next part begins; null after the last."),
    broken: z
      .object({
        kind: z
          .enum(["removed", "changed", "end_changed", "end_was_changed"])
          .describe(
            "`removed`: no record has this number. `changed`: it is not what was written, or was put in or moved here. `end_changed`: the end of the chain is not what the server sealed. `end_was_changed`: that was found before, when records were linked.",
          ),
        number: z.int().describe("The number of the first record that is wrong."),
        record_id: z.string().nullable().describe("That record; null where it is not there."),
      })
      .nullable()
      .describe("Null: all that was checked is as it was written."),
    first_number: z.int().nullable().describe("The oldest record that is kept."),
    last_number: z.int().nullable().describe("The newest record that is linked."),
    last_hash: z
      .string()
      .nullable()
      .describe("Its hash. Noted elsewhere with the number, it can be `expected` later."),
    expected_found: z
      .boolean()
      .nullable()
      .describe(
        "Whether a record of the number and hash of `expected` is there; where nothing is broken besides, all records up to it are as they were. Null where none is expected.",
      ),
    anchored_at: instant
      .nullable()
      .describe("When older records were last removed, as the workspace's retention says."),
    seal_known: z
      .boolean()
      .describe(
        "False where the encryption key that the end names is not there: nothing proves the end.",
      ),
    unlinked: z.int().describe("How many of the newest records are not linked yet; 1,000 at most."),
  })
  .meta({
    id: "AuditVerification",
    examples: [
      {
        checked: 812,
        next_number: null,
        broken: null,
        first_number: 1,
        last_number: 812,
        last_hash: "3q2-7wVn6sYx0pPz1hQeFzj0a9cU5m2rXk8bTtLdJ4E",
        expected_found: null,
        anchored_at: null,
        seal_known: true,
        unlinked: 0,
      },
    ],
  });
