/** A proxy that does not say who asks, or is not known: the server's log says once what to do. */
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reservePort } from "@grantry/testing/free-port";
import { startWorld } from "@grantry/testing/harness";
import { expect, test } from "vitest";
import { startShortNginx } from "./proxy-programs.ts";

const publicUrl = "https://connect.example.com";
const tells = "proxy_set_header X-Forwarded-For $remote_addr;";

test.each([
  {
    proxy: "that passes on as nginx does of itself",
    lines: "",
    trustedProxies: [],
    told: /^a request for the public URL came without X-Forwarded-For: have the proxy .* set it .* GRANTRY_TRUSTED_PROXIES$/,
  },
  {
    proxy: "that is trusted, and does not say who asks",
    lines: "",
    trustedProxies: ["127.0.0.1"],
    told: /^a request came from a trusted proxy without X-Forwarded-For: have the proxy set it/,
  },
  {
    proxy: "that says who asks, and is not known",
    lines: tells,
    trustedProxies: [],
    told: /^X-Forwarded-For came from an address that is no trusted proxy: .* GRANTRY_TRUSTED_PROXIES/,
  },
  { proxy: "that is as it should be", lines: tells, trustedProxies: ["127.0.0.1"], told: null },
])("a proxy $proxy", async ({ lines, trustedProxies, told }) => {
  const folder = await mkdtemp(join(tmpdir(), "grantry-silent-proxy-"));
  const world = await startWorld({ publicUrl, trustedProxies });
  const { port: serverPort } = world.app.http.server.address() as AddressInfo;
  const port = await reservePort();
  const proxy = await startShortNginx({ folder, port, serverPort }, lines);
  try {
    // As a page of the server's has it sent, twice.
    for (const email of ["ada@example.com", "bo@example.com"]) {
      await fetch(`http://127.0.0.1:${port}/sign-in`, {
        method: "POST",
        headers: { origin: publicUrl },
        body: new URLSearchParams({ email, password: "none of theirs" }),
      });
    }
    const messages = world.logLines.map((line) => JSON.parse(line).msg as string);
    const about = messages.filter((message) => message.includes("X-Forwarded-For"));
    expect(about).toEqual(told === null ? [] : [expect.stringMatching(told)]);
  } finally {
    await proxy.close();
    await world.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
