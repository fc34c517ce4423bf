/**
 * The server behind nginx and Caddy with the files of deploy/, over TLS under a private authority: the main job goes
 * through them, and who asks is who the server takes them for.
 */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { get } from "node:http";
import { type RequestOptions, request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { visit } from "@grantry/sandbox/visitor";
import { apiOf } from "@grantry/testing/api";
import { type AppPage, startAppPage } from "@grantry/testing/app-page";
import { createJar, depart } from "@grantry/testing/browser";
import { launchChromium } from "@grantry/testing/chromium";
import { answerAndClose, confirm } from "@grantry/testing/consent-pages";
import { reservePort } from "@grantry/testing/free-port";
import { type FunctionServer, startFunctionServer } from "@grantry/testing/function-server";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, password } from "@grantry/testing/operators";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { installOfficialCli, type OfficialCli } from "../official-cli/install.ts";
import { createBench } from "../official-cli/run.ts";
import { inventName, type PrivateName } from "./private-name.ts";
import { type RunningProxy, startCaddy, startNginx } from "./proxy-programs.ts";

const name = "connect.grantry.test";
/** The official command line looks at how a key begins. */
const key = `b44k_${"k".repeat(40)}`;
/** More than Chromium asks for. */
const pagesOfAnAddress = 40;

let folder: string;
let known: PrivateName;
let browser: Browser;
let app: AppPage;
let cli: OfficialCli;
let functions: FunctionServer;

