/**
 * What is sent to an OpenTelemetry collector: traces, metrics and the log. The SDK is a package of its own, which is looked for
 * where an endpoint is configured; it reads OpenTelemetry's variables of the environment itself, and opens its own connections.
 */
import { context, DiagLogLevel, diag, logs, metrics, propagation, trace } from "@opentelemetry/api";
import type { TelemetryConfig } from "./config-watching.ts";
import { systemClock } from "./lib/clock.ts";
import type { Egress } from "./lib/egress.ts";
import { GrantryError } from "./lib/error.ts";
import { hostPortOf } from "./lib/host-patterns.ts";
import type { Log } from "./lib/log.ts";
import { loadPackage } from "./lib/optional-package.ts";
import { emitLine } from "./lib/sent-log.ts";
import { startTracing, stopTracing, traceIds, traceOfLine } from "./lib/tracing.ts";

/** What is used of the package. */
interface Sdk {
  readonly NodeSDK: new (options: {
    readonly serviceName?: string;
    readonly idGenerator?: typeof traceIds;
    readonly spanProcessors?: readonly never[];
    readonly metricReaders?: readonly never[];
    readonly logRecordProcessors?: readonly never[];
  }) => { start(): void; shutdown(): Promise<void> };
}

export interface Telemetry {
  /** For the log: what each of its lines says of its trace. */
  readonly also?: () => object;
  /** For the log: takes each of its lines. */
  readonly told?: (line: string) => void;
  /** Tells by this log what the SDK cannot do. */
  complainTo(log: Log): void;
  /** Sends what has not been sent yet, as far as that is possible within seconds. */
  end(): Promise<void>;
}

export const noTelemetry: Telemetry = { complainTo: () => {}, end: async () => {} };

const closingMs = 5_000;

/** Before anything is built that is measured. Throws config_invalid where the package is missing, or the collector not listed. */
export async function startTelemetry(
  config: TelemetryConfig | null,
  egress: Egress,
): Promise<Telemetry> {
  if (config === null) return noTelemetry;
  requireListedCollectors(config, egress);
  const { NodeSDK } = await loadPackage<Sdk>({
    name: "@opentelemetry/sdk-node",
    version: "0.301",
    why: "An OTLP endpoint is configured (OTEL_EXPORTER_OTLP_ENDPOINT), which",
    code: "config_invalid",
  });
  const sdk = new NodeSDK({
    idGenerator: traceIds,
    ...(config.serviceName === null ? {} : { serviceName: config.serviceName }),
    ...(config.traces ? {} : { spanProcessors: [] }),
    ...(config.metrics ? {} : { metricReaders: [] }),
    ...(config.logs ? {} : { logRecordProcessors: [] }),
  });
  sdk.start();
  if (config.traces) startTracing(config);
  return {
    ...(config.traces ? { also: traceOfLine } : {}),
    ...(config.logs ? { told: emitLine } : {}),
    complainTo,
    end: async () => {
      await endInTime(sdk);
      stopTracing();
      for (const api of [context, diag, logs, metrics, propagation, trace]) api.disable();
    },
  };
}

/** Here, since the SDK opens its own connections: it goes where it is told at its start, and follows no redirect. */
function requireListedCollectors({ endpoints }: TelemetryConfig, { hosts }: Egress): void {
  if (hosts === null) return;
  for (const [setting, endpoint] of endpoints) {
    const url = URL.parse(endpoint);
    if (url !== null && hosts.has(hostPortOf(url))) continue;
    const what =
      url === null || url.host === ""
        ? "is no URL with a scheme and a host, which GRANTRY_OUTBOUND_HOSTS could list"
        : `leads to ${url.host}, which GRANTRY_OUTBOUND_HOSTS does not list`;
    throw new GrantryError("config_invalid", { detail: `${setting} ${what}.` });
  }
}

async function endInTime(sdk: { shutdown(): Promise<void> }): Promise<void> {
  const enough = new AbortController();
  // A collector that is away does not keep the server from ending.
  const late = systemClock.sleep(closingMs, enough.signal).catch(() => {});
  await Promise.race([sdk.shutdown().catch(() => {}), late]);
  enough.abort();
}

const complaintMax = 300;

function complainTo(log: Log): void {
  const complain = (message: string) =>
    log.warn({ cause: message.slice(0, complaintMax) }, "telemetry is not sent");
  const nothing = () => {};
  diag.setLogger(
    { error: complain, warn: complain, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
