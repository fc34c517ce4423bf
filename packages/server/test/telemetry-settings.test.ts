/** docs/telemetry.md: what is sent where it is asked for, and what happens where it cannot be. */
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { type OtlpReceiver, startOtlpReceiver } from "@grantry/testing/otlp-receiver";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";
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

test("what fails at a provider has its code in every span that it failed", async () => {
  await watched({}, async (world) => {
    const api = apiOf(world);
    const started = await (await api.signIn("reader")).initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
    world.sandbox.faults.next("token", { kind: "answer", status: 503 });
    const asked = { refused_version: 1 };
    expect((await api.tokenOf("reader", ids.userConnector, asked)).status).toBe(503);
  });
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
  await watched({ OTEL_TRACES_SAMPLER: "always_off" }, initiate);
  expect(collector.spans).toEqual([]);
  const line = collector.logs.find(({ body }) => body === "request");
  expect(line?.traceId).toMatch(/^[0-9a-f]{32}$/);
});

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
    await startTelemetry(telemetryOf(given));
    expect(isTracing()).toBe(false);
  });

  test("names the service where nothing else does, and leaves out what is to be", () => {
    expect(telemetryOf(endpoint)).toEqual({
      traces: true,
      metrics: true,
      logs: true,
      serviceName: "grantry",
      namesUsers: false,
    });
    const others = { OTEL_RESOURCE_ATTRIBUTES: "a=b, service.name=c", OTEL_LOGS_EXPORTER: "none" };
    expect(telemetryOf({ ...endpoint, ...others })).toMatchObject({
      serviceName: null,
      logs: false,
    });
    expect(() => telemetryOf({ GRANTRY_TRACE_USERS: "yes" })).toThrow(/GRANTRY_TRACE_USERS/);
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
