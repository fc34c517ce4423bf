/** `npm start` as a process: what it prints, and that its link to the dashboard signs in, once. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromSource } from "@grantry/testing/from-source";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const start = fileURLToPath(new URL("start.ts", import.meta.url));

interface Running {
  readonly output: () => string;
  readonly link: string;
  readonly origin: string;
  readonly end: () => Promise<unknown>;
}

describe("npm start", () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-start-"));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  async function run(): Promise<Running> {
    const child = spawn(process.execPath, [...fromSource, start], {
      stdio: ["ignore", "pipe", "pipe"],
      cwd: folder,
      env: {
        // Set for the command line, in the same terminal.
        GRANTRY_SERVER: "http://127.0.0.1:4400",
        GRANTRY_LOG_LEVEL: "trace",
        GRANTRY_PORT: "0",
        SANDBOX_PORT: "0",
        EXAMPLE_PORT: "0",
      },
    });
    children.push(child);
    const ended = once(child, "exit");
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => {
        output += data.toString();
      });
    }
    while (!output.includes("Stop with Ctrl-C")) {
      await Promise.race([ended, once(child.stdout, "data")]);
      if (child.exitCode !== null) throw new Error(output);
    }
    const link = /Dashboard +(\S+)/.exec(output)?.[1] ?? "";
    const end = () => {
      child.kill("SIGTERM");
      return ended;
    };
    return { output: () => output, link, origin: new URL(link).origin, end };
  }

  const open = (link: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(link, { method, headers, redirect: "manual" });
  const cookieOf = (response: Response) =>
    (response.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";

  test("prints four addresses, of which the dashboard's signs in as the workspace's owner, once", async () => {
    const demo = await run();
    for (const name of ["Example app", "Dashboard", "Grantry server", "Sandbox provider"]) {
      expect(demo.output()).toMatch(new RegExp(`${name} +http://127\\.0\\.0\\.1:`));
    }
    const token = demo.link.split("/").at(-1) ?? "";
    expect(token.length).toBeGreaterThan(30);

    // Neither a page that sends somebody there, nor a browser that looks ahead, uses it up.
    for (const site of ["cross-site", "same-site", "same-origin"]) {
      const sent = await open(demo.link, { "sec-fetch-site": site });
      expect([sent.status, sent.headers.getSetCookie()]).toEqual([403, []]);
    }
    expect((await open(demo.link, { "sec-purpose": "prefetch" })).status).toBe(503);
    expect((await open(demo.link, {}, "HEAD")).status).toBe(404);
    expect((await open(`${demo.link}x`)).status).toBe(400);

    const entered = await open(demo.link, { "sec-fetch-site": "none" });
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/dashboard"]);
    expect(entered.headers.get("referrer-policy")).toBe("no-referrer");
    expect(entered.headers.get("cache-control")).toBe("no-store");
    expect(entered.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
    const cookie = cookieOf(entered);
    const me = await fetch(`${demo.origin}/v1/me`, {
      headers: { cookie, "sec-fetch-site": "same-origin" },
    });
    const person = (await me.json()) as { workspaces: { id: string; role: string }[] };
    expect(person.workspaces).toMatchObject([{ id: "ws_demo", role: "owner" }]);

    const again = await open(demo.link);
    expect([again.status, again.headers.getSetCookie()]).toEqual([400, []]);
    expect(await again.text()).toContain("start it again");
    // In the browser that it has signed in it leads on.
    const back = await open(demo.link, { cookie });
    expect([back.status, back.headers.get("location")]).toEqual([303, "/dashboard"]);
    expect(back.headers.getSetCookie()).toEqual([]);

    await demo.end();
    expect(demo.output().split(token)).toHaveLength(2);
    // The folder of a server of one's own stays untouched: that one is to print its set-up link.
    expect(await readdir(folder)).toEqual([".grantry-demo"]);
  });

  test("a new start prints a new link, and the one before is over", async () => {
    const first = await run();
    await first.end();
    const second = await run();
    const before = first.link.replace(first.origin, second.origin);
    expect((await open(before)).status).toBe(400);
    expect((await open(second.link)).status).toBe(303);
    await second.end();
  });
});
