/** Starts the apps, and calls them in every way that each of them offers. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { reservePort } from "@grantry/testing/free-port";

/** How a request reaches the SDK: a framework, and the place in it. */
export interface Way {
  readonly name: string;
  /** What the app's `work` resolved with. */
  call(method: "GET" | "POST", headers: Readonly<Record<string, string>>): Promise<unknown>;
}

export interface Programs {
  readonly ways: readonly Way[];
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** The examples that are servers, by the name of their folder. */
export const servers = [
  "cloudflare-workers",
  "deno",
  "express",
  "hono",
  "nextjs",
  "sveltekit",
] as const;

export type Ports = Readonly<Record<(typeof servers)[number], number>>;

/** Ports for the examples: an app's origins are declared before it is started. */
export async function reservePorts(): Promise<Ports> {
  const ports = [];
  for (const name of servers) ports.push([name, await reservePort()] as const);
  return Object.fromEntries(ports) as Ports;
}

export const originOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Starts every app and example of the folder. Rejects where one does not come up. */
export async function startPrograms(
  folder: string,
  environment: Environment,
  ports: Ports,
): Promise<Programs> {
  const bin = (name: string) => join(folder, "node_modules/.bin", name);
  const node = process.execPath;
  const start = async (command: readonly string[], cwd = "apps", port?: number) =>
    startProgram(command, join(folder, cwd), environment, port ?? (await reservePort()));
  const example = (name: keyof Ports, command: readonly string[]) =>
    start(command, `examples/${name}`, ports[name]);
  const deno = ["run", "--no-remote", "--cached-only", "--node-modules-dir=manual"];
  const next = join(folder, "node_modules/next/dist/bin/next");
  const started = await Promise.all([
    start([node, next, "start", "--hostname", "127.0.0.1"], "apps/next", ports.nextjs),
    start([node, "express.js"]),
    start([node, "hono.js"]),
    start([node, "miniflare.js", "worker.bundle.js"]),
    start([bin("deno"), ...deno, "--allow-env", "--allow-net", "deno.js"]),
    start([bin("bun"), "bun.js"]),
    example("express", [node, "app.js"]),
    example("hono", [node, "app.js"]),
    example("sveltekit", [node, "build/index.js"]),
    example("deno", [bin("deno"), ...deno, "--allow-env", "--allow-net", "app.js"]),
    start([node, "miniflare.js", "example.bundle.js"], "apps", ports["cloudflare-workers"]),
  ]);
  const [nextUrl, expressUrl, honoUrl, workerUrl, denoUrl, bunUrl] = started.map(({ url }) => url);
  return {
    ways: [
      route("Next.js, route handler", `${nextUrl}/events`),
      route("Next.js, edge route", `${nextUrl}/edge`),
      component("Next.js, server component", `${nextUrl}/component`),
      action("Next.js, server action", `${nextUrl}/action`),
      route("Express", `${expressUrl}/events`),
      route("Hono, c.req", `${honoUrl}/events`),
      route("Hono, c.req.raw", `${honoUrl}/raw`),
      route("workerd", `${workerUrl}/events`),
      route("Deno", `${denoUrl}/events`),
      route("Bun", `${bunUrl}/events`),
    ],
    close: async () => {
      await Promise.all(started.map(({ close }) => close()));
    },
  };
}

async function startProgram(
  [command = "", ...given]: readonly string[],
  cwd: string,
  environment: Environment,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const url = originOf(port);
  const quiet = { NEXT_TELEMETRY_DISABLED: "1", DENO_NO_UPDATE_CHECK: "1" };
  const env = { PATH: process.env["PATH"], HOME: cwd, PORT: String(port), ...quiet };
  const child = spawn(command, given, {
    cwd,
    env: { ...env, APP_URL: url, HOST: "127.0.0.1", ...environment },
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece) => {
      said += piece;
    });
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  for (;;) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (child.exitCode !== null) throw new Error(`${command} ${given.join(" ")}: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const close = async () => {
    // The whole group: Next.js and Miniflare start processes of their own.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  return { url, close };
}

function route(name: string, url: string): Way {
  return {
    name,
    call: async (method, headers) => {
      const response = await fetch(url, { method, headers });
      const text = await response.text();
      return response.ok ? JSON.parse(text) : { fault: `status ${response.status}: ${text}` };
    },
  };
}

function component(name: string, url: string): Way {
  return {
    name,
    call: async (method, headers) => {
      const response = await fetch(`${url}?method=${method}`, { headers });
      const shown = /<pre>(.*?)<\/pre>/s.exec(await response.text())?.[1];
      return shown === undefined
        ? { fault: `status ${response.status}` }
        : JSON.parse(plain(shown));
    },
  };
}

/** Sends the form as a browser without script does. */
function action(name: string, url: string): Way {
  return {
    name,
    call: async (method, headers) => {
      const page = await (await fetch(url)).text();
      const form = new FormData();
      for (const [, hidden = ""] of page.matchAll(/<input type="hidden" name="([^"]+)"/g)) {
        form.set(hidden, "");
      }
      form.set("method", method);
      const { origin } = new URL(url);
      const init = { method: "POST", headers: { ...headers, origin }, body: form } as const;
      const response = await fetch(url, { ...init, redirect: "manual" });
      const location = new URL(response.headers.get("location") ?? "/", url);
      const result = location.searchParams.get("result");
      return result === null ? { fault: `status ${response.status}` } : JSON.parse(result);
    },
  };
}

function plain(html: string): string {
  return html.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
}
