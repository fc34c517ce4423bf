/** The image, as an engine runs it: user 1000, everything read-only but the volume, the program as process 1. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import {
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { reservePort } from "@grantry/testing/free-port";
import { type Started, startProgram } from "@grantry/testing/started-program";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { bomFaults } from "../executable/cyclonedx.ts";
import { prepareMainJob } from "../executable/main-job.ts";
import { platforms } from "../executable/platforms.ts";
import type { Bom } from "../executable/sbom.ts";
import { buildImage } from "./build.ts";
import { type Image, readImage, unpack } from "./layout.ts";

const surroundings = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
/** Without TLS, as only this machine can reach it. */
const tried = { NODE_ENV: "development", GRANTRY_HOST: "127.0.0.1" };
const [here] = platforms.filter(({ isHere }) => isHere);

let folder: string;
let data: string;
let image: Image;
let bundles = 0;
const containers: { id: string; process: Started }[] = [];

beforeAll(async () => {
  if (here === undefined) throw new Error("Images are made on Linux, on x64 or arm64.");
  folder = await mkdtemp(join(tmpdir(), "grantry-image-test-"));
  data = join(folder, "data");
  await mkdir(data);
  await chown(data, 1000, 1000);
  const file = join(inject("executables"), `grantry-${here.name}`);
  const bom = JSON.parse(await readFile(`${file}.cdx.json`, "utf8")) as Bom;
  await buildImage({ platform: here, file, bom }, join(folder, "layout"));
  image = await readImage(join(folder, "layout"));
}, 120_000);
afterEach(async () => {
  for (const { id, process } of containers.splice(0)) {
    await runc("delete", "--force", id).catch(() => {});
    await process.ended;
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const runcState = () => ["--root", join(folder, "runc")];

async function runc(...args: string[]): Promise<string> {
  return (await promisify(execFile)("runc", [...runcState(), ...args])).stdout;
}

/** A bundle of the image, with this in its environment. */
async function bundle(environment: Readonly<Record<string, string>> = {}): Promise<string> {
  bundles += 1;
  const into = join(folder, `bundle-${bundles}`);
  const files = { "/etc/grantry/grantry.jsonc": join(folder, "grantry.jsonc") };
  await writeFile(join(folder, "grantry.jsonc"), "{}", { flag: "a" });
  await unpack(image, into, { data, files, environment });
  return into;
}

/** Runs a bundle in a new container of this name. */
function run(id: string, from: string) {
  const process = startProgram(["runc", ...runcState(), "run", "--bundle", from, id], {
    env: surroundings,
  });
  containers.push({ id, process });
  return process;
}

/** The process as this machine sees it that is number 1 inside. */
async function firstProcess(id: string): Promise<number> {
  return JSON.parse(await runc("state", id)).pid;
}

/** One line of a command in a container, and its exit code. */
async function inside(id: string, ...command: string[]) {
  const { ended, said } = startProgram(["runc", ...runcState(), "exec", id, ...command], {
    env: surroundings,
  });
  const [code] = await ended;
  return { code, output: said() };
}

/** What Linux says of each process in the namespace of this one: its state's letter. */
async function states(pid: number): Promise<string[]> {
  const namespace = await readlink(`/proc/${pid}/ns/pid`);
  const found: string[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const of = await readlink(`/proc/${name}/ns/pid`).catch(() => "");
    if (of !== namespace) continue;
    const text = await readFile(`/proc/${name}/status`, "utf8").catch(() => "");
    found.push(/^State:\t(\w)/m.exec(text)?.[1] ?? "gone");
  }
  return found;
}

async function filesOf(root: string): Promise<{ path: string; mode: number }[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile());
  return await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const { mode } = await stat(join(parentPath, name));
      return { path: relative(root, join(parentPath, name)), mode };
    }),
  );
}

