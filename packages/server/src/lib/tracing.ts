/**
 * Traces, by OpenTelemetry's API. It is off until `startTracing`: then spans are made of requests, of statements and of
 * calls out, and until then nothing is asked of the API. Names of attributes are those of the semantic conventions, and
 * our own begin with `grantry.`; none ever holds a secret or a query. docs/telemetry.md lists them.
 */
import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { systemClock } from "./clock.ts";

interface Tracing {
  readonly tracer: Tracer;
  /** Whether spans of requests name the app's user. */
  readonly namesUsers: boolean;
}

/** Of the process, as the API's own state is. */
let tracing: Tracing | null = null;

/** Call it before a server is built, and after an SDK has registered itself with the API. */
export function startTracing({ namesUsers }: Pick<Tracing, "namesUsers">): void {
  tracing = { tracer: trace.getTracer("grantry"), namesUsers };
}

export function stopTracing(): void {
  tracing = null;
}

export function isTracing(): boolean {
  return tracing !== null;
}

/** A request under way. */
export interface RequestSpan {
  readonly namesUsers: boolean;
  readonly isRecording: boolean;
  /** Does the work, and all that it begins, inside of the span. */
  run(work: () => void): void;
  set(attributes: Attributes): void;
  end(failed: string | null): void;
}

/** Begins the span of a request, below its caller's where the headers name that. Null where tracing is off. */
export function beginRequest(
  name: string,
  attributes: Attributes,
  headers: Readonly<Record<string, unknown>>,
): RequestSpan | null {
  if (tracing === null) return null;
  const caller = propagation.extract(context.active(), headers);
  const span = tracing.tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, caller);
  const inside: Context = trace.setSpan(caller, span);
  return {
    namesUsers: tracing.namesUsers,
    isRecording: span.isRecording(),
    run: (work) => context.with(inside, work),
    set: (more) => span.setAttributes(more),
    end: (failed) => {
      if (failed !== null) fail(span, failed);
      span.end();
    },
  };
}

export interface Work {
  readonly name: string;
  readonly kind: "client" | "internal";
  readonly attributes: Attributes;
}

/** Whether work would be seen: something is under way here that is traced. */
export function isInSpan(): boolean {
  return tracing !== null && trace.getActiveSpan()?.isRecording() === true;
}

/** Does the work inside of a span of its own; a first one, where there is none around it. */
export async function inSpan<T>(
  { name, kind, attributes }: Work,
  work: (set: (attributes: Attributes, failed?: string) => void) => Promise<T>,
): Promise<T> {
  if (tracing === null) return await work(() => {});
  const options = { kind: kind === "client" ? SpanKind.CLIENT : SpanKind.INTERNAL, attributes };
  return await tracing.tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work((more, failed) => {
        span.setAttributes(more);
        if (failed !== undefined) fail(span, failed);
      });
    } catch (thrown) {
      fail(span, failureType(thrown));
      throw thrown;
    } finally {
      span.end();
    }
  });
}

/** Tells of work that has just ended, below what is under way here. */
export function tellOfWork({ name, attributes }: Work, tookMs: number, failed: unknown): void {
  if (tracing === null) return;
  const endTime = systemClock.steadyMs();
  const startTime = endTime - tookMs;
  const span = tracing.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes, startTime });
  if (failed !== undefined) fail(span, failureType(failed));
  span.end(endTime);
}

/** What `error.type` says: our code, else the system's or the database's, else the kind of the error. */
function failureType(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "_OTHER";
  const codes = [thrown, thrown.cause].map((one) =>
    typeof one === "object" && one !== null && "code" in one ? one.code : undefined,
  );
  const code = codes.find((one) => typeof one === "string" && /^\w{1,60}$/.test(one));
  if (typeof code === "string") return code;
  return "phase" in thrown && typeof thrown.phase === "string" ? thrown.phase : thrown.name;
}

/** By its code alone: messages can hold what others sent. */
function fail(span: Span, type: string): void {
  span.setAttribute("error.type", type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** What a line of the log says of the span in which it is written. */
export function traceOfLine(): object {
  const span = tracing === null ? undefined : trace.getActiveSpan()?.spanContext();
  if (span === undefined) return {};
  const trace_flags = span.traceFlags.toString(16).padStart(2, "0");
  return { trace_id: span.traceId, span_id: span.spanId, trace_flags };
}
