import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";

const production = {
  NODE_ENV: "production",
  GRANTRY_PUBLIC_URL: "https://grantry.example.com",
  GRANTRY_ENCRYPTION_KEY_FILE: "/run/secrets/grantry",
};

describe("the configuration", () => {
  test("needs nothing on loopback", () => {
    expect(readConfig({})).toMatchObject({
      host: "127.0.0.1",
      port: 4400,
      publicUrl: "http://127.0.0.1:4400",
      databaseUrl: "sqlite:.grantry/grantry.db",
      production: false,
    });
  });

  test("takes the public URL without a slash at its end", () => {
    const config = readConfig({ GRANTRY_PUBLIC_URL: "http://localhost:5000/" });
    expect(config.publicUrl).toBe("http://localhost:5000");
  });

  test.each([
    ["an unknown setting", { GRANTRY_PORTT: "1" }, /There is no setting GRANTRY_PORTT/],
    ["a port that is none", { GRANTRY_PORT: "http" }, /GRANTRY_PORT: /],
    ["a public URL that is none", { GRANTRY_PUBLIC_URL: "grantry" }, /GRANTRY_PUBLIC_URL: /],
    ["a metrics token that can be guessed", { GRANTRY_METRICS_TOKEN: "short" }, /16 characters/],
    [
      "a metrics token that no header carries",
      { GRANTRY_METRICS_TOKEN: "a token with white space" },
      /GRANTRY_METRICS_TOKEN: /,
    ],
    ["an unknown log level", { GRANTRY_LOG_LEVEL: "loud" }, /GRANTRY_LOG_LEVEL: /],
    [
      "an origin with a path",
      { GRANTRY_ALLOWED_PRIVATE_ORIGINS: "http://a/b" },
      /must list origins/,
    ],
    [
      "a sandbox on another machine",
      { GRANTRY_SANDBOX_PROVIDERS: "http://sandbox.example.com" },
      /GRANTRY_SANDBOX_PROVIDERS must be an origin on this machine/,
    ],
    [
      "a sandbox with a path",
      { GRANTRY_SANDBOX_PROVIDERS: "http://127.0.0.1:4403/" },
      /GRANTRY_SANDBOX_PROVIDERS must be an origin on this machine/,
    ],
    [
      "a webhook without a secret",
      { GRANTRY_AUDIT_WEBHOOK_URL: "https://siem.example.com/hook" },
      /GRANTRY_AUDIT_WEBHOOK_URL and GRANTRY_AUDIT_WEBHOOK_SECRETS need each other/,
    ],
    [
      "a webhook's secret that is too short",
      {
        GRANTRY_AUDIT_WEBHOOK_URL: "https://siem.example.com/hook",
        GRANTRY_AUDIT_WEBHOOK_SECRETS: "whsec_c2hvcnQ=",
      },
      /24 to 64 bytes/,
    ],
    [
      "a collector without https",
      { GRANTRY_AUDIT_OTLP_URL: "http://otel.example.com:4318/v1/logs" },
      /GRANTRY_AUDIT_OTLP_URL must be https/,
    ],
    [
      "a collector's address with a password",
      { GRANTRY_AUDIT_OTLP_URL: "https://somebody:secret@otel.example.com/v1/logs" },
      /GRANTRY_AUDIT_OTLP_URL: must hold no user information/,
    ],
    [
      "headers for no collector",
      { GRANTRY_AUDIT_OTLP_HEADERS: "authorization=Bearer%20x" },
      /needs GRANTRY_AUDIT_OTLP_URL/,
    ],
    [
      "a header that none carries",
      {
        GRANTRY_AUDIT_OTLP_URL: "https://otel.example.com/v1/logs",
        GRANTRY_AUDIT_OTLP_HEADERS: "authorization=Bearer%0Ax",
      },
      /GRANTRY_AUDIT_OTLP_HEADERS must list headers/,
    ],
    [
      "a private origin of a sink with a path",
      { GRANTRY_AUDIT_PRIVATE_ORIGINS: "http://otel:4318/v1/logs" },
      /GRANTRY_AUDIT_PRIVATE_ORIGINS must list origins/,
    ],
  ])("names what is wrong: %s", (_name, environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  test("reads where the audit trail is sent to, and shows no secret of it", () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const { auditSinks } = readConfig({
      GRANTRY_AUDIT_FILE: "/var/log/grantry/audit.jsonl",
      GRANTRY_AUDIT_OTLP_URL: "http://otel-collector:4318/v1/logs",
      GRANTRY_AUDIT_OTLP_HEADERS: "Authorization=Bearer%20canary, x-tenant=a",
      GRANTRY_AUDIT_WEBHOOK_URL: "https://siem.example.com/hook",
      GRANTRY_AUDIT_WEBHOOK_SECRETS: `${secret},${secret}`,
      GRANTRY_AUDIT_PRIVATE_ORIGINS: "http://otel-collector:4318",
    });
    const headers = [...(auditSinks.otlp?.headers ?? [])];
    expect(headers.map(([name, value]) => [name, value.reveal()])).toEqual([
      ["authorization", "Bearer canary"],
      ["x-tenant", "a"],
    ]);
    expect(auditSinks.webhook?.secrets).toHaveLength(2);
    expect(JSON.stringify([auditSinks, headers])).not.toMatch(/canary|whsec_/);
  });

  test("reads a Vault's token as the tools of Vault and OpenBao do", () => {
    const vault = { VAULT_TOKEN: "hvs.one", VAULT_NAMESPACE: "team", BAO_TOKEN: "" };
    const read = readConfig({ ...vault, GRANTRY_VAULT_TOKEN_FILE: "/run/vault/token" }).vault;
    expect(read).toMatchObject({ tokenFile: "/run/vault/token", namespace: "team" });
    expect(read.token?.reveal()).toBe("hvs.one");
    expect(readConfig({ ...vault, BAO_TOKEN: "sbao.two" }).vault.token?.reveal()).toBe("sbao.two");
    expect(readConfig({}).vault).toEqual({ tokenFile: null, token: null, namespace: null });
  });

  test("does not let PostgreSQL's certificate go unchecked in production", () => {
    const unchecked = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const GRANTRY_DATABASE_URL = "postgres://db.example/main?sslmode=verify-full";
    expect(() => readConfig({ ...production, ...unchecked, GRANTRY_DATABASE_URL })).toThrow(
      /NODE_TLS_REJECT_UNAUTHORIZED must not be 0.*sslrootcert/,
    );
    expect(readConfig({ ...production, ...unchecked }).production).toBe(true);
    expect(readConfig({ ...unchecked, GRANTRY_DATABASE_URL }).production).toBe(false);
    expect(readConfig({ ...production, GRANTRY_DATABASE_URL }).production).toBe(true);
  });

  test("passes over the settings of the command line", () => {
    const names = ["GRANTRY_SERVER", "GRANTRY_APP", "GRANTRY_WORKSPACE", "GRANTRY_API_KEY"];
    for (const side of ["FROM", "TO"]) names.push(`GRANTRY_${side}_API_KEY`);
    const environment = Object.fromEntries(names.map((name) => [name, "set in this terminal"]));
    expect(readConfig(environment)).toEqual(readConfig({}));
  });

  test("does not repeat the value of a setting in its errors", () => {
    expect(() => readConfig({ GRANTRY_PORT: "hunter2" })).toThrow(
      expect.objectContaining({ detail: expect.not.stringContaining("hunter2") }),
    );
    expect(() => readConfig({ GRANTRY_METRICS_TOKEN: "hunter2" })).toThrow(
      expect.objectContaining({ detail: expect.not.stringContaining("hunter2") }),
    );
  });

  test("keeps the metrics token from being printed", () => {
    const config = readConfig({ GRANTRY_METRICS_TOKEN: "hunter2-hunter2-hunter2" });
    expect(config.metricsToken?.reveal()).toBe("hunter2-hunter2-hunter2");
    expect(JSON.stringify(config)).not.toContain("hunter2");
  });
});

describe("trusted proxies", () => {
  test("are addresses and ranges", () => {
    const config = readConfig({ GRANTRY_TRUSTED_PROXIES: "10.0.0.5, fd00::/8" });
    expect(config.trustedProxies).toEqual(["10.0.0.5", "fd00::/8"]);
    expect(readConfig({}).trustedProxies).toEqual([]);
  });

  test.each(["true", "proxy.example.com", "10.0.0.0/64"])("are not %s", (text) => {
    expect(() => readConfig({ GRANTRY_TRUSTED_PROXIES: text })).toThrow(/GRANTRY_TRUSTED_PROXIES/);
  });
});

describe("in production", () => {
  test("a public URL and a key are all it needs", () => {
    expect(readConfig(production).production).toBe(true);
  });

  test.each([
    [
      "no public URL",
      { ...production, GRANTRY_PUBLIC_URL: undefined },
      /GRANTRY_PUBLIC_URL must be set/,
    ],
    [
      "http",
      { ...production, GRANTRY_PUBLIC_URL: "http://grantry.example.com" },
      /must begin with https/,
    ],
    [
      "no key",
      { ...production, GRANTRY_ENCRYPTION_KEY_FILE: undefined },
      /openssl rand -base64 32/,
    ],
  ])("it refuses to start with %s (SEC-57)", (_name, environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  test("no sandbox may stand in for the providers", () => {
    const sandbox = { GRANTRY_SANDBOX_PROVIDERS: "http://127.0.0.1:4403" };
    expect(() => readConfig({ ...production, ...sandbox })).toThrow(
      /must not be set in production/,
    );
    expect(readConfig(sandbox).sandboxProviders).toBe("http://127.0.0.1:4403");
  });

  test.each([
    { GRANTRY_HOST: "0.0.0.0" },
    { GRANTRY_HOST: "::" },
    { GRANTRY_PUBLIC_URL: "https://grantry.example.com" },
    { GRANTRY_PUBLIC_URL: "https://127.0.0.1.evil.example" },
  ])("it is as soon as others can reach it: %j", (environment) => {
    expect(() => readConfig(environment)).toThrow(/must be set/);
  });
});
