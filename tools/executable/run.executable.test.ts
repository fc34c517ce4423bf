/** The executable, where nothing else of Grantry is: it serves, keeps what it was told through a kill, and says what is in it. */
import { execFile } from "node:child_process";
import {
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createTestDatabase, engines } from "@grantry/testing/databases";
import { reservePort } from "@grantry/testing/free-port";
import { startKeyService } from "@grantry/testing/key-services/all";
import { startOtlpReceiver } from "@grantry/testing/otlp-receiver";
import { type Started, startProgram } from "@grantry/testing/started-program";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { bomFaults } from "./cyclonedx.ts";
import { type MainJob, prepareMainJob } from "./main-job.ts";
import { platforms } from "./platforms.ts";
import { confined } from "./run.ts";
import type { Bom } from "./sbom.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [here] = platforms.filter(({ isHere }) => isHere);
const made = join(inject("executables"), `grantry-${here?.name}`);
const surroundings = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

let folder: string;
let program: string;
let data: string;
const running: Started[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-alone-"));
  // Others may enter, and may not write.
  await mkdir(join(folder, "empty"));
  await promisify(execFile)("chmod", ["755", folder]);
  program = join(folder, "empty", "grantry");
  data = join(folder, "data");
  await copyFile(made, program);
  await mkdir(data);
  await chown(data, 1000, 1000);
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

function run(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const one = startProgram(command, {
    cwd: join(folder, "empty"),
    env: { ...surroundings, GRANTRY_DATA_DIR: data, ...environment },
  });
  running.push(one);
  return one;
}

async function ask(...args: string[]): Promise<string> {
  return (await promisify(execFile)(program, args, { maxBuffer: 2 ** 24 })).stdout;
}

test("as another user it may write to nothing but its data folder", async () => {
  const writes =
    "id -u; touch ./x /tmp/x; touch $GRANTRY_DATA_DIR/x && rm $GRANTRY_DATA_DIR/x && echo may";
  const tried = run(confined(data, ["sh", "-c", writes]));
  await tried.ended;
  expect(tried.said()).toMatch(/^1000\n(.*Read-only file system\n){2}may\n$/);
});

test.each(engines)(
  "so, from an empty folder, it connects accounts; killed, it loses nothing: %s",
  async (engine) => {
    const port = await reservePort();
    const database = await createTestDatabase(engine, () => inject("postgresUrl"));
    const job = await prepareMainJob(port);
    try {
      await writeFile(join(folder, "empty/grantry.jsonc"), job.bootstrap);
      const environment = {
        ...job.environment,
        GRANTRY_BOOTSTRAP: "grantry.jsonc",
        ...(engine === "sqlite" ? {} : { GRANTRY_DATABASE_URL: database.url }),
      };
      const serve = () => run(confined(data, ["./grantry", "start"]), environment);
      const first = serve();
      await first.until("listening");
      const tokens = await connectAll(job);
      first.child.kill("SIGKILL");
      expect(await first.ended).toEqual([null, "SIGKILL"]);

      const second = serve();
      await second.until("listening");
      for (const [user, token] of tokens) expect(await job.token(user)).toBe(token);
      const healthy = await run(["./grantry", "health"], environment).ended;
      expect(healthy).toEqual([0, null]);
      await expectPages(`http://127.0.0.1:${port}`);
      second.child.kill("SIGTERM");
      expect(await second.ended).toEqual([0, null]);
      expect(second.said()).toContain('"msg":"closed"');
      expect(await readdir(join(folder, "empty"))).toEqual(["grantry", "grantry.jsonc"]);
    } finally {
      await job.close();
      await database.drop();
    }
  },
);

async function connectAll(job: MainJob): Promise<(readonly [user: string, token: string])[]> {
  const users = ["mia", "noah", "zoe"];
  return await Promise.all(users.map(async (user) => [user, await job.connect(user)] as const));
}

/** The page to sign in, one of the dashboard's files as browsers ask for it, and a page of the documentation. */
async function expectPages(url: string): Promise<void> {
  const page = await fetch(`${url}/dashboard`);
  expect([page.status, new URL(page.url).pathname]).toEqual([200, "/sign-in"]);
  const built = await readdir(join(root, "packages/dashboard/dist/assets"));
  const [script = ""] = built.filter((name) => built.includes(`${name}.br`));
  const asked = { headers: { "accept-encoding": "br" } };
  const file = await fetch(new URL(`/dashboard/assets/${script}`, url), asked);
  expect([file.status, file.headers.get("content-encoding")]).toEqual([200, "br"]);
  const whole = await readFile(join(root, "packages/dashboard/dist/assets", script), "utf8");
  expect(await file.text()).toBe(whole);
  expect(await (await fetch(`${url}/docs/installing`)).text()).toContain("grantry-linux-x64");
}

test("it says which version it is, and by whose licences all that it holds comes", async () => {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  expect(await ask("--version")).toBe(`${version}\n`);
  const { licences } = JSON.parse(await ask("licences", "--json"));
  const texts: Record<string, string> = Object.fromEntries(
    licences.map(({ of, text }: Record<"of" | "text", string>) => [of, text]),
  );
  expect(Object.keys(texts)).toEqual([
    "Grantry",
    "What the program holds of others",
    "What the dashboard holds of others",
    "Node.js, which runs the program",
  ]);
  expect(texts["Grantry"]).toContain("Apache License");
  expect(texts["Node.js, which runs the program"]).toContain("OpenSSL");
  const bom = JSON.parse(await readFile(`${made}.cdx.json`, "utf8")) as Bom;
  const packages = bom.components.filter(({ purl }) => purl?.startsWith("pkg:npm/"));
  const named = new Set(packages.map(({ name }) => name));
  expect([...named]).toEqual(expect.arrayContaining(["fastify", "undici", "zod", "react", "pg"]));
  const notices = Object.values(texts).join("\n");
  expect(packages.filter((one) => !notices.includes(`${one.name} ${one.version} (`))).toEqual([]);
});

test.each(platforms)(
  "what is in that of $name stands beside it, as CycloneDX",
  async ({ name }) => {
    const file = join(inject("executables"), `grantry-${name}.cdx.json`);
    expect(bomFaults(JSON.parse(await readFile(file, "utf8")))).toEqual([]);
  },
);

/** ELF's numbers of machines, and what each is called here. */
const machines: Readonly<Record<number, string>> = { 62: "linux-x64", 183: "linux-arm64" };

test.each(platforms)(
  "that of $name is a program of its machine, with all inside",
  async ({ name }) => {
    const bytes = await readFile(join(inject("executables"), `grantry-${name}`));
    expect(bytes.subarray(0, 4).toString("latin1")).toBe("\x7fELF");
    expect(machines[bytes.readUInt16LE(18)]).toBe(name);
    for (const inside of [
      "dashboard/index.html.br",
      "third-party-notices.txt",
      "GRANTRY_DATABASE_URL",
    ]) {
      expect([inside, bytes.includes(inside)]).toEqual([inside, true]);
    }
  },
);

test("with --json a server that does not start is one document, too", async () => {
  const failed = run(["./grantry", "start", "--json"], { GRANTRY_PORT: "none" });
  expect(await failed.ended).toEqual([6, null]);
  const said = failed.said();
  const document = said.slice(said.indexOf("{\n"), said.lastIndexOf("\n}") + 2);
  expect(JSON.parse(document).error).toMatchObject({ code: "server_ended" });
});

test("a package of a key service is found beside it, and asked for where it is not there", async () => {
  const { double, close } = await startKeyService("AWS KMS");
  try {
    const environment = {
      ...double.environment,
      GRANTRY_PORT: String(await reservePort()),
      GRANTRY_ENCRYPTION_KEYS: `k1:${double.location}`,
    };
    const without = run(["./grantry", "start"], environment);
    await without.ended;
    expect(without.said()).toContain("which is not installed: npm install @aws-sdk/client-kms@");
    const into = `put the folder node_modules that it makes into ${join(folder, "empty")}`;
    expect(without.said()).toContain(into);
    await symlink(join(root, "node_modules"), join(folder, "empty/node_modules"));
    const serving = run(["./grantry", "start"], environment);
    await serving.until("listening");
  } finally {
    await close();
  }
});

test("OpenTelemetry's package likewise, and then the log is sent", async () => {
  const collector = await startOtlpReceiver();
  try {
    const environment = {
      GRANTRY_PORT: String(await reservePort()),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    };
    const without = run(["./grantry", "start"], environment);
    await without.ended;
    expect(without.said()).toContain("npm install @opentelemetry/sdk-node@0.301 where npm is");
    await symlink(join(root, "node_modules"), join(folder, "empty/node_modules"));
    const serving = run(["./grantry", "start"], environment);
    await serving.until("listening");
    serving.child.kill("SIGTERM");
    await serving.ended;
    expect(collector.logs.map(({ body }) => body)).toContain("listening");
  } finally {
    await collector.close();
  }
});
