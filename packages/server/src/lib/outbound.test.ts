import { gzipSync } from "node:zlib";
import type { Answer, Fault } from "@grantry/sandbox/faults";
import { serve } from "@grantry/testing/loopback";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterEach, describe, expect, test } from "vitest";
import { directly } from "./egress.ts";
import { createOutbound, isPublicAddress, OutboundError } from "./outbound.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server that answers all alike. */
async function answering(answer: Answer): Promise<ScriptedServer> {
  const server = await startScriptedServer({ answers: { "*": answer } });
  closers.push(server.close);
  return server;
}

/** One that meets every call with this fault. */
async function failing(fault: Fault): Promise<string> {
  const { origin, faults } = await answering({});
  faults.every("*", fault);
  return origin;
}

function outboundTo(origin: string, options = {}) {
  const outbound = createOutbound({
    egress: directly,
    allowedPrivateOrigins: new Set([origin]),
    ...options,
  });
  closers.push(outbound.close);
  return (path = "/") => outbound.send({ method: "GET", url: origin + path, headers: {} });
}

async function phaseOf(call: Promise<unknown>): Promise<string> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(OutboundError);
  return (thrown as OutboundError).phase;
}

const gzip = { "content-encoding": "gzip" };

describe("an outbound call", () => {
  test.each([301, 302, 303, 307, 308])("follows no redirect (%i) (SEC-28)", async (status) => {
    const target = await answering({ body: "secret received" });
    const { origin } = await answering({ status, headers: { location: target.origin } });
    expect(await phaseOf(outboundTo(origin)())).toBe("no_answer");
    expect(target.requests).toEqual([]);
  });

  test("ends at its deadline when the answer drips (SEC-29)", async () => {
    const origin = await failing({ kind: "drip" });
    expect(await phaseOf(outboundTo(origin, { totalTimeoutMs: 200 })())).toBe("no_answer");
  });

  test("ends when the answer is larger than its bound (SEC-29)", async () => {
    const origin = await failing({ kind: "huge", bytes: 100_000_000 });
    expect(await phaseOf(outboundTo(origin, { bodyBytesMax: 100_000 })())).toBe("no_answer");
  });

  test("does not wait for a body that nobody wants, and lets its connection go", async () => {
    let isLetGo = false;
    const { origin, close } = await serve((_request, answer) => {
      answer.writeHead(404).write("an answer without end");
      answer.on("close", () => {
        isLetGo = true;
      });
    });
    closers.push(close);
    const outbound = createOutbound({ egress: directly, allowedPrivateOrigins: new Set([origin]) });
    closers.push(outbound.close);
    const wantsBody = (status: number) => status === 200;
    const call = outbound.send({ method: "GET", url: origin, headers: {}, wantsBody });
    expect(await call).toMatchObject({ status: 404, body: null });
    await expect.poll(() => isLetGo).toBe(true);
  });

  test("does not wait for a body that says of itself that it is too large", async () => {
    const headers = { "content-length": "200000" };
    const origin = await failing({ kind: "drip", headers });
    const call = outboundTo(origin, { bodyBytesMax: 100_000, totalTimeoutMs: 600_000 })();
    expect(await phaseOf(call)).toBe("no_answer");
  });

  test("ends when a compressed answer inflates beyond its bound (SEC-29)", async () => {
    const { origin } = await answering({ body: gzipSync(Buffer.alloc(10_000_000)), headers: gzip });
    expect(await phaseOf(outboundTo(origin, { bodyBytesMax: 100_000 })())).toBe("no_answer");
  });

  test("reads a compressed answer", async () => {
    const { origin } = await answering({ body: gzipSync("hello"), headers: gzip });
    expect(await (await outboundTo(origin)()).text()).toBe("hello");
  });

  test("says that nothing was sent when the connection is refused", async () => {
    const { origin, close } = await answering({});
    await close();
    expect(await phaseOf(outboundTo(origin)())).toBe("not_sent");
  });

  test.each([
    "http://example.com/",
    "ftp://example.com/",
    "https://127.0.0.1/",
    "https://10.1.2.3/",
    "https://192.168.0.1/",
    "https://172.16.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[::7f00:1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://user:password@example.com/",
    "https://localhost/",
    "not a url",
  ])("refuses %s (SEC-30)", async (url) => {
    const outbound = createOutbound({ egress: directly, allowedPrivateOrigins: new Set() });
    closers.push(outbound.close);
    expect(await phaseOf(outbound.send({ method: "GET", url, headers: {} }))).toBe("refused");
  });

  test("allows a private origin only on the port that was allowed (SEC-30)", async () => {
    const { origin: allowed } = await answering({ body: "yes" });
    const { origin: other } = await answering({ body: "no" });
    const outbound = createOutbound({
      egress: directly,
      allowedPrivateOrigins: new Set([allowed]),
    });
    closers.push(outbound.close);
    const call = (url: string) => outbound.send({ method: "GET", url, headers: {} });
    expect(await (await call(allowed)).text()).toBe("yes");
    expect(await phaseOf(call(other))).toBe("refused");
  });
});

describe("a public address", () => {
  test.each(["8.8.8.8", "2606:4700::1111"])("%s is one", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  test.each([
    "::ffff:10.0.0.1",
    "::7f00:1",
    "::8.8.8.8",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "rubbish",
  ])("%s is none", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("a streaming call", () => {
  const call = (url: string, allowed: string[] = []) => {
    const outbound = createOutbound({ egress: directly, allowedPrivateOrigins: new Set(allowed) });
    closers.push(outbound.close);
    return outbound.stream({
      method: "POST",
      url,
      headers: {},
      body: null,
      signal: new AbortController().signal,
      firstByteTimeoutMs: 5_000,
      idleTimeoutMs: 5_000,
    });
  };

  test("reaches no private address, by number or by name (SEC-30)", async () => {
    for (const url of [
      "http://127.0.0.1:9/",
      "https://127.0.0.1:9/",
      "https://localhost:9/",
      "https://[::ffff:10.0.0.1]/",
      "https://169.254.169.254/",
      "https://user:secret@example.com/",
      "nonsense",
    ]) {
      expect(await phaseOf(call(url)), url).toBe("refused");
    }
  });

  test("says that nothing was sent where nobody listens", async () => {
    const url = "http://127.0.0.1:9";
    expect(await phaseOf(call(url, [url]))).toBe("not_sent");
  });

  test("gives the answer as it is, a redirect included, and follows none (SEC-28)", async () => {
    const moved = { status: 302, body: "moved", headers: { location: "/elsewhere" } };
    const { origin, requests } = await answering(moved);
    const { status, headers, body } = await call(`${origin}/`, [origin]);
    expect([status, headers["location"]]).toEqual([302, "/elsewhere"]);
    expect(await body.toArray()).toEqual([Buffer.from("moved")]);
    expect(requests.map(({ path }) => path)).toEqual(["/"]);
  });
});
