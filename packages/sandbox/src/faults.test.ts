import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  authorizationUrl,
  connect,
  errorOf,
  get,
  refresh,
  revoke,
  start,
  type Tokens,
} from "../test/client.ts";
import type { Sandbox } from "./sandbox.ts";
import { visit } from "./visitor.ts";

let sandbox: Sandbox;
let origin: string;
let tokens: Tokens;

beforeEach(async () => {
  sandbox = await start();
  origin = sandbox.origin;
  tokens = await connect(origin);
});

afterEach(async () => {
  await sandbox.close();
  expect(sandbox.ledger.list("server_error")).toEqual([]);
});

const refreshNow = () => refresh(origin, tokens.refresh_token);

/** The token was not used up: nothing was processed. */
async function expectUntouched(): Promise<void> {
  expect(sandbox.ledger.count("refresh")).toBe(0);
  expect((await refreshNow()).status).toBe(200);
}

describe("a fault answers in place of the provider:", () => {
  test("a status with a body and headers", async () => {
    const headers = { "Retry-After": "7", "content-type": "text/html" };
    const fault = { kind: "answer", status: 429, body: "<h1>Slow down</h1>", headers } as const;
    sandbox.faults.next("token", fault);
    const answer = await refreshNow();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(answer.headers.get("content-type")).toBe("text/html");
    expect(await answer.text()).toBe("<h1>Slow down</h1>");
    await expectUntouched();
  });

  test("a connection that is dropped before the request is processed", async () => {
    sandbox.faults.next("token", { kind: "drop" });
    await expect(refreshNow()).rejects.toThrow("fetch failed");
    await expectUntouched();
  });

  test("a body that is not the JSON it claims to be", async () => {
    sandbox.faults.next("token", { kind: "answer", body: "access_token=x" });
    const answer = await refreshNow();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(await answer.text()).toBe("access_token=x");
    await expectUntouched();
  });

  test("other JSON than the right one", async () => {
    sandbox.faults.next("token", { kind: "answer", body: { ok: false } });
    expect(await (await refreshNow()).json()).toEqual({ ok: false });
    await expectUntouched();
  });

  test("an answer without a body, which then has no type either", async () => {
    sandbox.faults.next("token", { kind: "answer", status: 503 });
    const answer = await refreshNow();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([503, null]);
    expect(await answer.text()).toBe("");
    await expectUntouched();
  });

  test("an error of OAuth", async () => {
    const headers = { "retry-after": "7" };
    const [error, description] = ["temporarily_unavailable", "Come again."];
    sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    sandbox.faults.next("token", { kind: "error", error, description, status: 503, headers });
    const short = await refreshNow();
    expect([short.status, await short.json()]).toEqual([400, { error: "invalid_grant" }]);
    const whole = await refreshNow();
    expect([whole.status, whole.headers.get("retry-after")]).toEqual([503, "7"]);
    expect(await whole.json()).toEqual({ error, error_description: description });
    await expectUntouched();
  });

  test("a redirect", async () => {
    sandbox.faults.next("token", {
      kind: "answer",
      status: 302,
      headers: { location: "http://127.0.0.1:9/elsewhere" },
    });
    const answer = await refreshNow();
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toBe("http://127.0.0.1:9/elsewhere");
    await expectUntouched();
  });

  test("a body of any size", async () => {
    sandbox.faults.next("token", { kind: "huge", bytes: 3_000_001 });
    expect((await (await refreshNow()).arrayBuffer()).byteLength).toBe(3_000_001);
    await expectUntouched();
  });

  test("a body that never ends", async () => {
    sandbox.faults.next("token", { kind: "drip" });
    const answer = await refreshNow();
    const reader = answer.body?.getReader();
    for (let i = 0; i < 3; i += 1) expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    await expectUntouched();
  });

  test("no answer at all, until the provider closes", async () => {
    sandbox.faults.next("token", { kind: "hang" });
    const answer = refreshNow().then(
      () => "answered",
      () => "connection closed",
    );
    await expect.poll(() => sandbox.ledger.count("fault")).toBe(1);
    await sandbox.close();
    expect(await answer).toBe("connection closed");
  });
});

