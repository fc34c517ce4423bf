/**
 * Traces, by OpenTelemetry's API. It is off until `startTracing`: then spans are made of requests, of statements and of
 * calls out, and until then nothing is asked of the API. Of a request that is not recorded nothing is made but the place in which
 * lines of the log find their trace. Names of attributes are those of the semantic conventions, and our own begin with `grantry.`;
 * none ever holds a secret or a query. docs/telemetry.md lists them.
 */
import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { systemClock } from "./clock.ts";
import {
  hexOf,
  isRecordedBelow,
  isRecordedFrom,
  newTraceNumber,
  type Sampling,
  UnrecordedContext,
} from "./sampling.ts";

interface TracingOptions {
  /** Whether spans of requests name the app's user. */
  readonly namesUsers: boolean;
  readonly sampling: Sampling;
}

interface Tracing extends TracingOptions {
  readonly tracer: Tracer;
  /** The headers by which a caller can name its trace. */
  readonly callerHeaders: readonly string[];
}

/** Of the process, as the API's own state is. */
let tracing: Tracing | null = null;
/** The id of the trace that the SDK is about to begin, where its sampling was decided by it. */
let nextTraceId: string | null = null;

/** For the SDK: a trace has the id by which it was decided on. */
export const traceIds = {
  generateTraceId: () => nextTraceId ?? hexOf(newTraceNumber()),
  generateSpanId: () => hexOf(newTraceNumber().slice(2)),
};

/** Call it before a server is built, and after an SDK has registered itself with the API. */
export function startTracing({ namesUsers, sampling }: TracingOptions): void {
  const tracer = trace.getTracer("grantry");
  tracing = { tracer, namesUsers, sampling, callerHeaders: propagation.fields() };
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

type Headers = Readonly<Record<string, unknown>>;

/**
 * Begins the span of a request, below its caller's where the headers name that. Null where tracing is off. `describe` is asked only
 * where the request is recorded.
 */
export function beginRequest(
  describe: () => { readonly name: string; readonly attributes: Attributes },
  headers: Headers,
): RequestSpan | null {
  if (tracing === null) return null;
  const { sampling } = tracing;
  const around = callersContext(tracing, headers);
  const caller = trace.getSpanContext(around);
  if (caller !== undefined && trace.isSpanContextValid(caller)) {
    if (!isRecordedBelow(sampling, caller)) return unrecorded(caller.traceId);
    return recorded(tracing, describe(), around);
  }
  const number = newTraceNumber();
  if (!isRecordedFrom(sampling, number)) return unrecorded(number);
  nextTraceId = hexOf(number);
  try {
    return recorded(tracing, describe(), around);
  } finally {
    nextTraceId = null;
  }
}

/** The root, at no cost, for callers who have no trace. */
function callersContext({ callerHeaders }: Tracing, headers: Headers): Context {
  const isNamed = callerHeaders.some((name) => headers[name] !== undefined);
  return isNamed ? propagation.extract(ROOT_CONTEXT, headers) : ROOT_CONTEXT;
}

function recorded(
  { tracer, namesUsers }: Tracing,
  { name, attributes }: { readonly name: string; readonly attributes: Attributes },
  around: Context,
): RequestSpan {
  const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, around);
  const inside = trace.setSpan(around, span);
  return {
    namesUsers,
    isRecording: span.isRecording(),
    run: (work) => context.with(inside, work),
    set: (more) => span.setAttributes(more),
    end: (failed) => {
      if (failed !== null) fail(span, failed);
      span.end();
    },
  };
}

const nothing = () => {};

function unrecorded(named: ConstructorParameters<typeof UnrecordedContext>[0]): RequestSpan {
  const inside = trace.setSpanContext(ROOT_CONTEXT, new UnrecordedContext(named));
  return {
    namesUsers: false,
    isRecording: false,
    run: (work) => context.with(inside, work),
    set: nothing,
    end: nothing,
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

/** Whether work gets a span: not below a request that is not recorded. */
export function hasSpans(): boolean {
  return tracing !== null && trace.getActiveSpan()?.isRecording() !== false;
}

/** Does the work inside of a span of its own; a first one, where there is none around it. */
export async function inSpan<T>(
  { name, kind, attributes }: Work,
  work: (set: (attributes: Attributes, failed?: string) => void) => Promise<T>,
): Promise<T> {
  if (tracing === null || !hasSpans()) return await work(nothing);
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
