import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { ServerOptions } from "node:https";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Listening, serve } from "@grantry/testing/loopback";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const folder = new URL("../../test/certificates/", import.meta.url);
const script = fileURLToPath(new URL("../../../testing/src/call-out.ts", import.meta.url));
const servers: Listening[] = [];

async function start(name: string, options: ServerOptions = {}): Promise<string> {
  const read = (file: string) => readFile(new URL(file, folder));
  const [key, cert] = await Promise.all([read(`${name}.key`), read(`${name}.pem`)]);
  const server = await serve((_request, answer) => answer.end("hello"), { key, cert, ...options });
  servers.push(server);
  return server.origin;
}

/** What a process that trusts the test authority gets from each kind of server. */
let outcomes: string[];

beforeAll(async () => {
  const addresses = await Promise.all([
    start("good"),
    start("expired"),
    start("other-host"),
    start("unknown"),
    start("good", {
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    }),
  ]);
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...addresses], {
    env: {
      NODE_EXTRA_CA_CERTS: fileURLToPath(new URL("ca.pem", folder)),
      // What people set to make an error go away; here it must not.
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
      NODE_NO_WARNINGS: "1",
    },
  });
  outcomes = stdout.trim().split("\n");
});
afterAll(async () => {
  for (const server of servers) await server.close();
});

describe("over TLS, a provider (SEC-39)", () => {
  test("with a certificate for its host, from a trusted authority, is called", () => {
    expect(outcomes[0]).toBe("hello");
  });

  test.each([
    ["that has expired", 1, "not_sent: No usable answer (CERT_HAS_EXPIRED)."],
    ["for another host", 2, "not_sent: No usable answer (ERR_TLS_CERT_ALTNAME_INVALID)."],
    ["from nobody that is trusted", 3, "not_sent: No usable answer (DEPTH_ZERO_SELF_SIGNED_CERT)."],
  ])("with a certificate %s is sent nothing", (_name, index, expected) => {
    expect(outcomes[index]).toBe(expected);
  });

  test("that speaks nothing newer than TLS 1.1 is sent nothing", () => {
    expect(outcomes[4]).toMatch(/^\w+: No usable answer \(ERR_SSL_\w+\)\.$/);
  });
});
