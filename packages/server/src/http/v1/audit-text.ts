/** The audit trail as files: JSON lines, and CSV (RFC 4180) for spreadsheets. */
import type { auditRecord } from "@grantry/contract/v1/audit";
import type { z } from "zod";
import type { AuditRecord } from "../../service/accounts/index.ts";
import type { ConnectionName } from "../../service/connections/index.ts";
import { instantOf } from "./time.ts";

/** A record as `/v1` shows it. */
export function viewAuditRecord(
  record: AuditRecord,
  names: ReadonlyMap<string, ConnectionName> = new Map(),
): z.output<typeof auditRecord> {
  const { auditRecordId, recordedAt, actor, action, target, details } = record;
  const { result, address, requestId: request_id, number, hash } = record;
  return {
    id: String(auditRecordId),
    at: instantOf(recordedAt),
    actor,
    action,
    target: { ...target, label: labelOf(target.kind, names.get(target.id)) },
    result,
    address,
    request_id,
    details: { ...details },
    number,
    hash,
  };
}

function labelOf(kind: string, name: ConnectionName | undefined): string | null {
  if (kind !== "connection" || name === undefined) return null;
  return `${name.connector.name} (${name.userId ?? "shared"})`;
}

function jsonLine(record: AuditRecord): string {
  return `${JSON.stringify(viewAuditRecord(record))}\n`;
}

const csvHeading =
  "id,at,actor_kind,actor_id,actor_label,action,target_kind,target_id,details,result,address,request_id,number,hash\r\n";

function csvLine(record: AuditRecord): string {
  const { id, at, actor, action, target, details, ...place } = viewAuditRecord(record);
  const cells = [
    id,
    at,
    actor.kind,
    actor.id,
    actor.label,
    action,
    target.kind,
    target.id,
    JSON.stringify(details),
    place.result,
    place.address ?? "",
    place.request_id ?? "",
    String(place.number ?? ""),
    place.hash ?? "",
  ];
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/**
 * What a spreadsheet takes for a formula when a cell begins with it, full-width forms and white space before it
 * included: people choose names, and whoever opens the file must not run them.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;
/** Likewise where a spreadsheet parts lines at semicolons or tabs, as it does in much of Europe, whatever the quotation marks say. */
const formulaWithin = /([;\t]"*)(?=\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** A cell, always in quotation marks; one that could be a formula is text by an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = (formula.test(text) ? `'${text}` : text).replaceAll(formulaWithin, "$1'");
  return `"${safe.replaceAll('"', '""')}"`;
}

/** By the format's name: its media type, what stands before the first record, and a record. */
export const auditFormats = {
  jsonl: { mediaType: "application/jsonl; charset=utf-8", heading: "", lineOf: jsonLine },
  csv: {
    mediaType: "text/csv; charset=utf-8; header=present",
    heading: csvHeading,
    lineOf: csvLine,
  },
} as const;
