/** Settings of what the server shows of itself. The environment's variables are read by config.ts. */
import { z } from "zod";
import { readSampling, type Sampling } from "./lib/sampling.ts";

/** One of so many token reads that succeed is logged, where nothing else is said. */
export const loggedTokenReads = 100;

/** Of config.ts's schema. */
export const watchingVariables = {
  GRANTRY_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  GRANTRY_LOG_FORMAT: z.enum(["auto", "json", "text"]).default("auto"),
  GRANTRY_LOG_TOKEN_READS: z.coerce.number().int().min(0).max(1_000_000).default(loggedTokenReads),
  GRANTRY_TRACE_USERS: z.enum(["on", "off"]).default("off"),
};

export interface WatchingConfig {
  /** `auto`: text on a terminal, else JSON. */
  readonly logFormat: "auto" | "json" | "text";
  /** One of so many token reads that succeed is logged; 0: none. */
  readonly logTokenReads: number;
  /** What goes to an OpenTelemetry collector; null where nothing does. */
  readonly telemetry: TelemetryConfig | null;
}

/** Whether each is sent, and where to; the SDK reads the rest of OpenTelemetry's variables itself. */
export interface TelemetryConfig {
  readonly traces: boolean;
  readonly metrics: boolean;
  readonly logs: boolean;
  /** Null where a variable names the service. */
  readonly serviceName: string | null;
  /** Whether spans of requests name the app's user. */
  readonly namesUsers: boolean;
  readonly sampling: Sampling;
  /** By the variable that names it. */
  readonly endpoints: ReadonlyMap<string, string>;
}

type Variables = z.output<z.ZodObject<typeof watchingVariables>>;

type Environment = Readonly<Record<string, string | undefined>>;

export function readWatching(values: Variables, environment: Environment): WatchingConfig {
  return {
    logFormat: values.GRANTRY_LOG_FORMAT,
    logTokenReads: values.GRANTRY_LOG_TOKEN_READS,
    telemetry: readTelemetry(environment, values.GRANTRY_TRACE_USERS === "on"),
  };
}

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
function readTelemetry(environment: Environment, namesUsers: boolean): TelemetryConfig | null {
  const isSet = (name: string) => (environment[name] ?? "").trim() !== "";
  const endpointOf = (signal: string) =>
    environment[`OTEL_${signal}_EXPORTER`]?.trim() === "none"
      ? undefined
      : [`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, "OTEL_EXPORTER_OTLP_ENDPOINT"].find(isSet);
  const [traces, metrics, logs] = ["TRACES", "METRICS", "LOGS"].map(endpointOf);
  const isDisabled = environment["OTEL_SDK_DISABLED"]?.trim().toLowerCase() === "true";
  const used = [traces, metrics, logs].filter((name) => name !== undefined);
  if (isDisabled || used.length === 0) return null;
  const isNamed =
    isSet("OTEL_SERVICE_NAME") ||
    /(?:^|,)\s*service\.name\s*=/.test(environment["OTEL_RESOURCE_ATTRIBUTES"] ?? "");
  const sampling = readSampling(
    environment["OTEL_TRACES_SAMPLER"],
    environment["OTEL_TRACES_SAMPLER_ARG"],
  );
  return {
    traces: traces !== undefined,
    metrics: metrics !== undefined,
    logs: logs !== undefined,
    serviceName: isNamed ? null : "grantry",
    namesUsers,
    sampling,
    endpoints: new Map(used.map((name) => [name, environment[name]?.trim() ?? ""])),
  };
}
