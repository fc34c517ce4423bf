/** Calls through the operator's proxy, and to listed hosts alone. */
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { madeUpLookup, namedCertificate, trustNamedHosts } from "@grantry/testing/named-hosts";
import {
  type OutboundProxy,
  type ProxyTrouble,
  startOutboundProxy,
} from "@grantry/testing/outbound-proxy";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { egressVariables, readEgress } from "../config-egress.ts";
import { createOutbound, OutboundError, type OutboundOptions } from "./outbound.ts";
import { ProxyError } from "./outbound-error.ts";
import { isUntrusted } from "./untrusted.ts";

const password = "pa:ss wörd";
const names = madeUpLookup({
  "public.example.net": ["2606:4700::1111", "8.8.8.8", "8.8.4.4"],
  "private.example.net": ["8.8.8.8", "10.0.0.7"],
  "wrong.example.org": ["8.8.8.8"],
});
let target: ScriptedServer;
let plain: ScriptedServer;
let proxy: OutboundProxy;
let tlsProxy: OutboundProxy;
let unreachable: string[] = [];
const closers: (() => Promise<void> | void)[] = [];
const outbounds: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  const noTrust = trustNamedHosts();
  target = await startScriptedServer({
    answers: { "*": { body: "from the host" } },
    tls: namedCertificate,
  });
  plain = await startScriptedServer({ answers: { "*": { body: "from the plain host" } } });
  const leadsTo = (authority: string) => {
    if (unreachable.includes(authority)) return undefined;
    return authority.endsWith(":443") ? target.origin : plain.origin;
  };
  proxy = await startOutboundProxy({ leadsTo });
  tlsProxy = await startOutboundProxy({ leadsTo, tls: namedCertificate });
  closers.push(target.close, plain.close, proxy.close, tlsProxy.close, noTrust);
});
afterAll(async () => {
  for (const close of closers) await close();
});
afterEach(async () => {
  for (const { close } of outbounds.splice(0)) await close();
  proxy.every(null);
  unreachable = [];
  for (const list of [proxy.asked, proxy.credentials, tlsProxy.asked, names.asked]) list.length = 0;
  for (const { requests } of [target, plain]) requests.length = 0;
});

/** Calls as a server with this environment does. */
function calls(
  environment: Record<string, string>,
  options: Partial<OutboundOptions> = {},
): (url: string) => Promise<Response> {
  const values = z.object(egressVariables).parse(environment);
  const outbound = createOutbound({
    allowedPrivateOrigins: new Set(),
    egress: readEgress(values, environment),
    lookup: names.lookup,
    ...options,
  });
  outbounds.push(outbound);
  return (url) => outbound.send({ method: "POST", url, headers: { "x-own": "1" }, body: "body" });
}

async function failureOf(call: Promise<unknown>): Promise<OutboundError> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(OutboundError);
  return thrown as OutboundError;
}

const viaProxy = () => ({ HTTPS_PROXY: proxy.origin, HTTP_PROXY: proxy.origin });

