/**
 * Records as logs by the OpenTelemetry protocol 1.x over HTTP, in its JSON encoding: what a collector takes at /v1/logs.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import type { Clock } from "../../../lib/clock.ts";
import { parseJson } from "../../../lib/json.ts";
import type { Outbound } from "../../../lib/outbound.ts";
import type { Secret } from "../../../lib/secret.ts";
import { post } from "./post.ts";
import type { ShippedRecord } from "./record.ts";
import type { AuditSink } from "./sink.ts";
import { sinkIdOf } from "./sink-id.ts";

/** A request is about twice as large as the records in it. */
const recordsMax = 1_000;
const bytesMax = 524_288;

export interface OtlpSettings {
  readonly url: string;
  /** By name: what proves to the collector who sends. */
  readonly headers: ReadonlyMap<string, Secret>;
}

export function otlpSink(
  { url, headers }: OtlpSettings,
  { send, clock }: { readonly send: Outbound; readonly clock: Clock },
): AuditSink {
  return {
    sinkId: sinkIdOf("otlp", url),
    kind: "otlp",
    recordsMax,
    bytesMax,
    take: async (batch) => {
      const body = JSON.stringify(logsOf(batch, clock.nowMs()));
      const revealed = [...headers].map(([name, secret]) => [name, secret.reveal()]);
      const answer = await post(
        send,
        { url, headers: Object.fromEntries(revealed), body },
        { nowSeconds: clock.nowSeconds(), wantsBody: true },
      );
      return { rejected: rejectedIn(await answer.text()) };
    },
    close: async () => {},
  };
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** INFO and WARN. */
const severities = { ok: 9, refused: 13 } as const;

function logsOf(batch: readonly ShippedRecord[], nowMs: number) {
  const observedTimeUnixNano = `${Math.floor(nowMs)}000000`;
  const logRecords = batch.map((record) => ({
    timeUnixNano: `${record.at}000000000`,
    observedTimeUnixNano,
    severityNumber: record.result === "ok" ? severities.ok : severities.refused,
    eventName: `grantry.audit.${record.action}`,
    body: { stringValue: record.line },
    attributes: [
      ...(record.workspaceId === null ? [] : [text("grantry.workspace.id", record.workspaceId)]),
      { key: "grantry.audit.number", value: { intValue: String(record.number) } },
      text("grantry.audit.hash", record.hash),
      text("grantry.audit.action", record.action),
      text("grantry.audit.result", record.result),
    ],
  }));
  const resource = { attributes: [text("service.name", "grantry")] };
  const scopeLogs = [{ scope: { name: "grantry.audit" }, logRecords }];
  return { resourceLogs: [{ resource, scopeLogs }] };
}

/** A partial success: these are not to be sent again. An answer that is no JSON says nothing of any. */
function rejectedIn(body: string): number {
  const answer = parseJson(body);
  const partial = member(answer, "partialSuccess") ?? member(answer, "partial_success");
  const rejected = member(partial, "rejectedLogRecords") ?? member(partial, "rejected_log_records");
  const count = Number(rejected ?? 0);
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
