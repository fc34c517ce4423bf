/**
 * The packed SDK in the frameworks that people use, each in the form that it runs in production,
 * against the real server and the sandbox provider's API. Prints a row per way and case.
 */
import { execFile } from "node:child_process";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar, type Jar } from "@grantry/testing/browser";
import { comeBack } from "@grantry/testing/completion";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { createCaseTable } from "@grantry/testing/table";
import { afterAll, beforeAll, expect, test } from "vitest";
import { examples, type Frameworks, installFrameworks, runTool } from "./install.ts";
import {
  originOf,
  type Ports,
  type Programs,
  reservePorts,
  servers,
  startPrograms,
  type Way,
} from "./programs.ts";

let frameworks: Frameworks;
let world: World;
let programs: Programs;
let ports: Ports;
let nextUser = 0;
const table = createCaseTable();

beforeAll(async () => {
  ports = await reservePorts();
  frameworks = await installFrameworks(originOf(ports.sveltekit));
  world = await startWorld({
    origins: Object.values(ports).map(originOf),
    declare: ({ workspaces: [workspace] }) => {
      for (const connector of workspace?.connectors ?? []) {
        connector.scopes = ["calendar.read", "calendar.write"];
      }
    },
  });
  programs = await startPrograms(frameworks.folder, settings(), ports);
}, 600_000);
afterAll(async () => {
  console.log(table.text());
  await programs?.close();
  await world?.close();
  await frameworks?.remove();
}, 60_000);

/** A new user with a connected calendar. */
async function connected() {
  nextUser += 1;
  const user = await apiOf(world).signIn(`user-${nextUser}`);
  const started = await user.initiate(ids.userConnector);
  await consent(createJar(), started.body.redirect_url);
  const expire = async () => {
    await world.sandbox.expire((await user.token(ids.userConnector)).body.access_token);
  };
  return { headers: { authorization: `Bearer ${user.jwt}` }, expire };
}

const fine = { status: 200, body: expect.objectContaining({ account: "ada@sandbox.example" }) };
const refreshes = () => world.sandbox.ledger.count("token", { grantType: "refresh_token" });
const overGrant = { kind: "error", error: "invalid_grant" } as const;

const cases: Record<string, (way: Way) => Promise<void>> = {
  "a call with a good token": async (way) => {
    const { headers } = await connected();
    expect(await way.call("GET", headers)).toEqual(fine);
  },
  "a GET whose token the API refuses": async (way) => {
    const { headers, expire } = await connected();
    await expire();
    const before = refreshes();
    expect(await way.call("GET", headers)).toEqual(fine);
    expect(refreshes()).toBe(before + 1);
  },
  "a POST whose token the API refuses": async (way) => {
    const { headers, expire } = await connected();
    await expire();
    const created = { status: 201, body: expect.objectContaining({ title: "Tea" }) };
    expect(await way.call("POST", headers)).toEqual(created);
  },
  "a grant that is over": async (way) => {
    const { headers, expire } = await connected();
    await expire();
    world.sandbox.faults.next("token", overGrant);
    expect(await way.call("GET", headers)).toEqual({ error: "needs_reauth" });
  },
  "a user who has connected nothing": async (way) => {
    const { jwt } = await apiOf(world).signIn("nobody");
    const headers = { authorization: `Bearer ${jwt}` };
    expect(await way.call("GET", headers)).toEqual({ error: "not_connected" });
  },
  "a caller without a token": async (way) => {
    expect(await way.call("GET", {})).toEqual({ error: "app_user_required" });
  },
  "a stranger's header": async (way) => {
    const headers = { authorization: "Basic c3RyYW5nZXI6" };
    expect(await way.call("GET", headers)).toEqual({ error: "app_user_required" });
  },
  "a scheme in lower case": async (way) => {
    const { headers } = await connected();
    const authorization = headers.authorization.replace("Bearer", "bearer");
    expect(await way.call("GET", { authorization })).toEqual(fine);
  },
};

const names = [
  "Next.js, route handler",
  "Next.js, edge route",
  "Next.js, server component",
  "Next.js, server action",
  "Express",
  "Hono, c.req",
  "Hono, c.req.raw",
  "workerd",
  "Deno",
  "Bun",
];

const settings = () => ({
  GRANTRY_URL: world.url,
  GRANTRY_APP_ID: ids.app,
  GRANTRY_SERVICE_TOKEN: secrets.serviceToken,
  GRANTRY_CONNECTOR_ID: ids.userConnector,
  EVENTS_URL: `${world.sandbox.origin}/api/calendar/events`,
});

test("Jest, CommonJS", async () => {
  const row = table.add("Jest, CommonJS", "is required, and asks the server");
  const { PATH } = process.env;
  await runTool(frameworks.folder, "jest/bin/jest.js", ["--rootDir", "apps/jest"], {
    ...settings(),
    PATH,
  });
  row.passed();
});