describe("through a proxy, a call by https", () => {
  test("asks it to connect to the host by name, and speaks TLS with the host", async () => {
    const call = calls(viaProxy());
    for (const path of ["/a?b=c", "/d", "/e"]) {
      const answer = await call(`https://public.example.net${path}`);
      expect(await answer.text()).toBe("from the host");
    }
    expect(new Set(proxy.asked)).toEqual(new Set(["CONNECT public.example.net:443"]));
    expect(target.requests.map(({ url, body }) => [url, body])).toEqual([
      ["/a?b=c", "body"],
      ["/d", "body"],
      ["/e", "body"],
    ]);
  });

  test("is sent with the proxy's credentials to the proxy alone", async () => {
    const { host } = new URL(proxy.origin);
    const call = calls({ https_proxy: `user:${encodeURIComponent(password)}@${host}` });
    await call("https://public.example.net/");
    const [credentials = ""] = proxy.credentials;
    expect(Buffer.from(credentials.slice("Basic ".length), "base64").toString()).toBe(
      `user:${password}`,
    );
    expect(target.requests[0]?.headers["proxy-authorization"]).toBeUndefined();
  });

  test("goes through one that is spoken to by TLS", async () => {
    const call = calls(
      { HTTPS_PROXY: tlsProxy.origin.replace("127.0.0.1", "localhost") },
      {
        lookup: madeUpLookup({ localhost: ["127.0.0.1"], "public.example.net": ["8.8.8.8"] })
          .lookup,
      },
    );
    expect(await (await call("https://public.example.net/")).text()).toBe("from the host");
    expect(tlsProxy.asked).toEqual(["CONNECT public.example.net:443"]);
  });

  test("reaches no name that is private, and the proxy is not asked (SEC-30)", async () => {
    for (const GRANTRY_PROXY_CONNECT_TO of ["name", "address"]) {
      const call = calls({ ...viaProxy(), GRANTRY_PROXY_CONNECT_TO });
      for (const url of [
        "https://private.example.net/",
        "https://10.0.0.7/",
        "https://169.254.169.254/",
      ]) {
        expect((await failureOf(call(url))).phase).toBe("refused");
      }
    }
    expect(proxy.asked).toEqual([]);
  });

  test("asks for the judged addresses where the operator wants it so, the next where one is away", async () => {
    unreachable = ["8.8.8.8:443"];
    const call = calls({ ...viaProxy(), GRANTRY_PROXY_CONNECT_TO: "address" });
    expect(await (await call("https://public.example.net/")).text()).toBe("from the host");
    expect(proxy.asked).toEqual(["CONNECT 8.8.8.8:443", "CONNECT 8.8.4.4:443"]);
  });

  test("looks no name up where the proxy alone can, and listed hosts alone are called", async () => {
    const call = calls({
      ...viaProxy(),
      GRANTRY_PROXY_CONNECT_TO: "unresolved",
      GRANTRY_OUTBOUND_HOSTS: "hidden.example.net",
    });
    expect(await (await call("https://hidden.example.net/")).text()).toBe("from the host");
    expect((await failureOf(call("https://private.example.net/"))).phase).toBe("refused");
    expect(names.asked).toEqual([]);
    expect(proxy.asked).toEqual(["CONNECT hidden.example.net:443"]);
  });

  test("is not sent where the name does not resolve here, and says what helps", async () => {
    const failure = await failureOf(calls(viaProxy())("https://hidden.example.net/"));
    expect(failure).toMatchObject({ phase: "not_sent", fault: "unresolved" });
    expect(failure.message).toContain("GRANTRY_PROXY_CONNECT_TO=unresolved");
  });

  test("is not sent to a host whose certificate is another's", async () => {
    const failure = await failureOf(calls(viaProxy())("https://wrong.example.org/"));
    expect([failure.phase, failure.message]).toEqual([
      "not_sent",
      "No usable answer (ERR_TLS_CERT_ALTNAME_INVALID).",
    ]);
    expect(target.requests).toEqual([]);
  });

  test("says so where nobody vouches for the host's certificate", async () => {
    const trusted = getCACertificates("default");
    setDefaultCACertificates([]);
    const failure = await failureOf(calls(viaProxy())("https://public.example.net/"));
    setDefaultCACertificates(trusted);
    expect(failure.phase).toBe("not_sent");
    expect(isUntrusted(failure)).toBe(true);
  });
});

describe("a call by http through a proxy", () => {
  const url = "http://plain.example.net:8080/path?query=1";
  const options = { allowedPrivateOrigins: new Set(["http://plain.example.net:8080"]) };

  test("asks it to connect as well, where that origin is allowed", async () => {
    const call = calls({ HTTP_PROXY: proxy.origin.replace("//", "//user:secret@") }, options);
    expect(await (await call(url)).text()).toBe("from the plain host");
    expect(proxy.asked).toEqual(["CONNECT plain.example.net:8080"]);
    expect(proxy.credentials).toEqual([`Basic ${btoa("user:secret")}`]);
    const [received] = plain.requests;
    expect(received).toMatchObject({ url: "/path?query=1", body: "body" });
    expect(received?.headers).toMatchObject({ host: "plain.example.net:8080", "x-own": "1" });
    expect((await failureOf(call("http://public.example.net/"))).phase).toBe("refused");
  });

  test("was not sent where the proxy demands credentials", async () => {
    proxy.every("demands");
    const failure = await failureOf(calls(viaProxy(), options)(url));
    expect(failure).toMatchObject({ phase: "not_sent", fault: "credentials" });
    expect(failure.message).toContain("HTTP_PROXY");
  });
});

