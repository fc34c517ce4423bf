/** Lines of the log, sent by OpenTelemetry as well. */
import { type AnyValue, logs, SeverityNumber } from "@opentelemetry/api";

const severities = new Map<unknown, readonly [SeverityNumber, string]>([
  [10, [SeverityNumber.TRACE, "TRACE"]],
  [20, [SeverityNumber.DEBUG, "DEBUG"]],
  [30, [SeverityNumber.INFO, "INFO"]],
  [40, [SeverityNumber.WARN, "WARN"]],
  [50, [SeverityNumber.ERROR, "ERROR"]],
  [60, [SeverityNumber.FATAL, "FATAL"]],
]);

/** Of the process, or of the span: the record says it in members of its own. */
const elsewhere = new Set(["level", "time", "pid", "hostname", "msg"]);
const ofSpan = new Set(["trace_id", "span_id", "trace_flags"]);
/** Of the bootstrap file, whose members are named by their email addresses. */
const unsent = new Set(["fields", "id"]);

/** Call it where the line is written: the record then belongs to the same span. */
export function emitLine(line: string): void {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, AnyValue>;
  const [severityNumber, severityText] = severities.get(level) ?? [SeverityNumber.UNSPECIFIED, ""];
  const sent = Object.entries(fields).filter(
    ([name]) => !elsewhere.has(name) && !ofSpan.has(name) && !unsent.has(name),
  );
  logs.getLogger("grantry").emit({
    timestamp: Number(time),
    severityNumber,
    severityText,
    body: String(msg),
    attributes: Object.fromEntries(sent.map(([name, value]) => [`grantry.${name}`, value])),
  });
}
