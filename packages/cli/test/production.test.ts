/** `grantry init --production`: what it makes, what it looks at, and that a server starts with it. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { type Listening, serve } from "@grantry/testing/loopback";
import { shiftedClock } from "@grantry/testing/shifted-clock";
import { startProgram } from "@grantry/testing/started-program";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench, type Folder } from "./bench.ts";

const certificates = new URL("../../server/test/certificates/", import.meta.url);
const authority = fileURLToPath(new URL("ca.pem", certificates));
const main = fileURLToPath(new URL("../../server/src/main.ts", import.meta.url));

let bench: Bench;
let folder: Folder;
let proxy: Listening;
beforeAll(async () => {
  bench = await createBench({});
  const [key, cert] = await Promise.all(
    ["good.key", "good.pem"].map((name) => readFile(new URL(name, certificates))),
  );
  if (key === undefined || cert === undefined) throw new Error("no certificate");
  proxy = await serve((_request, response) => response.end("{}"), { key, cert });
});
afterAll(async () => {
  await proxy?.close();
  await bench?.close();
});
beforeEach(async () => {
  folder = await bench.folder();
});

const init = (...more: string[]) => ["init", "--production", ...more, "--json"];
const systemd = (url: string) => init("--public-url", url, "--as", "systemd");

const checksOf = (json: { checks: { about: string; verdict: string }[] }) =>
  Object.fromEntries(json.checks.map(({ about, verdict }) => [about, verdict]));

describe("the files", () => {
  test("are made for their owner alone, kept by a second run, and start a server", async () => {
    const url = `https://127.0.0.1:${await reservePort()}`;
    const made = await folder.run(systemd(url));
    expect([made.code, made.json.files]).toEqual([
      0,
      ["encryption.key", "grantry.env", "grantry.service"].map((name) => ({ name, state: "made" })),
    ]);
    expect(checksOf(made.json)).toEqual({ DNS: "good", TLS: "unknown", clock: "unknown" });
    const at = join(folder.root, "grantry-production");
    const modes = ["encryption.key", "grantry.env"].map(
      async (name) => (await stat(join(at, name))).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o600, 0o600]);
    const key = await folder.read("grantry-production/encryption.key");
    const again = await folder.run(systemd(url));
    expect([again.code, again.json.files.map(({ state }: { state: string }) => state)]).toEqual([
      0,
      ["kept", "kept", "kept"],
    ]);
    expect(await folder.read("grantry-production/encryption.key")).toBe(key);

    const settings = (await folder.read("grantry-production/grantry.env"))
      .split("\n")
      .filter((line) => /^\w/.test(line))
      .map((line) => line.split(/=(.*)/s).slice(0, 2));
    const server = startProgram([process.execPath, ...fromSource, main], {
      env: {
        ...Object.fromEntries(settings),
        NODE_ENV: "production",
        GRANTRY_PORT: String(await reservePort()),
        GRANTRY_DATA_DIR: join(folder.root, "data"),
        GRANTRY_ENCRYPTION_KEY_FILE: join(at, "encryption.key"),
      },
    });
    await server.until('"listening"');
    server.child.kill("SIGTERM");
    expect(await server.ended).toEqual([0, null]);
  });

  test("that are there with other settings stay as they are, which is said", async () => {
    await folder.run(systemd("https://127.0.0.1:1"));
    const before = await folder.read("grantry-production/grantry.env");
    const other = await folder.run(systemd("https://127.0.0.1:2"));
    expect([other.code, other.json.files[1]]).toEqual([
      8,
      { name: "grantry.env", state: "differs", line: "line 2, GRANTRY_PUBLIC_URL" },
    ]);
    const words = systemd("https://127.0.0.1:2").filter((arg) => arg !== "--json");
    const { stdout } = await folder.run([...words, "--connectors", "gmail"]);
    expect(stdout).toContain("(line 2, GRANTRY_PUBLIC_URL)");
    expect(stdout).not.toMatch(/Next:|callback/);
    expect(await folder.read("grantry-production/grantry.env")).toBe(before);
  });

  test("of Compose have image and address, and those of PostgreSQL its address", async () => {
    const compose = ["--as", "compose", "--image", "registry.example.com/g:1", "--folder", "here"];
    await folder.run(init("--public-url", "https://127.0.0.1:1", ...compose));
    expect(await folder.read("here/.env")).toBe(
      "GRANTRY_IMAGE=registry.example.com/g:1\nGRANTRY_PUBLIC_URL=https://127.0.0.1:1\n",
    );
    const env = { GRANTRY_DATABASE_URL: "postgres://g@db.example/g?sslmode=verify-full&a=b" };
    await folder.run(systemd("https://127.0.0.1:1"), { env });
    expect(await folder.read("grantry-production/grantry.env")).toContain(
      `\nGRANTRY_DATABASE_URL='${env.GRANTRY_DATABASE_URL}'\n`,
    );
  });
});

describe("what is asked and answered", () => {
  test("redirect URIs of connectors, by the ids of their pages", async () => {
    const { json } = await folder.run([
      ...systemd("https://127.0.0.1:1"),
      "--connectors",
      "gmail,slackbot",
    ]);
    expect(json.registrations).toEqual([
      {
        type: "gmail",
        oauth_client: "ocl_google",
        redirect_uri: "https://127.0.0.1:1/api/external-auth/callback/ocl_google",
      },
      {
        type: "slackbot",
        oauth_client: "ocl_slack",
        redirect_uri: "https://127.0.0.1:1/api/external-auth/callback/ocl_slack",
      },
    ]);
  });

  test("what no option says, the person at the terminal does", async () => {
    const args = [
      "init",
      "--production",
      "--public-url",
      "https://127.0.0.1:1",
      "--connectors",
      "gmail",
    ];
    const ran = await folder.run(args, { typed: "\n" });
    expect([ran.code, ran.stderr]).toEqual([
      0,
      expect.stringContaining("systemd or compose [systemd]:"),
    ]);
    expect(ran.stdout).toContain("ocl_google");
    expect(ran.stdout).toContain("systemctl enable --now grantry");
    expect(ran.stdout).toContain("/usr/local/bin/grantry");
    expect(ran.stdout).toContain("proxy");
  });

  test.each([
    ["no address and nobody to ask", init("--as", "systemd"), 2, /needs --public-url/],
    ["an address that is not https", systemd("http://a.example"), 3, /must begin with https/],
    [
      "a connector that there is not",
      [...systemd("https://127.0.0.1:1"), "--connectors", "gmial"],
      3,
      /no connector type "gmial"/,
    ],
  ])("%s is refused, and nothing is made", async (_name, args, code, words) => {
    const ran = await folder.run(args);
    expect([ran.code, ran.json.error.message]).toEqual([code, expect.stringMatching(words)]);
    expect(await folder.names(".")).toEqual([]);
  });
});

describe("the address", () => {
  test("without a name in the DNS", async () => {
    const { code, json } = await folder.run(systemd("https://nowhere.invalid"));
    expect([code, checksOf(json)]).toEqual([8, { DNS: "bad" }]);
  });

  test("with a certificate that nobody vouches for, with one that is trusted, and with a clock a day off", async () => {
    const untrusted = await folder.run(systemd(proxy.origin));
    expect([untrusted.code, checksOf(untrusted.json)["TLS"]]).toEqual([8, "bad"]);
    const env = { NODE_EXTRA_CA_CERTS: authority };
    const trusted = await folder.runProcess(systemd(proxy.origin), { env });
    expect([trusted.code, checksOf(trusted.json)]).toEqual([
      0,
      { DNS: "good", TLS: "good", clock: "good" },
    ]);
    const off = { ...env, NODE_OPTIONS: shiftedClock(86_400_000) };
    const wrong = await folder.runProcess(systemd(proxy.origin), { env: off });
    expect([wrong.code, checksOf(wrong.json)["clock"]]).toEqual([8, "bad"]);
  });
});
