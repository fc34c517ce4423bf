/** docs/telemetry.md: what a collector gets of the main job, read by the protocol's definitions; and what it never gets. */
import { createHash } from "node:crypto";
import { visit } from "@grantry/sandbox/visitor";
import type { Engine } from "@grantry/server/store/engine";
import { apiOf } from "@grantry/testing/api";
import { createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from "@grantry/testing/otlp-receiver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../src/lib/log.ts";
import { openRefreshToken, toConnection } from "../src/store/connections.ts";
import { withTelemetry } from "./with-telemetry.ts";

const userId = "somebody-in-particular";
const email = "mia@app.example";
const callersTrace = "0af7651916cd43dd8448eb211c80319c";
const callersSpan = "b7ad6b7169203331";
const traceparent = `00-${callersTrace}-${callersSpan}-01`;

interface Watched {
  readonly collector: OtlpReceiver;
  readonly world: World;
  /** What must never be sent. */
  readonly never: string[];
}

const variables = (collector: OtlpReceiver) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
  OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20canary-of-the-collector",
  OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
  OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
});

/** From a user who connects to tokens that are read, refreshed and refused. */
async function mainJob(world: World): Promise<string[]> {
  const api = apiOf(world);
  const user = await api.signIn(userId, { email, name: "Mia" });
  const started = await user.initiate(ids.userConnector);
  const link: string = started.body.redirect_url;
  const jar = createJar();
  const authorization = new URL(await depart(jar, link));
  const callback = await visit(authorization.href);
  await jar.get(callback.href);
  const refreshToken = await storedRefreshToken(world);
  const read = await user.token(ids.userConnector);
  expect(read.status).toBe(200);
  const forced = await api.tokenOf(userId, ids.userConnector, { refused_version: 1 });
  expect(forced.status).toBe(200);
  expect((await api.tokenOf("nobody-at-all", ids.userConnector)).status).toBe(404);
  await fetch(`${world.url}/v1/apps/${ids.app}/tokens`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${secrets.serviceToken}`,
      "content-type": "application/json",
      traceparent,
    },
    body: JSON.stringify({
      connector_id: ids.userConnector,
      owner: { kind: "user", user_id: userId },
    }),
  });
  await fetch(`${world.url}/healthz?canary=in-the-query`);
  await user.disconnect(ids.userConnector);
  return [
    user.jwt,
    new URL(link).pathname.split("/").at(-1) ?? link,
    read.body.access_token,
    forced.body.access_token,
    refreshToken,
    ...["state", "code_challenge"].map((name) => authorization.searchParams.get(name) ?? "none"),
    callback.searchParams.get("code") ?? "none",
  ];
}

async function storedRefreshToken(world: World): Promise<string> {
  const { store } = world.app.context;
  const row = await store.db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
  return (await openRefreshToken(store, toConnection(row)))?.reveal() ?? "none";
}

async function watch(engine: Engine): Promise<Watched> {
  const collector = await startOtlpReceiver();
  return await withTelemetry(variables(collector), async (telemetry) => {
    const world = await startWorld({
      engine,
      log: createLog("debug", { write: () => {} }, telemetry),
    });
    const never = await mainJob(world);
    await world.close();
    return { collector, world, never };
  });
}

describe.each(engines)("the main job on %s", (engine) => {
  let watched: Watched;
  beforeAll(async () => {
    watched = await watch(engine);
  });
  afterAll(() => watched.collector.close());

  const spans = () => watched.collector.spans;
  const below = ({ spanId }: ReceivedSpan) =>
    spans().filter(({ parentSpanId }) => parentSpanId === spanId);
  const named = (name: string) => spans().filter((span) => span.name === name);

  test("a request is a span, by its route, with what came of it and for whom", () => {
    const [first] = named("POST /api/apps/:appId/app-user-auth/connectors/:connectorId/initiate");
    expect(first).toMatchObject({ kind: 2, parentSpanId: "", status: 0, events: 0 });
    expect(first?.attributes).toMatchObject({
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "url.scheme": "http",
      "server.address": "127.0.0.1",
      "grantry.principal.kind": "app_user",
      "grantry.app.id": ids.app,
      "grantry.workspace.id": ids.workspace,
    });
  });

  test("below it are its statements, and the refresh with the provider's answer", () => {
    const [read] = named("POST /v1/apps/:app_id/tokens").filter((span) =>
      below(span).some(({ name }) => name === "refresh"),
    );
    if (read === undefined) throw new Error("No read of a token refreshed it.");
    const statements = below(read).filter(({ attributes }) => "db.system.name" in attributes);
    expect(statements[0]).toMatchObject({
      name: "SELECT service_tokens",
      kind: 3,
      attributes: {
        "db.system.name": engine === "sqlite" ? "sqlite" : "postgresql",
        "db.operation.name": "SELECT",
        "db.collection.name": "service_tokens",
      },
    });
    const [refresh] = below(read).filter(({ name }) => name === "refresh");
    expect(refresh?.attributes).toMatchObject({
      "grantry.provider": "sandbox",
      "grantry.refresh.trigger": "forced",
      "grantry.refresh.outcome": "ok",
    });
    const inside = below(refresh as ReceivedSpan);
    expect(inside.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["POST", "UPDATE connections"]),
    );
    expect(inside.find(({ name }) => name === "POST")?.attributes).toMatchObject({
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "server.address": "127.0.0.1",
      "url.full": `${watched.world.sandbox.origin}/token`,
    });
  });

  test("a caller's trace goes on here, and a refusal has its code", () => {
    const [joined] = spans().filter(({ parentSpanId }) => parentSpanId === callersSpan);
    expect(joined).toMatchObject({ traceId: callersTrace, name: "POST /v1/apps/:app_id/tokens" });
    const codes = named("POST /v1/apps/:app_id/tokens").map(
      ({ attributes }) => attributes["grantry.error.code"],
    );
    expect(codes).toContain("not_connected");
  });

  test("lines of the log belong to their trace", () => {
    const { logs } = watched.collector;
    const line = logs.find(({ body, traceId }) => body === "request" && traceId === callersTrace);
    expect(line).toMatchObject({ severityText: "INFO" });
    expect(line?.attributes).toMatchObject({ "grantry.status": 200, "grantry.appId": ids.app });
  });

  test("every metric is sent that can be scraped, as it is there", async () => {
    const { metrics } = watched.world.app.context;
    const { body } = await metrics.render();
    const kinds = { counter: "sum", gauge: "gauge", histogram: "histogram" } as const;
    const scraped = [...body.matchAll(/^# TYPE (\w+) (\w+)\n\w/gm)].map(([, name, type]) => [
      name,
      kinds[type as keyof typeof kinds],
    ]);
    const sent = [...watched.collector.metrics.values()];
    const withPoints = scraped.filter(([name]) =>
      new RegExp(`^${name}(?:_count)?[ {].*[1-9]`, "m").test(body),
    );
    expect(sent.map(({ name, kind }) => [name, kind])).toEqual(expect.arrayContaining(withPoints));
    expect(watched.collector.metrics.get("grantry_refreshes_total")?.points).toContainEqual({
      attributes: { provider: "sandbox", trigger: "forced", outcome: "ok" },
      value: 1,
    });
    expect(watched.collector.metrics.get("grantry_refresh_seconds")?.points[0]?.value).toBe(1);
  });

  test("the resource is named, and the collector is told its headers", () => {
    expect(watched.collector.resources[0]).toMatchObject({
      "service.name": "grantry",
      "deployment.environment.name": "test",
    });
    expect(watched.collector.headers[0]).toMatchObject({
      authorization: "Bearer canary-of-the-collector",
    });
  });

  test("no byte that was sent holds a token, a code, a secret, an email address, a user's id or a query", () => {
    const sent = Buffer.concat(watched.collector.bodies).toString("latin1");
    expect(sent).toContain(ids.app);
    const never = [
      ...Object.values(secrets),
      ...[userId, "nobody-at-all", email, "Mia", "sandbox-ada", "canary", "in-the-query"],
      ...[watched.world.encryptionKeys, "state=", "code=", "code_verifier", "refresh_token="],
      ...watched.never,
    ];
    const shapes = never.flatMap((text) => [
      text,
      Buffer.from(text).toString("base64").slice(0, -4),
      createHash("sha256").update(text).digest("hex"),
    ]);
    expect(shapes.filter((text) => text.length > 2 && sent.includes(text))).toEqual([]);
  });
});
