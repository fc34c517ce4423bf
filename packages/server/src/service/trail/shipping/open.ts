/** The sinks that the server's operator has configured. */
import type { Clock } from "../../../lib/clock.ts";
import type { Outbound } from "../../../lib/outbound.ts";
import { fileSink } from "./file-sink.ts";
import { type OtlpSettings, otlpSink } from "./otlp-sink.ts";
import type { AuditSink } from "./sink.ts";
import { type WebhookSettings, webhookSink } from "./webhook-sink.ts";

export interface SinkSettings {
  readonly file: string | null;
  readonly otlp: OtlpSettings | null;
  readonly webhook: WebhookSettings | null;
}

export function openSinks(
  { file, otlp, webhook }: SinkSettings,
  edge: { readonly send: Outbound; readonly clock: Clock },
): AuditSink[] {
  return [
    ...(file === null ? [] : [fileSink(file)]),
    ...(otlp === null ? [] : [otlpSink(otlp, edge)]),
    ...(webhook === null ? [] : [webhookSink(webhook, edge)]),
  ];
}
