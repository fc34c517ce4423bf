/** What holds for every request: one Host header, and https for good where the server is reached by it. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** The answer to a request as it is written here: what clients do not send, others do. */
async function answerTo(path: string, hosts: readonly string[], version = "1.1"): Promise<string> {
  const { hostname, port } = new URL(world.url);
  const socket = connect(Number(port), hostname);
  const lines = [`GET ${path} HTTP/${version}`, ...hosts, "Connection: close", "", ""];
  socket.write(lines.join("\r\n"));
  return await text(socket);
}

describe("a request has one Host", () => {
  const paths = ["/healthz", "/v1/me", `/api/apps/${ids.app}/entities/User/me`, "/", "/none"];
  test.each(paths)("%s refuses two, also where they are the same", async (path) => {
    const { host } = new URL(world.url);
    for (const second of [`host: ${host}`, "HOST: evil.example", "Host:"]) {
      const answer = await answerTo(path, [`Host: ${host}`, second]);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain("The request has 2 Host headers and must have one.");
    }
  });

  test("by HTTP/1.1 none is refused; health checks by HTTP/1.0 need none", async () => {
    expect(await answerTo("/healthz", [])).toMatch(/^HTTP\/1\.1 400 /);
    expect(await answerTo("/healthz", [], "1.0")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await answerTo("/healthz", ["Host: any.example"])).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("a body that is too large", () => {
  const head = (bytes: number) =>
    [
      `POST /v1/apps/${ids.app}/tokens HTTP/1.1`,
      "Host: any.example",
      `Authorization: Bearer ${secrets.serviceToken}`,
      "Content-Type: application/json",
      `Content-Length: ${bytes}`,
      "",
      "",
    ].join("\r\n");

  /** Sends the head, and what follows once the answer to it has come; what came until the connection ended. */
  async function answersTo(bytes: number, then: string): Promise<string> {
    const { hostname, port } = new URL(world.url);
    const socket = connect(Number(port), hostname);
    socket.once("data", () => socket.write(then));
    socket.write(head(bytes));
    return await text(socket);
  }

  test("is read to its end, so that who still sends it gets the answer, and the connection serves on", async () => {
    const next = "GET /healthz HTTP/1.1\r\nHost: any.example\r\nConnection: close\r\n\r\n";
    const answers = await answersTo(1_000_000, " ".repeat(1_000_000) + next);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 413", "HTTP/1.1 200"]);
    expect(answers).toContain("body_too_large");
  });

  test("ends the connection where it is far too large", async () => {
    const answers = await answersTo(1_000_000_000, "");
    expect(answers).toMatch(/^HTTP\/1\.1 413/);
    expect(answers).toMatch(/^connection: close/m);
  });
});

describe("browsers are told to come by https alone", () => {
  const header = async (publicUrl?: string) => {
    const one = publicUrl === undefined ? world : await startWorld({ publicUrl });
    try {
      // Of a page, of an answer, of a refusal and of what is not there.
      const answers = ["/", "/healthz", "/v1/me", "/none"].map((path) => one.app.http.inject(path));
      const values = (await Promise.all(answers)).map(
        ({ headers }) => headers["strict-transport-security"],
      );
      return [...new Set(values)];
    } finally {
      if (one !== world) await one.close();
    }
  };

  test.each([
    ["https://connect.example.com", "max-age=31536000"],
    ["https://example.com/grantry", "max-age=31536000"],
    ["https://localhost:8443", undefined],
    ["https://dev.localhost", undefined],
  ])("%s: %s", async (publicUrl, expected) => {
    expect(await header(publicUrl)).toEqual([expected]);
  });

  test("not by a server whose own address is http", async () => {
    expect(await header()).toEqual([undefined]);
  });
});
