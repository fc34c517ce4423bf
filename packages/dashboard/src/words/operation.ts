/** Operations on many connections, in words. */
import type { Schemas } from "../api/client.ts";
import type { State } from "./connection.ts";
import { goesOn } from "./operation-progress.ts";

export type Operation = Schemas["Operation"];
export type OperationReceipt = Schemas["OperationReceipt"];

/** Its state as it is shown. */
export function operationState(operation: Operation): State {
  if (goesOn(operation)) return { word: "Running", tone: "soon", icon: "clock" };
  if (operation.status === "canceled") return { word: "Stopped", tone: "off", icon: "struck" };
  return operation.progress.failed === 0
    ? { word: "Done", tone: "ok", icon: "works" }
    : { word: "Done, some failed", tone: "deg", icon: "wave" };
}

const results: Readonly<Record<string, string>> = {
  frozen: "Frozen",
  unfrozen: "Unfrozen",
  erased: "Had ended before; erased",
  revoked: "Revoked",
  already_ended: "Was over before",
  not_supported: "Cannot be revoked there: the token ends by itself",
  queued: "Not revoked yet: it is tried again",
  failed: "Failed",
  kept_for_other_connections: "Kept: another connection rests on it",
  kept_for_other_servers: "Kept: other servers use the same OAuth client",
  not_connected: "Had ended before",
  refreshed: "Refreshed",
  unknown: "No longer known",
};

/** What the connection of a receipt is called: its connector, and whose it is. `service`: what its type is called. */
export function receiptName(
  { connector, user_id: user }: OperationReceipt,
  service: string,
): string {
  if (connector === null) return `A connection to ${service} that is gone`;
  return `${connector.name}, ${user ?? "shared by the app"}`;
}

/** What became of a connection. */
export const resultOf = ({ result }: OperationReceipt): string => results[result] ?? result;

const columns = [
  "connection_id",
  "app_id",
  "type",
  "result",
  "failure",
  "next_try_at",
  "erased",
  "at",
] as const;

/** Receipts as comma-separated values (RFC 4180). */
export function csvOf(receipts: readonly OperationReceipt[]): string {
  const lines = receipts.map((receipt) => [
    ...columns.map((name) => field(String(receipt[name] ?? ""))),
    field(receipt.connector?.name ?? ""),
    field(receipt.user_id ?? ""),
  ]);
  return [[...columns, "connector", "user_id"], ...lines]
    .map((line) => `${line.join(",")}\r\n`)
    .join("");
}

/**
 * What a spreadsheet takes for a formula when a cell begins with it, full-width forms and white space before it
 * included. https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** A cell, always in quotation marks; one that could be a formula is text by an apostrophe in front. */
function field(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
