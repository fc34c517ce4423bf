/** The server as a process: what an operator sees who starts it rightly or wrongly. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { startKeyService } from "@grantry/testing/key-services/all";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newKeyText } from "../src/crypto/keyring.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

const manyCallers = 1_500;
/** What Linux lets a process have waiting; elsewhere it is not known. */
const mayWait = Number(await readFile("/proc/sys/net/core/somaxconn", "utf8").catch(() => "0"));

describe("the server's process", () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-process-"));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  function start(environment: Record<string, string>) {
    const child = spawn(process.execPath, [...fromSource, main], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { GRANTRY_DATA_DIR: join(folder, "data"), ...environment },
    });
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => {
        output += data.toString();
      });
    }
    return { child, ended: once(child, "exit"), output: () => output };
  }

  /** Starts a server that must not start; what it said and how it ended. */
  async function refusal(environment: Record<string, string>) {
    const { ended, output } = start(environment);
    const [code] = await ended;
    return { code, output: output() };
  }

  async function running(environment: Record<string, string>) {
    const port = await reservePort();
    const server = start({ ...environment, GRANTRY_PORT: String(port) });
    while (!server.output().includes("listening")) {
      const gone = await Promise.race([server.ended, once(server.child.stdout, "data")]);
      if (server.child.exitCode !== null) throw new Error(`${gone} ${server.output()}`);
    }
    return { ...server, url: `http://127.0.0.1:${port}` };
  }

  test("starts with nothing configured, answers, and ends in good order on a signal", async () => {
    const server = await running({});
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    server.child.kill("SIGTERM");
    server.child.kill("SIGINT");
    expect(await server.ended).toEqual([0, null]);
    expect(server.output()).toContain("closed");
  });

  test("a signal while it starts ends it: as the first process of a container it would not by itself", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const server = start({ GRANTRY_DATABASE_URL: `postgres://127.0.0.1:${port}/x` });
    await once(silent, "connection");
    server.child.kill("SIGTERM");
    expect(await server.ended).toEqual([143, null]);
    silent.close();
  });

  // That it is answered whenever it asks in time, http/drain.test.ts shows: here it may come too late for the server's five seconds.
  test("in production, a caller who keeps a connection is answered once more, and then there is none", async () => {
    const server = await running({
      NODE_ENV: "production",
      GRANTRY_PUBLIC_URL: "https://connect.example.com",
      GRANTRY_ENCRYPTION_KEYS: newKeyText("k1"),
    });
    const { port } = new URL(server.url);
    const socket = connect(Number(port), "127.0.0.1");
    const asks = async () => {
      socket.write("GET /healthz HTTP/1.1\r\nHost: grantry\r\n\r\n");
      const [said] = await Promise.race([once(socket, "data"), once(socket, "end")]);
      return said === undefined ? "ended" : String(said);
    };
    expect(await asks()).toMatch(/^HTTP\/1\.1 200 .*^connection: keep-alive/ims);
    server.child.kill("SIGTERM");
    while (!server.output().includes("closing")) await once(server.child.stdout, "data");
    expect(await asks()).toMatch(/^HTTP\/1\.1 200 .*^connection: close|^ended$/ims);
    expect(await server.ended).toEqual([0, null]);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test("starts, and starts again, with its root key in a key service; refused there, it says so and ends", async () => {
    const service = await startKeyService("AWS KMS");
    const { double } = service;
    const environment = {
      ...double.environment,
      GRANTRY_ENCRYPTION_KEYS: `k2:${double.location}`,
    };
    for (const _start of [1, 2]) {
      const server = await running(environment);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      server.child.kill("SIGTERM");
      expect(await server.ended).toEqual([0, null]);
    }
    double.set("forbidden");
    const { code, output } = await refusal(environment);
    expect(code).toBe(1);
    expect(output).toMatch(/^grantry: The root key "k2" .*See to the state of the key.*$/m);
    await service.close();
  });

  test.runIf(mayWait >= manyCallers)(
    "turns nobody away who comes while it is busy, however many at once",
    async () => {
      const server = await running({});
      server.child.kill("SIGSTOP");
      const callers = Array.from({ length: manyCallers }, () =>
        connect(Number(new URL(server.url).port), "127.0.0.1"),
      );
      await Promise.all(callers.map((caller) => once(caller, "connect")));
      server.child.kill("SIGCONT");
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      for (const caller of callers) caller.destroy();
    },
  );

  test("says in one line whose port is in use", async () => {
    const other = await running({});
    const { port } = new URL(other.url);
    const environment = { GRANTRY_PORT: port, GRANTRY_DATA_DIR: join(folder, "other") };
    const { code, output } = await refusal(environment);
    expect(code).toBe(1);
    expect(output).toContain(`grantry: Port ${port} of 127.0.0.1 is in use`);
    expect(output).not.toMatch(/^ +at /m);
  });

  test("refuses another key than the database was sealed with (SEC-57)", async () => {
    const first = await running({ GRANTRY_ENCRYPTION_KEYS: newKeyText("k1") });
    first.child.kill("SIGTERM");
    await first.ended;
    const second = await refusal({ GRANTRY_ENCRYPTION_KEYS: newKeyText("k1"), GRANTRY_PORT: "0" });
    expect(second.code).toBe(1);
    expect(second.output).toBe(
      'grantry: The configured key "k1" is not the one that this database was sealed with.\n',
    );
  });

  test.each([
    [
      "production without a key (SEC-57)",
      { NODE_ENV: "production", GRANTRY_PUBLIC_URL: "https://g.example" },
      /openssl rand -base64 32/,
    ],
    ["an unknown setting", { GRANTRY_PROT: "1" }, /There is no setting GRANTRY_PROT/],
    ["a malformed key", { GRANTRY_ENCRYPTION_KEYS: "k1:short" }, /"k1" must be 32 bytes/],
    [
      "a database that is not there",
      { GRANTRY_DATABASE_URL: "postgres://127.0.0.1:1/x" },
      /database/i,
    ],
    [
      "a bootstrap file that is not there",
      { GRANTRY_BOOTSTRAP: "/nowhere.jsonc" },
      /Cannot read the file \/nowhere\.jsonc/,
    ],
  ])("refuses %s in one line", async (_name, environment, message) => {
    const { code, output } = await refusal(environment);
    expect(code).toBe(1);
    expect(output).toMatch(message);
    // Before a key is read that is wrong the log may have told that the tables were made.
    const told = output
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("{"));
    expect(told).toHaveLength(1);
  });

  test("names file, line and key of a mistake in the bootstrap file", async () => {
    const file = join(folder, "grantry.jsonc");
    await writeFile(file, '{\n  "workspaces": [],\n  "app": []\n}\n');
    const { code, output } = await refusal({ GRANTRY_BOOTSTRAP: file });
    expect(code).toBe(1);
    expect(output).toBe(`grantry: ${file}:3: app: there is no such key.\n`);
  });
});
