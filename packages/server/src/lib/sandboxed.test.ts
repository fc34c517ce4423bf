import { startScriptedServer } from "@grantry/testing/scripted-server";
import { afterEach, describe, expect, test } from "vitest";
import { directly } from "./egress.ts";
import { createOutbound, OutboundError } from "./outbound.ts";
import { sandboxedUrl } from "./sandboxed.ts";

const sandbox = "http://127.0.0.1:4403";

describe("the address of a provider", () => {
  test.each([
    ["https://host.example/path?query=1", `${sandbox}/~/host.example/path?query=1`],
    ["https://host.example", `${sandbox}/~/host.example/`],
    ["https://host.example:8443/a%2Fb?$x=%26", `${sandbox}/~/host.example:8443/a%2Fb?$x=%26`],
  ])("%s is found at the sandbox", (url, expected) => {
    expect(sandboxedUrl(url, sandbox)).toBe(expected);
  });

  test.each(["http://127.0.0.1:4400/token", "not a url"])("%s stays as it is", (url) => {
    expect(sandboxedUrl(url, sandbox)).toBe(url);
  });

  test("stays as it is without a sandbox", () => {
    expect(sandboxedUrl("https://host.example/path", null)).toBe("https://host.example/path");
  });
});

describe("an outbound call with a sandbox", () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function outbound() {
    const server = await startScriptedServer({ answers: { "*": { body: "played" } } });
    const seen = () => server.requests.map(({ url }) => url);
    const started = createOutbound({
      egress: directly,
      allowedPrivateOrigins: new Set(),
      sandbox: server.origin,
    });
    closers.push(started.close, server.close);
    const call = (url: string) => started.send({ method: "GET", url, headers: {} });
    return { call, seen };
  }

  test("reaches the sandbox and no provider", async () => {
    const { call, seen } = await outbound();
    expect(await (await call("https://host.invalid/token?a=1")).text()).toBe("played");
    expect(seen()).toEqual(["/~/host.invalid/token?a=1"]);
  });

  test.each(["http://host.example/", "https://10.1.2.3/", "https://user:password@host.example/"])(
    "is refused where the real one would be: %s (SEC-30)",
    async (url) => {
      const { call, seen } = await outbound();
      await expect(call(url)).rejects.toThrow(OutboundError);
      expect(seen()).toEqual([]);
    },
  );
});