/** How programs resolve packages: what this compiler is told, and the name their file has. */
const resolutions: Record<string, readonly [file: string, ...options: string[]]> = {
  "nodenext, ES module": ["use.mts", "--module", "nodenext"],
  "nodenext, CommonJS": ["use.cts", "--module", "nodenext"],
  "node16, CommonJS": ["use.cts", "--module", "node16"],
  node10: ["use.ts", "--module", "commonjs", "--moduleResolution", "node10"],
  bundler: ["use.ts", "--module", "esnext", "--moduleResolution", "bundler"],
};

test.each(Object.keys(resolutions))("TypeScript 5 without the DOM library, %s", async (name) => {
  const row = table.add("TypeScript 5", `without the DOM library, ${name}`);
  const [file = "", ...options] = resolutions[name] ?? [];
  const strict = [
    "--strict",
    "--noEmit",
    "--target",
    "es2022",
    "--lib",
    "es2022",
    "--types",
    "node",
  ];
  const types = join(frameworks.folder, "apps/types");
  if (file !== "use.ts") await copyFile(join(types, "use.ts"), join(types, file));
  await runTool(frameworks.folder, "typescript/bin/tsc", [
    ...strict,
    ...options,
    join(types, file),
  ]);
  row.passed();
});

for (const name of names) {
  for (const [title, check] of Object.entries(cases)) {
    test(`${name}: ${title}`, async () => {
      const row = table.add(name, title);
      const way = programs.ways.find((one) => one.name === name);
      if (way === undefined) throw new Error(`there is no way "${name}"`);
      await check(way);
      row.passed();
    });
  }
}

/** Presses the example's button, consents, and comes back; where the example sent the browser then. */
async function connectIn(origin: string, jar: Jar): Promise<string | null> {
  const begun = await jar.post(`${origin}/connect`, {}, { origin });
  expect([begun.status, begun.location?.startsWith(`${world.url}/`)]).toEqual([303, true]);
  const { url } = await comeBack(begun.location ?? "");
  expect(url.href.startsWith(`${origin}/connected?`)).toBe(true);
  return (await jar.get(url.href)).location;
}

const events = expect.objectContaining({ account: "ada@sandbox.example" });

for (const name of servers) {
  test(`example ${name}: connects a user's account, and reads its calendar`, async () => {
    const row = table.add(`example ${name}`, "connect, complete, read");
    const origin = originOf(ports[name]);
    const jar = createJar();
    expect((await jar.get(`${origin}/`)).text).toContain('action="/connect"');
    const before = await jar.get(`${origin}/calendar`);
    expect([before.status, JSON.parse(before.text)]).toEqual([409, { error: "not_connected" }]);
    const then = new URL((await connectIn(origin, jar)) ?? "", origin).pathname;
    const after = await jar.get(`${origin}/calendar`);
    expect([then, after.status, JSON.parse(after.text)]).toEqual(["/calendar", 200, events]);
    row.passed();
  });

  test(`example ${name}: who consents by somebody else's link connects nothing`, async () => {
    const row = table.add(`example ${name}`, "a consent in another browser");
    const origin = originOf(ports[name]);
    const [starter, other] = [createJar(), createJar()];
    const begun = await starter.post(`${origin}/connect`, {}, { origin });
    const { url } = await comeBack(begun.location ?? "");
    expect(new URL((await other.get(url.href)).location ?? "", origin).pathname).toBe("/");
    for (const jar of [starter, other])
      expect((await jar.get(`${origin}/calendar`)).status).toBe(409);
    row.passed();
  });
}

test("example background-job: reads what users have connected who are not there", async () => {
  const row = table.add("example background-job", "two users, one connected");
  nextUser += 1;
  const user = await apiOf(world).signIn(`user-${nextUser}`);
  await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
  const job = join(frameworks.folder, "examples/background-job/job.js");
  const env = { PATH: process.env["PATH"], ...settings() };
  const given = [job, "nobody", `user-${nextUser}`];
  const { stdout } = await promisify(execFile)(process.execPath, given, { env });
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { userId: "nobody", error: "not_connected" },
    { userId: `user-${nextUser}`, status: 200, body: events },
  ]);
  row.passed();
});

test("what the examples name is what they are tried with", async () => {
  const read = async (file: string) =>
    JSON.parse(await readFile(new URL(file, import.meta.url), "utf8")).dependencies;
  const { "@grantry/sdk": _, ...tried } = await read("package.json");
  for (const name of [...examples, "nextjs"]) {
    const { "@grantry/sdk": __, ...named } = await read(
      `../../../../examples/${name}/package.json`,
    );
    expect([name, tried]).toEqual([name, expect.objectContaining(named)]);
  }
});
