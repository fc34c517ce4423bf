/** Calls through a real proxy: Debian's squid, with credentials, rules by name, and the rule of docs/egress.md against private addresses. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { until } from "@grantry/testing/connected";
import { reservePort } from "@grantry/testing/free-port";
import { madeUpLookup, namedCertificate, trustNamedHosts } from "@grantry/testing/named-hosts";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { egressVariables, readEgress } from "../../src/config-egress.ts";
import { createOutbound } from "../../src/lib/outbound.ts";
import { OutboundError, ProxyError } from "../../src/lib/outbound-error.ts";

const password = "pa:ss wörd";
const hosts = ["provider", "forbidden", "rebound", "plain"].map((name) => `${name}.example.net`);
/** As the server finds them: at a public address, which nobody calls. */
const { lookup } = madeUpLookup(Object.fromEntries(hosts.map((name) => [name, ["8.8.8.8"]])));

let folder: string;
let squid: ChildProcess;
let proxyPort: number;
let target: ScriptedServer;
let plain: ScriptedServer;
let noTrust: () => void;

beforeAll(async () => {
  noTrust = trustNamedHosts();
  const answers = { "*": { body: "from the host" } };
  target = await startScriptedServer({ answers, tls: namedCertificate });
  plain = await startScriptedServer({ answers });
  folder = await mkdtemp(join(tmpdir(), "grantry-squid-"));
  await chmod(folder, 0o755);
  proxyPort = await reservePort();
  await startSquid();
});
afterAll(async () => {
  squid.kill("SIGKILL");
  await Promise.all([target.close(), plain.close()]);
  await rm(folder, { recursive: true });
  noTrust();
});

async function startSquid(): Promise<void> {
  const page = await readFile(new URL("../../../../docs/egress.md", import.meta.url), "utf8");
  const documented = codeBlocks(page).find(({ code }) => code.startsWith("acl private dst "))?.code;
  if (documented === undefined) throw new Error("docs/egress.md has no rule for squid");
  const hash = execFileSync("openssl", ["passwd", "-apr1", password]).toString().trim();
  await writeFile(join(folder, "users"), `user:${hash}\n`);
  // As the proxy finds them: on this machine.
  await writeFile(join(folder, "hosts"), hosts.map((name) => `127.0.0.1 ${name}\n`).join(""));
  const config = [
    `http_port 127.0.0.1:${proxyPort}`,
    `hosts_file ${folder}/hosts`,
    "pid_filename none",
    "access_log none",
    "cache_log /dev/null",
    "cache deny all",
    "shutdown_lifetime 0 seconds",
    `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder}/users`,
    "auth_param basic utf8 on",
    "acl known proxy_auth REQUIRED",
    "acl forbidden dstdomain forbidden.example.net",
    "acl ours dstdomain provider.example.net plain.example.net",
    "http_access deny !known",
    "http_access deny forbidden",
    "http_access allow ours",
    documented,
    "http_access allow all",
  ];
  await writeFile(join(folder, "squid.conf"), `${config.join("\n")}\n`);
  squid = spawn("squid", ["-N", "-f", join(folder, "squid.conf")], {
    stdio: "ignore",
    env: { PATH: `${process.env["PATH"]}:/usr/sbin` },
  });
  await until(isListening);
}

async function isListening(): Promise<boolean> {
  const socket = connect(proxyPort, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const portOf = ({ origin }: ScriptedServer) => new URL(origin).port;

/** What comes of a call with these credentials. */
async function outcomeOf(
  url: string,
  credentials = `user:${encodeURIComponent(password)}@`,
): Promise<string> {
  const address = `http://${credentials}127.0.0.1:${proxyPort}`;
  const environment = { HTTPS_PROXY: address, HTTP_PROXY: address };
  const outbound = createOutbound({
    allowedPrivateOrigins: new Set([`http://plain.example.net:${portOf(plain)}`]),
    egress: readEgress(z.object(egressVariables).parse({}), environment),
    lookup,
    connectTimeoutMs: 20_000,
  });
  try {
    return await (await outbound.send({ method: "GET", url, headers: {} })).text();
  } catch (thrown) {
    if (thrown instanceof ProxyError) return `${thrown.phase}: ${thrown.fault}`;
    return thrown instanceof OutboundError ? thrown.message : String(thrown);
  } finally {
    await outbound.close();
  }
}

test("with its credentials, a host is reached by https and by http", async () => {
  expect(await outcomeOf(`https://provider.example.net:${portOf(target)}/`)).toBe("from the host");
  expect(await outcomeOf(`http://plain.example.net:${portOf(plain)}/`)).toBe("from the host");
});

test("without them, or with wrong ones, nothing is sent", async () => {
  const before = target.requests.length;
  for (const credentials of ["", "user:wrong@"]) {
    const outcome = await outcomeOf(`https://provider.example.net:${portOf(target)}/`, credentials);
    expect(outcome).toBe("not_sent: credentials");
  }
  expect(target.requests).toHaveLength(before);
});

test("a host that its rules refuse is not reached, nor is a name that leads to a private address there alone", async () => {
  for (const name of ["forbidden", "rebound"]) {
    const outcome = await outcomeOf(`https://${name}.example.net:${portOf(target)}/`);
    expect(outcome, name).toBe("not_sent: refused");
  }
});

test("a host that does not answer it is away", async () => {
  const port = await reservePort();
  expect(await outcomeOf(`https://provider.example.net:${port}/`)).toBe("not_sent: host_away");
});

test("where it is gone, so is the provider, and nothing was sent", async () => {
  const ended = once(squid, "exit");
  squid.kill("SIGKILL");
  await ended;
  const outcome = await outcomeOf(`https://provider.example.net:${portOf(target)}/`);
  expect(outcome).toBe("not_sent: away");
});
