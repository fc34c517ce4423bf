import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GrantryError } from "../lib/error.ts";
import { checkSettings, settingValues } from "./settings.ts";
import { expandUrl } from "./template.ts";
import { catalogue, connectorWith } from "./test/fixture.ts";

const text = { display_name: "x", description: "x", placeholder: "x", validation_error: "Wrong." };
const metadata = {
  authorization_endpoint: "https://{tenant}.example.com/authorize",
  token_endpoint: "https://{host}/token/{path}",
  token_endpoint_auth_methods_supported: ["client_secret_basic" as const],
};
const connector = connectorWith({
  metadata,
  settings: [
    { ...text, name: "tenant", required: true, validation_pattern: "^[a-z0-9.-]+$" },
    {
      ...text,
      name: "host",
      required: true,
      validation_pattern: "^[^ ]+$",
      allowed_host_suffixes: [".api.example.com", "api.example.com"],
    },
    { ...text, name: "path", required: false, validation_pattern: "^.+$", default: "v1" },
    {
      ...text,
      name: "environment",
      required: false,
      default: "production",
      choices: { production: "live.example.com", sandbox: "try.example.com" },
      derived: { session: { production: "false" }, area: { production: "a", sandbox: "b" } },
      validation_pattern: "^[a-z]+$",
    },
  ],
});

function check(given: Record<string, string>) {
  return checkSettings(connector, { tenant: "acme", host: "eu.api.example.com", ...given });
}

function problem(given: Record<string, string>): GrantryError {
  try {
    check(given);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(GrantryError);
    return thrown as GrantryError;
  }
  throw new Error("nothing was thrown");
}

describe("connection settings", () => {
  test("pass with defaults filled in", () => {
    expect(check({})).toEqual({
      tenant: "acme",
      host: "eu.api.example.com",
      path: "v1",
      environment: "production",
    });
  });

  test("stand in URLs for what was chosen", () => {
    const sandbox = settingValues(connector, check({ environment: "sandbox" }));
    expect(sandbox).toMatchObject({ environment: "try.example.com", area: "b" });
    expect(sandbox).not.toHaveProperty("session");
    const byDefault = { environment: "live.example.com", area: "a", session: "false" };
    expect(settingValues(connector, {})).toMatchObject(byDefault);
  });

  test.each<[string, Record<string, string>, string]>([
    ["an unknown one", { surprise: "1" }, "surprise"],
    ["a missing one", { tenant: "" }, "tenant"],
    ["one that does not match", { tenant: "a b" }, "tenant"],
    ["one that matches with a line after it", { tenant: "acme\nx" }, "tenant"],
    ["an unknown choice", { environment: "constructor" }, "environment"],
    ["another host", { host: "evil.example" }, "host"],
    ["a host that only ends alike", { host: "evilapi.example.com" }, "host"],
    ["a host with a path", { host: "evil.example/.api.example.com" }, "host"],
    ["a host with user information", { host: "evil.example@x.api.example.com" }, "host"],
    ["a host with a port", { host: "x.api.example.com:81" }, "host"],
    ["an escaped slash", { host: "evil.example%2f.api.example.com" }, "host"],
    ["a backslash", { host: "evil.example\\.api.example.com" }, "host"],
    ["a part of a host with dots", { tenant: "evil..x" }, "tenant"],
    ["a name of two kinds of letters", { host: "ехample.api.example.com" }, "host"],
    ["a dot segment", { host: "..api.example.com" }, "host"],
    ["a long one", { path: "x".repeat(513) }, "path"],
  ])("refuse %s, naming it", (_what, given, name) => {
    const error = problem(given);
    expect(error.code).toBe("connection_config_invalid");
    expect(error.detail).toContain(`"${name}"`);
  });

  test("do not show a wrong value", () => {
    const error = problem({ tenant: "A SECRET" });
    expect(error.message + (error.internal ?? "")).not.toContain("SECRET");
  });

  test("are refused where a connector has none", () => {
    expect(() => checkSettings(catalogue.find("gmail")!, { anything: "x" })).toThrow(GrantryError);
  });
});

describe("a URL with settings in it (SEC-35)", () => {
  test("keeps its host whatever stands in the path", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        if (value === "." || value === "..") return;
        const url = expandUrl("https://api.example.com/a/{value}/b?c={value}", { value }, false);
        expect(url.origin).toBe("https://api.example.com");
        expect(url.pathname.split("/")).toHaveLength(4);
        expect(url.searchParams.get("c")).toBe(value.toWellFormed());
      }),
    );
  });

  test("keeps the rest of its host whatever stands in the host", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        let url: URL;
        try {
          url = expandUrl("https://{value}.example.com/x", { value }, false);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(GrantryError);
          return;
        }
        expect(url.hostname.endsWith(".example.com")).toBe(true);
        expect(url.href.endsWith(".example.com/x")).toBe(true);
      }),
    );
  });

  test.each([".", "..", "\ud800"])("refuses %j as a step of the path", (value) => {
    expect(() => expandUrl("https://api.example.com/{value}/x", { value }, false)).toThrow();
  });

  test.each(["/", "/a", "a//b", "a//", "//evil.example/"])(
    "refuses %j for steps of the path: one of them is empty",
    (value) => {
      const template = "https://api.example.com/{+value}users?next=a//b";
      expect(() => expandUrl(template, { value }, false)).toThrow(/"value" has an empty step/);
    },
  );

  test("takes no steps, and steps that end where the path goes on", () => {
    const paths = ["", "api/", "api/v3/", "api"].map(
      (value) => expandUrl("https://a.example/{+value}users?x=a//b", { value }, false).pathname,
    );
    expect(paths).toEqual(["/users", "/api/users", "/api/v3/users", "/apiusers"]);
    const between = (value: string) =>
      expandUrl("https://a.example/{+value}/users", { value }, false).pathname;
    expect(between("api")).toBe("/api/users");
    expect(() => between("api/")).toThrow(/empty step/);
    expect(() => between("")).toThrow(/empty step/);
  });

  test.each(["2130706433", "0x7f.1", "0177.0.0.1", "127.1"])(
    "refuses %s for a host: it would read as another one",
    (host) => {
      expect(() => expandUrl("https://{host}/x", { host }, false)).toThrow(GrantryError);
    },
  );

  test("may be http only where that is allowed", () => {
    expect(() => expandUrl("http://127.0.0.1:{port}/", { port: "4400" }, false)).toThrow();
    expect(expandUrl("http://127.0.0.1:{port}/", { port: "4400" }, true).port).toBe("4400");
  });

  test("takes the host of an origin", () => {
    const values = { origin: "https://eu.api.example.com" };
    expect(expandUrl("https://{origin}/x", values, false).href).toBe(
      "https://eu.api.example.com/x",
    );
  });
});
