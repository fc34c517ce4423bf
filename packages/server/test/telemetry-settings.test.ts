/** docs/telemetry.md: what is sent where it is asked for, and what happens where it cannot be. */
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { type OtlpReceiver, startOtlpReceiver } from "@grantry/testing/otlp-receiver";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
import { directly } from "../src/lib/egress.ts";
import { createLog } from "../src/lib/log.ts";
import { loadPackage } from "../src/lib/optional-package.ts";
import { isTracing } from "../src/lib/tracing.ts";
import { startTelemetry } from "../src/telemetry.ts";
import { withTelemetry } from "./with-telemetry.ts";

let collector: OtlpReceiver;
beforeEach(async () => {
  collector = await startOtlpReceiver();
});
afterEach(() => collector.close());

type Given = Readonly<Record<string, string>>;

/** A world under these variables; what it sent is there once it has ended. */
async function watched(given: Given, work: (world: World) => Promise<unknown>): Promise<void> {
  const to = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin, ...given };
  await withTelemetry(to, async (telemetry) => {
    const log = createLog("info", { write: () => {} }, telemetry);
    const world = await startWorld({ log });
    try {
      await work(world);
    } finally {
      await world.close();
    }
  });
}

const initiate = async (world: World) =>
  (await apiOf(world).signIn("somebody-in-particular")).initiate(ids.userConnector);

test("the user is named in spans of their own requests where that is asked for", async () => {
  await watched({ GRANTRY_TRACE_USERS: "on" }, initiate);
  const users = collector.spans.map(({ attributes }) => attributes["user.id"]);
  expect(users).toContain("somebody-in-particular");
});

async function failAtProvider(world: World): Promise<void> {
  const api = apiOf(world);
  const started = await (await api.signIn("reader")).initiate(ids.userConnector);
  await consent(createJar(), started.body.redirect_url);
  world.sandbox.faults.next("token", { kind: "answer", status: 503 });
  const asked = { refused_version: 1 };
  expect((await api.tokenOf("reader", ids.userConnector, asked)).status).toBe(503);
}

test("what fails at a provider has its code in every span that it failed", async () => {
  await watched({}, failAtProvider);
  const failed = collector.spans.filter(({ status }) => status === 2);
  const told = failed.map(({ name, attributes }) => [name, attributes["error.type"]]);
  expect(told.sort()).toEqual([
    ["POST /v1/apps/:app_id/tokens", "provider_unavailable"],
    ["POST", "503"],
    ["refresh", "provider_unavailable"],
  ]);
  expect(failed.map(({ events }) => events)).toEqual([0, 0, 0]);
  const refresh = failed.find(({ name }) => name === "refresh");
  expect(refresh?.attributes["grantry.refresh.outcome"]).toBe("transient");
});

test("what is not sampled is not sent, and lines name their trace all the same", async () => {
  await watched({ OTEL_TRACES_SAMPLER: "always_off" }, failAtProvider);
  expect(collector.spans).toEqual([]);
  const traceOf = (line: string) => collector.logs.find(({ body }) => body === line)?.traceId;
  const trace = traceOf("refresh failed");
  expect(trace).toMatch(/^[0-9a-f]{32}$/);
  expect(traceOf("request refused")).toBe(trace);
  const requests = collector.logs.filter(({ body }) => body === "request");
  expect(requests.map(({ traceId }) => traceId)).toContain(trace);
  expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(requests.length);
});

test("a share of traces is recorded by their ids, a caller's as its caller says", async () => {
  const half = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" };
  const callers = { recorded: "a".repeat(32), passedOver: "b".repeat(32) };
  await watched(half, async (world) => {
    const get = (headers: Record<string, string>) => fetch(`${world.url}/v1/nothing`, { headers });
    for (let asked = 0; asked < 40; asked += 1) await get({});
    await get({ traceparent: `00-${callers.recorded}-${"1".repeat(16)}-01` });
    await get({ traceparent: `00-${callers.passedOver}-${"1".repeat(16)}-00` });
  });
  const recorded = new Set(collector.spans.map((span) => span.traceId));
  const lines = collector.logs.filter(({ body }) => body === "request");
  const named = lines.map((line) => line.traceId);
  expect(named).toHaveLength(42);
  expect(named).toEqual(expect.arrayContaining(Object.values(callers)));
  const { passedOver } = callers;
  expect(named.filter((id) => recorded.has(id)).sort()).toEqual(
    named.filter((id) => id !== passedOver && (isBelowHalf(id) || id === callers.recorded)).sort(),
  );
  expect(recorded.size).toBeGreaterThan(1);
});

