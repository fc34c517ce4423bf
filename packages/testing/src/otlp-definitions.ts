/**
 * The protocol's official definitions of what is sent by OTLP, as descriptors that `protobufjs` reads: of OpenTelemetry
 * (Apache-2.0), taken from the code that its otlp-transformer 0.211.0 had generated of them, by which each field of each message
 * was encoded and decoded alike. Later versions have none, and that one beside them brings the SDK a second time.
 */
import protobuf from "protobufjs/light.js";
import definitions from "./otlp-definitions.json" with { type: "json" };

const root = protobuf.Root.fromJSON(definitions).resolveAll();
const request = (signal: string) => root.lookupType(`opentelemetry.proto.collector.${signal}`);

export const otlpRequests = {
  traces: request("trace.v1.ExportTraceServiceRequest"),
  metrics: request("metrics.v1.ExportMetricsServiceRequest"),
  logs: request("logs.v1.ExportLogsServiceRequest"),
};