describe("a fault after the request was processed:", () => {
  test("the answer is lost, the refresh token is used up, its next use ends the grant", async () => {
    sandbox.faults.next("token", { kind: "drop", processed: true });
    await expect(refreshNow()).rejects.toThrow("fetch failed");
    expect(sandbox.ledger.count("refresh")).toBe(1);
    expect(await sandbox.ledger.grantAlive(tokens.refresh_token)).toBe(true);
    expect(await errorOf(await refreshNow())).toBe("invalid_grant");
    expect(sandbox.ledger.count("reuse")).toBe(1);
  });

  test("the answer breaks off in the middle", async () => {
    sandbox.faults.next("token", { kind: "cut" });
    const answer = await refreshNow();
    expect(answer.status).toBe(200);
    const length = Number(answer.headers.get("content-length"));
    expect(length).toBeGreaterThan(100);
    await expect(answer.text()).rejects.toThrow("terminated");
    expect(sandbox.ledger.count("refresh")).toBe(1);
  });

  test("another answer takes the place of the right one", async () => {
    sandbox.faults.next("token", {
      kind: "answer",
      status: 502,
      body: "bad",
      headers: { "content-type": "text/plain" },
      processed: true,
    });
    const answer = await refreshNow();
    expect([answer.status, await answer.text()]).toEqual([502, "bad"]);
    expect(answer.headers.get("content-type")).toBe("text/plain");
    expect(sandbox.ledger.count("refresh")).toBe(1);
  });

  test("the right answer is held back", async () => {
    sandbox.faults.next("token", { kind: "slow", ms: 20, processed: true });
    const next = (await (await refreshNow()).json()) as Tokens;
    expect(await sandbox.ledger.isLive(next.access_token)).toBe(true);
  });
});

describe("faults", () => {
  test("that are slow still process the request and answer it properly", async () => {
    sandbox.faults.next("token", { kind: "slow", ms: 20 });
    const next = (await (await refreshNow()).json()) as Tokens;
    expect(await sandbox.ledger.isLive(next.access_token)).toBe(true);
    expect(sandbox.ledger.count("fault", { endpoint: "token", fault: "slow" })).toBe(1);
  });

  test("that are held are answered when whoever holds them lets go, and not before", async () => {
    const { promise, resolve: letGo } = Promise.withResolvers<void>();
    sandbox.faults.next("token", { kind: "held", until: promise, processed: true });
    let isAnswered = false;
    const answering = refreshNow().finally(() => {
      isAnswered = true;
    });
    await expect.poll(() => sandbox.ledger.count("refresh")).toBe(1);
    expect(isAnswered).toBe(false);
    letGo();
    const next = (await (await answering).json()) as Tokens;
    expect(await sandbox.ledger.isLive(next.access_token)).toBe(true);
  });

  test.each([
    { kind: "slow", ms: 3_600_000 },
    { kind: "held", until: new Promise(() => {}) },
  ] as const)("that are $kind do not keep the provider from closing", async (fault) => {
    sandbox.faults.next("token", fault);
    const answer = refreshNow().then(
      () => "answered",
      () => "connection closed",
    );
    await expect.poll(() => sandbox.ledger.count("fault")).toBe(1);
    await sandbox.close();
    expect(await answer).toBe("connection closed");
  });

  test("come in the order they were queued, so many times, and can be cleared", async () => {
    sandbox.faults.next("token", { kind: "answer", status: 500 }, 2);
    sandbox.faults.next("token", { kind: "answer", status: 503 });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await refreshNow()).status);
    expect(statuses).toEqual([500, 500, 503]);
    sandbox.faults.next("token", { kind: "answer", status: 500 }, 5);
    sandbox.faults.clear();
    await expectUntouched();
  });

  test("that stand are met by every request once the queued ones are used up", async () => {
    sandbox.faults.every("token", { kind: "answer", status: 503 });
    sandbox.faults.every("token", { kind: "answer", status: 502 });
    sandbox.faults.next("token", { kind: "answer", status: 500 });
    sandbox.faults.next("token", { kind: "answer", status: 501 });
    const statuses = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await refreshNow()).status);
    expect(statuses).toEqual([500, 501, 502, 502, 502]);
    sandbox.faults.next("userinfo", { kind: "answer", status: 503 });
    sandbox.faults.clear("token");
    await expectUntouched();
    expect((await get(`${origin}/me`, tokens.access_token)).status).toBe(503);
  });

  test("are written to the ledger, as are the requests they swallow", async () => {
    sandbox.faults.next("token", { kind: "answer", status: 500 });
    sandbox.faults.next("revocation", { kind: "answer", status: 503 });
    await refreshNow();
    expect((await revoke(origin, tokens.refresh_token)).status).toBe(503);
    const { ledger } = sandbox;
    expect(ledger.count("token", { grantType: "refresh_token", outcome: "fault" })).toBe(1);
    expect(ledger.count("revocation", { outcome: "fault" })).toBe(1);
    expect(ledger.count("fault")).toBe(2);
    expect(await ledger.isLive(tokens.access_token)).toBe(true);
  });

  test("exist for every endpoint", async () => {
    for (const endpoint of ["userinfo", "api", "auth"] as const) {
      sandbox.faults.next(endpoint, { kind: "answer", status: 503 });
    }
    expect((await get(`${origin}/me`, tokens.access_token)).status).toBe(503);
    expect((await get(`${origin}/api/calendar/events`, tokens.access_token)).status).toBe(503);
    await expect(visit(authorizationUrl(origin))).rejects.toThrow("answered 503");
  });
});
