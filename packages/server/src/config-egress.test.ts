import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";

const egressOf = (environment: Record<string, string>) => readConfig(environment).egress;

function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown.message;
  }
  return "accepted";
}

describe("a proxy", () => {
  test.each([
    ["http://proxy.example.com:3128", "http://proxy.example.com:3128", 3128, false],
    ["proxy.example.com:3128", "http://proxy.example.com:3128", 3128, false],
    ["proxy.example.com", "http://proxy.example.com", 80, false],
    ["https://proxy.example.com/", "https://proxy.example.com", 443, true],
    ["http://[fd00::1]:3128", "http://[fd00::1]:3128", 3128, false],
  ])("of %s is %s", (HTTPS_PROXY, origin, port, isTls) => {
    expect(egressOf({ HTTPS_PROXY }).https).toMatchObject({
      origin,
      port,
      isTls,
      authorization: null,
    });
  });

  test("is none where nothing is set, and for each scheme by itself", () => {
    expect(egressOf({ HTTPS_PROXY: "" })).toMatchObject({ https: null, http: null, hosts: null });
    expect(egressOf({ HTTP_PROXY: "http://a:1" })).toMatchObject({
      https: null,
      http: { port: 1 },
    });
  });

  test("in lower case comes first", () => {
    const environment = { https_proxy: "http://lower:1", HTTPS_PROXY: "http://upper:2" };
    expect(egressOf(environment).https?.host).toBe("lower");
  });

  test("has its credentials decoded, and shown nowhere", () => {
    const { https } = egressOf({ HTTPS_PROXY: "http://us%40er:p%3Aw@proxy:3128" });
    expect(https?.authorization?.reveal()).toBe(`Basic ${btoa("us@er:p:w")}`);
    expect(JSON.stringify(https)).not.toMatch(/us%40er|p%3Aw|Basic/);
  });

  test.each([
    "socks5://proxy:1080",
    "http://",
    "http://proxy:3128/path",
    "http://proxy?x",
    "http://a b:1",
  ])("is not %s: that is told in one line without the value", (HTTPS_PROXY) => {
    const told = refusal({ HTTPS_PROXY });
    expect(told).toMatch(/^HTTPS_PROXY must be the address of a proxy that speaks HTTP, .*[^\n]$/);
  });

  test("with a password that is not percent-encoded is refused without it", () => {
    const told = refusal({ HTTPS_PROXY: "http://user:hun%ter2@proxy:3128" });
    expect(told).toContain("HTTPS_PROXY");
    expect(told).not.toContain("hun");
  });
});

describe("hosts", () => {
  test("that are listed wrongly are named with the setting", () => {
    expect(refusal({ NO_PROXY: "10.0.0.0/99" })).toMatch(
      /^NO_PROXY must list .*"10\.0\.0\.0\/99" is none\.$/,
    );
    const listed = refusal({ GRANTRY_OUTBOUND_HOSTS: "accounts.google.com, https://slack.com" });
    expect(listed).toMatch(/^GRANTRY_OUTBOUND_HOSTS must list .*"https:\/\/slack\.com" is none\.$/);
    expect(refusal({ GRANTRY_OUTBOUND_HOSTS: "*" })).toContain("GRANTRY_OUTBOUND_HOSTS");
  });

  test("must be listed where no name is looked up", () => {
    const environment = { GRANTRY_PROXY_CONNECT_TO: "unresolved", HTTPS_PROXY: "http://proxy:1" };
    expect(refusal(environment)).toContain("needs GRANTRY_OUTBOUND_HOSTS");
    expect(refusal({ ...environment, GRANTRY_OUTBOUND_HOSTS: "slack.com" })).toBe("accepted");
  });
});
