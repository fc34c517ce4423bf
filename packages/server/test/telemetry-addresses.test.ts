/** docs/telemetry.md: which parts of the addresses that are called a collector gets. */
import { apiOf } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { startFunctionServer } from "@grantry/testing/function-server";
import { ids, startWorld } from "@grantry/testing/harness";
import { type OtlpReceiver, startOtlpReceiver } from "@grantry/testing/otlp-receiver";
import { startScriptedServer } from "@grantry/testing/scripted-server";
import { expect, test } from "vitest";
import { directly } from "../src/lib/egress.ts";
import { createOutbound } from "../src/lib/outbound.ts";
import { withTelemetry } from "./with-telemetry.ts";

const callsOf = ({ spans }: OtlpReceiver, origin: string) =>
  spans
    .filter(({ kind }) => kind === 3)
    .map(({ attributes }) => String(attributes["url.full"]))
    .filter((address) => address.startsWith(origin));

test.each(engines)(
  "of a function's address only what is configured is sent (%s)",
  async (engine) => {
    const collector = await startOtlpReceiver();
    const functions = await startFunctionServer();
    const words = ["users", "alice", "letters", "smith", "magic", "kQzWbYtRpLmNvXcJhGfDsAqE"];
    const asked = ["users/alice/letters", "u/alice.smith", "magic/kQzWbYtRpLmNvXcJhGfDsAqE"];
    await withTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin }, async () => {
      const world = await startWorld({
        engine,
        allowedPrivateOrigins: [functions.origin],
        declare: ({ workspaces: [workspace] }) => {
          const app = workspace?.apps?.find(({ id }) => id === ids.app);
          if (app !== undefined) app.functions_url = `${functions.origin}/fn`;
        },
      });
      const user = await apiOf(world).signIn("user-1");
      for (const path of asked) {
        await fetch(`${world.url}/api/apps/${ids.app}/functions/${path}?of=alice`, {
          headers: { authorization: `Bearer ${user.jwt}` },
        });
      }
      await world.close();
    });
    await functions.close();
    await collector.close();
    expect(functions.calls.map(({ url }) => url)).toEqual(
      asked.map((path) => `/fn/${path}?of=alice`),
    );
    expect(callsOf(collector, functions.origin)).toEqual(asked.map(() => `${functions.origin}/fn`));
    const sent = Buffer.concat(collector.bodies).toString("latin1");
    expect(words.slice(1).filter((word) => sent.includes(word))).toEqual([]);
  },
);

test.each([
  ["/users/alice/letters", undefined, "/…"],
  ["/", undefined, "/"],
  ["/alice.smith/token?code=1", "/{+steps}/token?code={code}", "/…/token"],
  ["/v3/company/alice/me", "/v3/company/{realm_id}/me", "/v3/company/…/me"],
  ["/oauth2/v2.0/0a1b2c3d/token", "/oauth2/v2.0/0a1b2c3d/token#end", "/oauth2/v2.0/0a1b2c3d/token"],
  ["/x-alice", "/x-{name}", "/…"],
])("a call of %s, which is written %s, is sent as one of %s", async (path, written, shown) => {
  const collector = await startOtlpReceiver();
  const { origin, close } = await startScriptedServer({ answers: { "*": {} } });
  await withTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin }, async () => {
    const outbound = createOutbound({ egress: directly, allowedPrivateOrigins: new Set([origin]) });
    const writtenAs = written === undefined ? undefined : `https://{host}${written}`;
    await outbound.send({ method: "GET", url: origin + path, headers: {}, writtenAs });
    await outbound.close();
  });
  await close();
  await collector.close();
  expect(callsOf(collector, origin)).toEqual([origin + shown]);
});
