/** Takes what is sent by OTLP over HTTP, as a collector does, and reads it by the protocol's official definitions. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import type protobuf from "protobufjs/light.js";
import { otlpRequests } from "./otlp-definitions.ts";

const messages: Readonly<Record<string, protobuf.Type>> = {
  "/v1/traces": otlpRequests.traces,
  "/v1/metrics": otlpRequests.metrics,
  "/v1/logs": otlpRequests.logs,
};

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of its trace, as this side knows it. */
  readonly parentSpanId: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly attributes: Attributes;
  /** 0 unset, 2 error. */
  readonly status: number;
  readonly events: number;
}

export interface ReceivedLog {
  readonly severityText: string;
  readonly body: string;
  readonly traceId: string;
  readonly attributes: Attributes;
}

export interface ReceivedMetric {
  readonly name: string;
  readonly description: string;
  readonly kind: "sum" | "gauge" | "histogram";
  readonly points: readonly { readonly attributes: Attributes; readonly value: number }[];
}

export interface OtlpReceiver {
  readonly origin: string;
  /** Every body, inflated. */
  readonly bodies: Buffer[];
  readonly headers: IncomingMessage["headers"][];
  readonly resources: Attributes[];
  readonly spans: ReceivedSpan[];
  readonly logs: ReceivedLog[];
  /** As they came last. */
  readonly metrics: Map<string, ReceivedMetric>;
  close(): Promise<void>;
}

const bodyBytesMax = 16_777_216;

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received = {
    bodies: [] as Buffer[],
    headers: [] as IncomingMessage["headers"][],
    resources: [] as Attributes[],
    spans: [] as ReceivedSpan[],
    logs: [] as ReceivedLog[],
    metrics: new Map<string, ReceivedMetric>(),
  };
  const server = createServer(async (request, response) => {
    const message = messages[request.url ?? ""];
    const body = await bodyOf(request);
    if (message === undefined || request.headers["content-type"] !== "application/x-protobuf") {
      response.writeHead(415).end();
      return;
    }
    received.bodies.push(body);
    received.headers.push(request.headers);
    take(received, message.toObject(message.decode(body), { longs: Number, bytes: String }));
    // An answer without a member has no bytes.
    response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...received,
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyBytesMax) throw new Error("The body is too large.");
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}

interface WithAttributes {
  readonly attributes?: readonly { readonly key: string; readonly value?: object }[];
}
interface WireSpan extends WithAttributes {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly status?: { readonly code?: number };
  readonly events?: readonly object[];
}
interface WireLog extends WithAttributes {
  readonly severityText?: string;
  readonly body?: { readonly stringValue?: string };
  readonly traceId?: string;
}
interface WirePoint extends WithAttributes {
  readonly asDouble?: number;
  readonly asInt?: number;
  readonly count?: number;
}
interface WireMetric {
  readonly name?: string;
  readonly description?: string;
  readonly sum?: { readonly dataPoints?: readonly WirePoint[] };
  readonly gauge?: { readonly dataPoints?: readonly WirePoint[] };
  readonly histogram?: { readonly dataPoints?: readonly WirePoint[] };
}
interface OfResource {
  readonly resource?: WithAttributes;
}
interface WireBody {
  readonly resourceSpans?: readonly (OfResource & {
    readonly scopeSpans?: readonly { readonly spans?: readonly WireSpan[] }[];
  })[];
  readonly resourceMetrics?: readonly (OfResource & {
    readonly scopeMetrics?: readonly { readonly metrics?: readonly WireMetric[] }[];
  })[];
  readonly resourceLogs?: readonly (OfResource & {
    readonly scopeLogs?: readonly { readonly logRecords?: readonly WireLog[] }[];
  })[];
}

type Taken = Omit<OtlpReceiver, "origin" | "close">;

function take(received: Taken, body: unknown): void {
  const { resourceSpans = [], resourceMetrics = [], resourceLogs = [] } = body as WireBody;
  for (const { resource } of [...resourceSpans, ...resourceMetrics, ...resourceLogs]) {
    received.resources.push(attributesOf(resource));
  }
  const spans = resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans);
  received.spans.push(...spans.flatMap((scope) => scope.spans ?? []).map(spanOf));
  const logRecords = resourceLogs.flatMap(({ scopeLogs = [] }) => scopeLogs);
  received.logs.push(...logRecords.flatMap((scope) => scope.logRecords ?? []).map(logOf));
  const all = resourceMetrics.flatMap(({ scopeMetrics = [] }) => scopeMetrics);
  for (const metric of all.flatMap((scope) => scope.metrics ?? []).map(metricOf)) {
    received.metrics.set(metric.name, metric);
  }
}

/** Bytes come as base64. */
const hex = (bytes = "") => Buffer.from(bytes, "base64").toString("hex");

function attributesOf({ attributes = [] }: WithAttributes = {}): Attributes {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, Object.values(value ?? {})[0]]),
  );
}

function spanOf(span: WireSpan): ReceivedSpan {
  return {
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    parentSpanId: hex(span.parentSpanId),
    name: span.name ?? "",
    kind: span.kind ?? 0,
    attributes: attributesOf(span),
    status: span.status?.code ?? 0,
    events: span.events?.length ?? 0,
  };
}

function logOf(log: WireLog): ReceivedLog {
  return {
    severityText: log.severityText ?? "",
    body: log.body?.stringValue ?? "",
    traceId: hex(log.traceId),
    attributes: attributesOf(log),
  };
}

function metricOf(metric: WireMetric): ReceivedMetric {
  const { name = "", description = "" } = metric;
  const kind = (["sum", "gauge", "histogram"] as const).find((one) => metric[one] !== undefined);
  if (kind === undefined) throw new Error(`${name} is of a kind that is not known here.`);
  const points = (metric[kind]?.dataPoints ?? []).map((point) => ({
    attributes: attributesOf(point),
    value: point.asDouble ?? point.asInt ?? point.count ?? 0,
  }));
  return { name, description, kind, points };
}
