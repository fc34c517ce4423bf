/** What goes out for a function and what its answers become. The gateway itself: the server's tests. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Answer,
  json,
  problem,
  startWireServer,
  type WireServer,
} from "../test/wire-server.ts";
import { createClient } from "./client.ts";
import { GrantryError } from "./errors.ts";

let server: WireServer;
let errors: Error[] = [];
beforeEach(async () => {
  errors = [];
  server = await startWireServer();
  server.answerWith(json(200, { total: 7 }));
});
afterEach(() => server.close());

function client(tokens: { token?: string; serviceToken?: string } = {}) {
  const options = { onError: (error: Error) => void errors.push(error) };
  return createClient({ serverUrl: server.url, appId: "app_1", options, ...tokens });
}

async function refusalOf(call: Promise<unknown>): Promise<GrantryError> {
  const thrown = await call.catch((reason: unknown) => reason);
  if (!(thrown instanceof GrantryError)) throw new Error("there was no refusal", { cause: thrown });
  return thrown;
}

const text = (body: string, type: string, status = 200): Answer => ({
  kind: "answer",
  status,
  body,
  headers: { "content-type": type },
});

describe("functions.invoke", () => {
  test("posts the parameters as JSON, for the user or for nobody", async () => {
    expect(await client({ token: "user" }).functions.invoke("sum", { items: [3, 4] })).toEqual({
      data: { total: 7 },
      status: 200,
      headers: expect.objectContaining({ "content-type": "application/json" }),
    });
    await client().functions.invoke("/reports/sum");
    await client({ token: "user", serviceToken: "service" }).asServiceRole.functions.invoke("sum");
    expect(
      server.requests.map(({ method, path, headers, body }) => ({
        call: `${method} ${path}`,
        authorization: headers.authorization,
        type: headers["content-type"],
        body,
      })),
    ).toEqual([
      {
        call: "POST /v1/apps/app_1/functions/sum",
        authorization: "Bearer user",
        type: "application/json",
        body: '{"items":[3,4]}',
      },
      { call: "POST /v1/apps/app_1/functions/reports/sum", body: "" },
      {
        call: "POST /v1/apps/app_1/functions/sum",
        authorization: "Bearer service",
        body: "",
      },
    ]);
  });

  test("sends a form where there is a file, and a form as it is", async () => {
    const file = new File(["meow"], "cat.txt", { type: "text/plain" });
    const form = new FormData();
    form.append("own", "form");
    const { functions } = client();
    await functions.invoke("upload", { file, size: 7, tags: ["a"], nothing: null });
    await functions.invoke("upload", form);
    const [mixed, own] = server.requests;
    expect(mixed?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    const parts = ['filename="cat.txt"', "meow", 'name="size"\r\n\r\n7', '["a"]', "null"];
    expect(parts.filter((part) => mixed?.body.includes(part) !== true)).toEqual([]);
    expect(own?.body).toContain('name="own"\r\n\r\nform');
  });

  test("gives JSON parsed, other texts as they are, and null for nothing", async () => {
    const { functions } = client();
    server.answerWith(text("[1]", "application/problem+json"), text("1", "text/plain"));
    expect((await functions.invoke("any")).data).toEqual([1]);
    expect((await functions.invoke("any")).data).toBe("1");
    server.answerWith({ kind: "answer", status: 204 });
    expect(await functions.invoke("any")).toMatchObject({ status: 204, data: null });
    server.answerWith(text("{half", "application/json"));
    expect((await functions.invoke("any")).data).toBe("{half");
  });

  test("rejects with the function's own error, and calls it once", async () => {
    server.answerWith(json(503, { error: "not_connected", code: "mine" }));
    const error = await refusalOf(client().functions.invoke("any"));
    expect(error).toMatchObject({
      code: "function_failed",
      status: 503,
      data: { error: "not_connected", code: "mine" },
    });
    expect(errors).toEqual([error]);
    expect(server.requests).toHaveLength(1);
  });

  test("rejects with the server's code where the server refused", async () => {
    const body = { status: 504, detail: "Too late.", code: "functions_timeout" };
    server.answerWith(problem(body, { "grantry-error": "functions_timeout" }));
    const error = await refusalOf(client().functions.invoke("any"));
    expect(error).toMatchObject({ code: "functions_timeout", status: 504, message: "Too late." });
  });

  test("refuses what is no name or no parameters before it sends anything", async () => {
    const { functions } = client();
    for (const name of ["", "a/../b", ".", 7 as never]) {
      await expect(functions.invoke(name)).rejects.toThrow("Function name");
    }
    await expect(functions.invoke("sum", "3" as never)).rejects.toThrow("named parameters");
    expect(server.requests).toEqual([]);
  });

  test("ends with the caller's signal", async () => {
    const abort = new AbortController();
    server.answerWith(() => abort.abort(new Error("enough")));
    const call = client().functions.invoke("any", {}, { signal: abort.signal });
    await expect(call).rejects.toThrow("enough");
  });
});

describe("functions.fetch", () => {
  test("takes any method, path, query and header, and gives the answer of any status", async () => {
    server.answerWith(text("no", "text/plain", 418));
    const { functions } = client({ token: "user" });
    const init = { method: "PUT", body: "raw", headers: { "content-type": "text/x" } };
    const response = await functions.fetch("/reports/export?month=5?x", init);
    expect([response.status, await response.text()]).toEqual([418, "no"]);
    expect(server.requests).toEqual([
      expect.objectContaining({
        method: "PUT",
        path: "/v1/apps/app_1/functions/reports/export?month=5?x",
        body: "raw",
        headers: expect.objectContaining({
          authorization: "Bearer user",
          "content-type": "text/x",
        }),
      }),
    ]);
  });

  test("leaves no address but that of functions", async () => {
    const { functions } = client({ token: "user" });
    for (const path of ["../entities/User/me", "a/../../x", "", "./x"]) {
      await expect(functions.fetch(path)).rejects.toThrow("Function path");
    }
    await functions.fetch("a#b\\c@d");
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/v1/apps/app_1/functions/a%23b%5Cc%40d",
    ]);
  });
});
