/** Who changed what. */
import { Readable } from "node:stream";
import {
  auditExport,
  auditRecord,
  auditRecordList,
  auditVerification,
  exportAuditQuery,
  listAuditQuery,
  verifyAuditRequest,
} from "@grantry/contract/v1/audit";
import { address } from "@grantry/contract/v1/common";
import type { FastifyReply } from "fastify";
import { secondsOf } from "../../lib/clock.ts";
import { GrantryError } from "../../lib/error.ts";
import {
  type AuditFilters,
  type AuditPosition,
  type AuditRecord,
  type AuditVerification,
  auditActions,
  exportAudit,
  readAudit,
  readAuditRecord,
  verifyAudit,
} from "../../service/accounts/index.ts";
import { connectionNames } from "../../service/connections/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { auditFormats, viewAuditRecord } from "./audit-text.ts";
import { listing, type Position } from "./list.ts";
import { invalidRequest } from "./request.ts";
import { instantOrNull } from "./time.ts";

const tag = "Audit";
const records = "/v1/workspaces/:workspace_id/audit-records";

interface Asked {
  readonly actor_id?: string | undefined;
  readonly action?: string | undefined;
  readonly target_id?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly token_reads?: AuditFilters["tokenReads"] | undefined;
}

function filtersOf({ actor_id, action, target_id, from, to, token_reads }: Asked): AuditFilters {
  if (action !== undefined && !auditActions.some((one) => one === action)) {
    throw unknownAction(action);
  }
  return {
    actorId: actor_id ?? null,
    action: action ?? null,
    targetId: target_id ?? null,
    from: from === undefined ? null : secondsOf(from),
    to: to === undefined ? null : secondsOf(to),
    // Whoever names the action means them.
    tokenReads: action === "token.read" ? "only" : (token_reads ?? "without"),
  };
}

/** Names those of the noun, or the nouns: nothing is ever recorded under another one, and a list of none would hide that. */
function unknownAction(action: string): GrantryError {
  const nounOf = (one: string) => one.slice(0, one.indexOf("."));
  const ofNoun = auditActions.filter((one) => nounOf(one) === nounOf(action));
  const nouns = [...new Set(auditActions.map(nounOf))].sort();
  const detail =
    ofNoun.length > 0
      ? `It must be one of: ${ofNoun.join(", ")}.`
      : `It must begin with one of: ${nouns.join(", ")}.`;
  return invalidRequest([{ in: "query", name: "action", code: "not_allowed", detail }]);
}

function positionOf(after: Position | null): AuditPosition | null {
  if (after === null) return null;
  const [recordedAt, auditRecordId] = after;
  if (typeof recordedAt !== "number" || typeof auditRecordId !== "number") {
    throw new GrantryError("cursor_invalid");
  }
  return { recordedAt, auditRecordId };
}

/** What the connections are called that records are about. */
async function namesIn(context: HttpContext, workspaceId: string, found: readonly AuditRecord[]) {
  const ids = found.filter(({ target }) => target.kind === "connection");
  return await connectionNames(
    context,
    workspaceId,
    ids.map(({ target }) => target.id),
  );
}

function viewVerification({ part, unlinked, isExpectedThere }: AuditVerification) {
  const { checked, next, broken, chain } = part;
  return {
    checked,
    next_number: next,
    broken: broken && {
      kind: broken.kind,
      number: broken.number,
      record_id: broken.auditRecordId === null ? null : String(broken.auditRecordId),
    },
    first_number: chain?.firstNumber ?? null,
    last_number: chain?.lastNumber ?? null,
    last_hash: chain?.lastHash ?? null,
    expected_found: isExpectedThere,
    anchored_at: instantOrNull(chain?.anchoredAt ?? null),
    seal_known: chain?.sealKnown ?? true,
    unlinked,
  };
}

/** How long whoever reads an export may take nothing of it before it is cut off. */
const stalledMs = 60_000;

async function* linesOf(
  pages: AsyncGenerator<readonly AuditRecord[]>,
  { heading, lineOf }: (typeof auditFormats)[keyof typeof auditFormats],
): AsyncGenerator<string> {
  if (heading !== "") yield heading;
  for await (const page of pages) yield page.map(lineOf).join("");
}

function sendLines(reply: FastifyReply, format: keyof typeof auditFormats, lines: Readable) {
  reply.raw.setTimeout(stalledMs, () => reply.raw.destroy());
  return reply
    .header("content-type", auditFormats[format].mediaType)
    .header("content-disposition", `attachment; filename="audit-log.${format}"`)
    .send(lines);
}

export const auditOperations = [
  route({
    method: "GET",
    path: records,
    for: "operator",
    permission: "audit:read",
    operationId: "listAuditRecords",
    tag,
    summary: "Who changed what, newest first",
    params: address("workspace_id"),
    query: listAuditQuery,
    answer: auditRecordList,
    handler: async (context, operator, request) => {
      const { after, limit, page } = listing(context, request);
      const filters = filtersOf(request.query);
      const position = positionOf(after);
      const found = await readAudit(context, operator, { filters, after: position, limit });
      const last = found.length < limit ? undefined : found.at(-1);
      const names = await namesIn(context, operator.workspaceId, found);
      return page(
        found.map((record) => viewAuditRecord(record, names)),
        last === undefined ? null : [last.recordedAt, last.auditRecordId],
      );
    },
  }),
  route({
    method: "GET",
    path: `${records}/export`,
    for: "operator",
    permission: "audit:read",
    operationId: "exportAudit",
    tag,
    summary:
      "All that the filters let through, as a file, newest first; that it was taken out is recorded",
    params: address("workspace_id"),
    query: exportAuditQuery,
    answer: auditExport,
    produces: ["application/jsonl", "text/csv"],
    handler: async (context, operator, { query: { format, ...asked } }, reply) => {
      const filters = filtersOf(asked);
      const pages = await exportAudit(context, operator, { filters, format });
      // One page at a time: a slow reader slows the reading down.
      const lines = Readable.from(linesOf(pages, auditFormats[format]), { highWaterMark: 1 });
      return sendLines(reply, format, lines);
    },
  }),
  route({
    method: "POST",
    path: `${records}/verify`,
    for: "operator",
    permission: "audit:read",
    operationId: "verifyAudit",
    tag,
    summary: "Check that no record was changed, removed, put in or moved; a part at a time",
    params: address("workspace_id"),
    body: verifyAuditRequest,
    answer: auditVerification,
    handler: async (context, operator, { body }) =>
      viewVerification(
        await verifyAudit(context, operator, {
          from: body.from_number ?? null,
          expected: body.expected ?? null,
        }),
      ),
  }),
  route({
    method: "GET",
    path: `${records}/:record_id`,
    for: "operator",
    permission: "audit:read",
    operationId: "getAuditRecord",
    tag,
    summary: "One record",
    params: address("workspace_id", "record_id"),
    answer: auditRecord,
    refuses: ["audit_record_not_found"],
    handler: async (context, operator, { params: { recordId } }) => {
      const known = /^\d{1,15}$/.test(recordId);
      if (!known) throw new GrantryError("audit_record_not_found");
      const record = await readAuditRecord(context, operator, Number(recordId));
      return viewAuditRecord(record, await namesIn(context, operator.workspaceId, [record]));
    },
  }),
];