test("read-only and as user 1000 it connects an account; process 1 killed, nothing is lost; told to end, it ends in good order", async () => {
  const port = await reservePort();
  const job = await prepareMainJob(port);
  try {
    const from = await bundle({
      ...job.environment,
      ...tried,
      GRANTRY_BOOTSTRAP: "/etc/grantry/grantry.jsonc",
    });
    await writeFile(join(folder, "grantry.jsonc"), job.bootstrap);
    const first = run("grantry-first", from);
    await first.until("listening");
    const token = await job.connect("mia");
    process.kill(await firstProcess("grantry-first"), "SIGKILL");
    expect(await first.ended).toEqual([137, null]);

    const second = run("grantry-second", from);
    await second.until("listening");
    expect(await job.token("mia")).toBe(token);
    const pid = await firstProcess("grantry-second");
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).toBe("1000");
    expect(/^CapEff:\t(\w+)/m.exec(status)?.[1]).toBe("0000000000000000");
    const [command = ""] = (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0");
    expect(command).toBe("/usr/bin/grantry");
    await expectHealth("grantry-second", port);
    const backup = "/var/lib/grantry/backup.tar";
    for (const args of [
      ["backup", backup],
      ["drill", "restore", backup],
    ]) {
      expect(await inside("grantry-second", "/usr/bin/grantry", ...args)).toMatchObject({
        code: 0,
      });
    }
    expect((await stat(join(from, "rootfs/usr/bin/grantry"))).uid).toBe(0);

    process.kill(pid, "SIGTERM");
    expect(await second.ended).toEqual([0, null]);
    expect(second.said()).toContain('"msg":"closed"');
  } finally {
    await job.close();
  }
});

/** By the binary itself, as there is no other; it leaves no process behind. */
async function expectHealth(id: string, port: number): Promise<void> {
  for (const _time of [1, 2]) {
    const { code, output } = await inside(id, "/usr/bin/grantry", "health");
    expect([code, output]).toEqual([0, `http://127.0.0.1:${port} is ready.\n`]);
  }
  const shell = await inside(id, "/bin/sh", "-c", "true");
  expect(shell.code).not.toBe(0);
  expect(shell.output).toContain("no such file or directory");
  const left = await states(await firstProcess(id));
  expect(left).toEqual(["S"]);
}

test("told to end while it starts, it ends: process 1 has no signal's default to rely on", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const database = { GRANTRY_DATABASE_URL: `postgres://127.0.0.1:${port}/x` };
  const starting = run("grantry-starting", await bundle({ ...tried, ...database }));
  await Promise.race([once(silent, "connection"), starting.ended]);
  await runc("kill", "grantry-starting", "TERM");
  expect(await starting.ended).toEqual([143, null]);
  silent.close();
});

test("in production, which the image is for, it starts with nothing that is missing, and says in one line what is", async () => {
  const refused = run("grantry-refused", await bundle());
  expect(await refused.ended).toEqual([6, null]);
  expect(refused.said()).toMatch(/^grantry: GRANTRY_PUBLIC_URL must be set .*\n$/);
});

test("there is nothing in it but the program, what it links to, its user and whose licences that comes by", async () => {
  const root = join(await bundle(), "rootfs");
  const files = await filesOf(root);
  const may = files.filter(({ mode }) => (mode & 0o111) !== 0).map(({ path }) => path);
  expect(may.filter((path) => !/^lib(?:64)?\/.*\.so\.\d+$/.test(path))).toEqual([
    "usr/bin/grantry",
  ]);
  const others = files.map(({ path }) => path).filter((path) => !may.includes(path));
  expect(others.filter((path) => !path.startsWith("usr/share/")).sort()).toEqual([
    "etc/group",
    "etc/nsswitch.conf",
    "etc/passwd",
  ]);
  expect(files.filter(({ mode }) => (mode & 0o6022) !== 0)).toEqual([]);
  const licences = await readFile(join(root, "usr/share/doc/grantry/licences.txt"), "utf8");
  expect(licences).toContain("fastify");
  const bom = JSON.parse(await readFile(join(root, "usr/share/doc/grantry/sbom.cdx.json"), "utf8"));
  expect(bomFaults(bom)).toEqual([]);
  const debian = (bom as Bom).components
    .filter(({ purl }) => purl?.startsWith("pkg:deb/"))
    .map(({ name }) => name);
  expect(debian).toEqual(expect.arrayContaining(["libc6", "libstdc++6"]));
  for (const name of debian) {
    expect(others).toContain(`usr/share/doc/${name}/copyright`);
  }
});

test("it asks for what it needs, and is small", () => {
  const { User, Volumes, StopSignal, Entrypoint, Cmd } = image.config;
  expect({ User, Volumes, StopSignal, Entrypoint, Cmd }).toEqual({
    User: "1000:1000",
    Volumes: { "/var/lib/grantry": {} },
    StopSignal: "SIGTERM",
    Entrypoint: ["/usr/bin/grantry"],
    Cmd: ["start"],
  });
  expect(image.bytes).toBeLessThan(120_000_000);
});