/** As any other program decides that goes by the id. */
function isBelowHalf(traceId: string): boolean {
  const parts = [0, 8, 16, 24].map((at) => Number.parseInt(traceId.slice(at, at + 8), 16));
  return parts.reduce((all, part) => (all ^ part) >>> 0, 0) < 2 ** 31 - 1;
}

test("only what has an endpoint is sent", async () => {
  const given = { OTEL_EXPORTER_OTLP_ENDPOINT: "" };
  const traces = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.origin}/v1/traces` };
  await watched({ ...given, ...traces }, initiate);
  expect(collector.spans.length).toBeGreaterThan(0);
  expect([collector.logs.length, collector.metrics.size]).toEqual([0, 0]);
});

test("a collector that is away keeps nobody waiting", async () => {
  await collector.close();
  await watched({ OTEL_METRICS_EXPORTER: "none" }, async (world) => {
    expect((await initiate(world)).status).toBe(200);
  });
  collector = await startOtlpReceiver();
  expect(isTracing()).toBe(false);
});

test("what a collector does not take is told by the log", async () => {
  const lines: string[] = [];
  const given = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
  };
  await withTelemetry(given, async (telemetry) => {
    const log = createLog("info", { write: (line) => lines.push(line) }, telemetry);
    telemetry.complainTo(log);
    log.info("a line");
  });
  expect(lines.map((line) => JSON.parse(line).msg)).toContain("telemetry is not sent");
});

describe("the configuration", () => {
  const telemetryOf = (given: Given) => readConfig(given).telemetry;
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };

  test.each([
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: " " },
    { OTEL_SERVICE_NAME: "connect", OTEL_TRACES_EXPORTER: "otlp" },
    { ...endpoint, OTEL_SDK_DISABLED: "true" },
  ])("%j sends nothing", async (given) => {
    expect(telemetryOf(given)).toBeNull();
    await startTelemetry(telemetryOf(given), directly);
    expect(isTracing()).toBe(false);
  });

  test("names the service where nothing else does, and leaves out what is to be", () => {
    expect(telemetryOf(endpoint)).toEqual({
      traces: true,
      metrics: true,
      logs: true,
      serviceName: "grantry",
      namesUsers: false,
      sampling: { isParentBased: true, share: 1 },
      endpoints: new Map(Object.entries(endpoint)),
    });
    const others = { OTEL_RESOURCE_ATTRIBUTES: "a=b, service.name=c", OTEL_LOGS_EXPORTER: "none" };
    expect(telemetryOf({ ...endpoint, ...others })).toMatchObject({
      serviceName: null,
      logs: false,
    });
    expect(() => telemetryOf({ GRANTRY_TRACE_USERS: "yes" })).toThrow(/GRANTRY_TRACE_USERS/);
  });

  test.each([
    ["http://otel-collector:4318", "otel-collector:4317", "leads to otel-collector:4318"],
    ["otel-collector:4317", "otel-collector:4317", "is no URL with a scheme and a host"],
  ])("%s is not sent to where only %s is listed", async (address, hosts, why) => {
    const config = readConfig({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address,
      GRANTRY_OUTBOUND_HOSTS: hosts,
    });
    await expect(startTelemetry(config.telemetry, config.egress)).rejects.toMatchObject({
      code: "config_invalid",
      detail: expect.stringContaining(`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ${why}`),
    });
  });

  test("what is sent to a host that is listed is sent", async () => {
    const listed = { GRANTRY_OUTBOUND_HOSTS: "127.0.0.1", OTEL_LOGS_EXPORTER: "none" };
    const work = async () => expect(isTracing()).toBe(true);
    await withTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin, ...listed }, work);
  });

  test("a package that is missing is named in one line, with how to get it", async () => {
    const wanted = { name: "@grantry/no-such-package", version: "7", why: "A setting" } as const;
    const loading = loadPackage({ ...wanted, code: "config_invalid" });
    await expect(loading).rejects.toMatchObject({
      code: "config_invalid",
      detail:
        "A setting needs the package @grantry/no-such-package, which is not installed: npm install @grantry/no-such-package@7",
    });
  });
});