describe("a proxy that does not let a call through", () => {
  const troubles: [ProxyTrouble, string, RegExp][] = [
    [
      "demands",
      "credentials",
      /refuses the credentials \(407\).*HTTPS_PROXY \(http:\/\/user:password@host:port\)/,
    ],
    [
      "refuses",
      "refused",
      /does not connect to public\.example\.net:443 \(403\): allow the host and its port there, for CONNECT\./,
    ],
    ["host_away", "host_away", /does not connect to public\.example\.net:443 \(502\)/],
    ["hangs", "timeout", /does not answer within 200 ms: see that it runs/],
    ["garbage", "invalid", /does not speak HTTP: is it a proxy\?/],
    ["endless_head", "invalid", /does not speak HTTP/],
    ["hangs_up", "invalid", /ends the connection without an answer/],
  ];

  test.each(troubles)(
    "(%s) is told with what to do; nothing was sent",
    async (trouble, fault, words) => {
      proxy.every(trouble);
      const environment = { HTTPS_PROXY: proxy.origin.replace("//", "//user:secret@") };
      const connectTimeoutMs = trouble === "hangs" ? 200 : 60_000;
      const failure = await failureOf(
        calls(environment, { connectTimeoutMs, totalTimeoutMs: 120_000 })(
          "https://public.example.net/",
        ),
      );
      expect(failure).toMatchObject({ phase: "not_sent", fault });
      expect(failure.message).toMatch(words);
      expect(failure.message).not.toContain("secret");
      expect(target.requests).toEqual([]);
    },
  );

  test("(a tunnel that ends at once): nothing was sent", async () => {
    proxy.every("cut_off");
    expect((await failureOf(calls(viaProxy())("https://public.example.net/"))).phase).toBe(
      "not_sent",
    );
  });

  test("(nobody listens there) is told with what to do; nothing was sent", async () => {
    const gone = await startOutboundProxy({ leadsTo: () => undefined });
    await gone.close();
    for (const HTTPS_PROXY of [gone.origin, "http://no-such-proxy.example.net:3128"]) {
      const failure = await failureOf(calls({ HTTPS_PROXY })("https://public.example.net/"));
      expect(failure).toMatchObject({ phase: "not_sent", fault: "away" });
      expect(failure.message).toMatch(
        /^The proxy http:.*\(HTTPS_PROXY\) cannot be reached \(E\w+\): see that it runs/,
      );
    }
  });

  test("refuses addresses, and is asked for them: the setting is named", async () => {
    proxy.every("refuses");
    const call = calls({ ...viaProxy(), GRANTRY_PROXY_CONNECT_TO: "address" });
    const { message } = await failureOf(call("https://public.example.net/"));
    expect(message).toContain("GRANTRY_PROXY_CONNECT_TO=name");
  });

  test("is told to whoever watches, as is a host that is not listed", async () => {
    const told: string[] = [];
    const environment = { ...viaProxy(), GRANTRY_OUTBOUND_HOSTS: "public.example.net" };
    const egress = readEgress(z.object(egressVariables).parse(environment), environment);
    const call = calls(
      {},
      {
        egress: {
          ...egress,
          told: (one) => told.push(one instanceof ProxyError ? one.fault : one.message),
        },
      },
    );
    proxy.every("refuses");
    await failureOf(call("https://public.example.net/"));
    await failureOf(call("https://elsewhere.example.net:8443/"));
    expect(told).toEqual([
      "refused",
      "elsewhere.example.net:8443 is not among the hosts of GRANTRY_OUTBOUND_HOSTS: it is not called.",
    ]);
  });
});

describe("a call that NO_PROXY means, or that stays on this machine", () => {
  test("goes directly, its address judged where the socket opens", async () => {
    const environment = { ...viaProxy(), NO_PROXY: "example.net", no_proxy: "" };
    expect((await failureOf(calls(environment)("https://private.example.net/"))).phase).toBe(
      "refused",
    );
    const options = { allowedPrivateOrigins: new Set([plain.origin]) };
    expect(await (await calls(viaProxy(), options)(plain.origin)).text()).toBe(
      "from the plain host",
    );
    expect(proxy.asked).toEqual([]);
  });
});

describe("a host that is not listed (SEC-110)", () => {
  test("is refused before a name is looked up or a connection opened, and named", async () => {
    for (const environment of [{}, viaProxy()]) {
      const call = calls(
        { ...environment, GRANTRY_OUTBOUND_HOSTS: "*.example.net:443, 127.0.0.9" },
        { allowedPrivateOrigins: new Set([plain.origin]) },
      );
      for (const url of [
        "https://public.example.net:8443/",
        "https://example.org/",
        plain.origin,
      ]) {
        const failure = await failureOf(call(url));
        expect(failure.phase).toBe("refused");
        expect(failure.message).toContain(
          `${new URL(url).host} is not among the hosts of GRANTRY_OUTBOUND_HOSTS`,
        );
      }
    }
    expect([names.asked, proxy.asked, plain.requests]).toEqual([[], [], []]);
    const listed = calls({ ...viaProxy(), GRANTRY_OUTBOUND_HOSTS: "*.example.net:443" });
    expect(await (await listed("https://public.example.net/")).text()).toBe("from the host");
  });
});
