/**
 * The packed SDK in the frameworks that people use, each in the form that it runs in production,
 * against the real server and the sandbox provider's API. Prints a row per way and case.
 */
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { createCaseTable } from "@grantry/testing/table";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Frameworks, installFrameworks, runTool } from "./install.ts";
import { type Programs, startPrograms, type Way } from "./programs.ts";

let frameworks: Frameworks;
let world: World;
let programs: Programs;
let nextUser = 0;
const table = createCaseTable();

beforeAll(async () => {
  frameworks = await installFrameworks();
  world = await startWorld({
    declare: ({ workspaces: [workspace] }) => {
      for (const connector of workspace?.connectors ?? []) {
        connector.scopes = ["calendar.read", "calendar.write"];
      }
    },
  });
  programs = await startPrograms(frameworks.folder, {
    ...settings(),
    EVENTS_URL: `${world.sandbox.origin}/api/calendar/events`,
  });
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