beforeAll(async () => {
  // The official SDK prints every error body elsewhere than in production.
  vi.stubEnv("NODE_ENV", "production");
  folder = await mkdtemp(join(tmpdir(), "grantry-behind-proxy-"));
  known = await inventName(folder, name);
  [browser, app, cli, functions] = await Promise.all([
    launchChromium(known.chromiumArguments),
    startAppPage({ script: new URL("../official-app.js", import.meta.url) }),
    installOfficialCli(),
    startFunctionServer(),
  ]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([browser?.close(), app?.close(), cli?.remove(), functions?.close()]);
  known?.forget();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const programs = { nginx: startNginx, Caddy: startCaddy };

describe.each([
  { program: "nginx", place: "own", path: "" },
  { program: "nginx", place: "path", path: "/connect" },
  { program: "Caddy", place: "own", path: "" },
  { program: "Caddy", place: "path", path: "/connect" },
] as const)("behind $program, at https://…$path", ({ program, place, path }) => {
  let world: World;
  let proxy: RunningProxy;
  let plainPort: number;

  beforeAll(async () => {
    const port = await reservePort();
    plainPort = await reservePort();
    world = await startWorld({
      publicUrl: `https://${name}:${port}${path}`,
      origins: [app.origin],
      trustedProxies: ["127.0.0.1"],
      limits: [`page_requests=${pagesOfAnAddress}/3600`],
      allowedPrivateOrigins: [functions.origin],
      declare: (bootstrap) => {
        declareMembers(bootstrap);
        const [workspace] = bootstrap.workspaces;
        workspace?.api_keys?.push({ id: "key_cli", name: "cli", secret: { env: key } });
        const [declared] = workspace?.apps ?? [];
        if (declared !== undefined) declared.functions_url = `${functions.origin}/fn`;
      },
    });
    app.use(world);
    proxy = await programs[program]({
      folder: await mkdtemp(join(folder, "proxy-")),
      place,
      name,
      certificate: known.files,
      port,
      plainPort,
      serverPort: (world.app.http.server.address() as AddressInfo).port,
    });
  });
  afterAll(async () => {
    await proxy?.close();
    await world?.close();
  });

  /** An answer to a request from an address of this machine, read to its end. */
  async function ask(to: string, { body, ...options }: RequestOptions & { body?: Buffer } = {}) {
    const call = request(world.url + to, options);
    const answered = once(call, "response") as Promise<[IncomingMessage]>;
    // An answer may come before all of the body has gone out.
    call.on("error", () => {});
    call.end(body);
    const [answer] = await answered;
    let text = "";
    for await (const piece of answer.setEncoding("utf8")) text += piece;
    return { status: answer.statusCode, headers: answer.headers, text };
  }

  /** What a caller says who would be somebody else. */
  const forged = (count: number): IncomingHttpHeaders => ({
    "x-forwarded-for": `203.0.113.${count}`,
    "x-real-ip": `203.0.113.${count}`,
    forwarded: `for=203.0.113.${count}`,
  });

  test("a user connects in Chromium, and the official SDK reads the token", async () => {
    const context = await browser.newContext();
    try {
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      await page.goto(`${app.origin}/?user=user-1`);
      await page.locator("output", { hasText: "not connected: NOT_FOUND" }).waitFor();
      const [popup] = await Promise.all([
        page.waitForEvent("popup"),
        page.getByRole("button", { name: "Connect in a popup" }).click(),
      ]);
      await confirm(popup);
      await answerAndClose(popup);
      await page.locator("output", { hasText: "connected as ada@sandbox.example" }).waitFor();
    } finally {
      await context.close();
    }
  });

  test("a key in the header of the official command line arrives", async () => {
    const headers = { api_key: secrets.workspaceKey };
    const answer = await ask(`/api/apps/${ids.app}/external-auth/available-integrations`, {
      headers,
    });
    expect(answer.status).toBe(200);
  });

  test("pages are counted by the address of who asks, whatever they say", async () => {
    const from = async (localAddress: string, count: number) =>
      (await ask("/sign-in", { localAddress, headers: forged(count) })).status;
    const statuses: (number | undefined)[] = [];
    for (let count = 1; count <= pagesOfAnAddress + 1; count += 1) {
      statuses.push(await from("127.0.0.5", count));
    }
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([200]));
    expect(statuses.at(-1)).toBe(429);
    expect(await from("127.0.0.6", 1)).toBe(200);
  });

  test("the audit log has the address of who asks, whatever they say", async () => {
    const body = Buffer.from(
      new URLSearchParams({ email: "owner@example.com", password: `${password}!` }).toString(),
    );
    const headers = {
      ...forged(9),
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
    };
    await ask("/sign-in", { method: "POST", localAddress: "127.0.0.7", headers, body });
    const records = await ask(
      `/v1/workspaces/${ids.workspace}/audit-records?action=operator.sign_in_refused`,
      { headers: { authorization: `Bearer ${secrets.workspaceKey}` } },
    );
    expect(JSON.parse(records.text).data).toMatchObject([{ address: "127.0.0.7" }]);
  });

  const backend = { authorization: `Bearer ${secrets.serviceToken}` };

  test("the server's own bounds of heads and bodies hold, and its own words", async () => {
    functions.run("size", async (called) =>
      Response.json({ bytes: (await called.arrayBuffer()).byteLength }),
    );
    const largest = 25 * 1024 * 1024;
    const arrived = await ask(`/api/apps/${ids.app}/functions/size`, {
      method: "POST",
      headers: backend,
      body: Buffer.alloc(largest),
    });
    expect(JSON.parse(arrived.text)).toEqual({ bytes: largest });
    const refused = await ask(`/v1/apps/${ids.app}/tokens`, {
      method: "POST",
      headers: { ...backend, "content-type": "application/json" },
      body: Buffer.alloc(70_000, " "),
    });
    expect([refused.status, refused.text]).toEqual([
      413,
      expect.stringContaining("body_too_large"),
    ]);
    const long = await ask(`/sign-in?next=${"x".repeat(30_000)}`, {
      headers: { "x-long": "y".repeat(30_000) },
    });
    expect(long.status).toBe(200);
  });

  test("a function's answer comes piece by piece", async () => {
    let finish = () => {};
    functions.listen("slow", (_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/plain" }).write("first");
      finish = () => outgoing.end("last");
    });
    const { jwt } = await apiOf(world).signIn("user-2");
    const answer = await fetch(`${world.url}/api/apps/${ids.app}/functions/slow`, {
      headers: { authorization: `Bearer ${jwt}` },
    });
    const pieces: string[] = [];
    for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      if (pieces.push(piece) === 1) finish();
    }
    expect(pieces).toEqual(["first", "last"]);
  });

  test("browsers are told once to come by https, and nobody is shown metrics", async () => {
    const { headers } = await ask("/sign-in", { localAddress: "127.0.0.8" });
    expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    expect((await ask("/metrics")).status).toBe(404);
  });

  if (place === "path") {
    test("what lies outside the path is not the server's", async () => {
      const answer = await fetch(new URL("/v1/server", world.url));
      expect(await answer.text()).not.toContain("grantry");
      const bare = await fetch(world.url, { redirect: "manual" });
      expect(bare.headers.get("location")).toMatch(/\/connect\/$/);
    });
  } else {
    // It calls the root of whatever name it is given.
    test("the official command line does its work", async () => {
      const env = { BASE44_API_URL: world.url, BASE44_API_KEY: key };
      const bench = await createBench(cli, { ...known.environment, ...env });
      const project = await bench.project(ids.app);
      const ran = await project.run(["connectors", "list-available"]);
      await bench.close();
      expect(ran.text).toMatch(/Found \d+ available/);
    });
  }

  if (program === "nginx" && place === "own") {
    test("http leads to https", async () => {
      const [answer] = await once(
        get(`http://127.0.0.1:${plainPort}/sign-in`, { headers: { host: name } }),
        "response",
      );
      answer.resume();
      expect(answer.statusCode).toBe(308);
      expect(answer.headers.location).toMatch(/^https:\/\/.*\/sign-in$/);
    });
  }

  test("the logs hold no link, code, key or token, also where the server is away", async () => {
    const { jwt } = await apiOf(world).signIn("user-3");
    const started = await apiOf(world).call(
      `app-user-auth/connectors/${ids.userConnector}/initiate`,
      { method: "POST", headers: { authorization: `Bearer ${jwt}` } },
    );
    const link: string = started.body.redirect_url;
    const callback = await visit(await depart(createJar(), link));
    await world.app.http.close();
    expect((await ask(callback.href.slice(world.url.length))).status).toBe(502);
    await proxy.close();
    const log = await proxy.logged();
    expect(log).toContain("/api/external-auth/");
    const told = [link.split("/").at(-1), ...callback.searchParams.values(), jwt, key];
    for (const secret of [...told, ...Object.values(secrets)]) expect(log).not.toContain(secret);
  });
});
