import { readdirSync, readFileSync } from "node:fs";
import { authorizationServers } from "@grantry/catalogue/list";
import type { AuthorizationServerInput } from "@grantry/catalogue/schema";
import { describe, expect, test } from "vitest";
import { buildCatalogue } from "./catalogue.ts";
import { catalogue } from "./test/fixture.ts";

const [first] = authorizationServers as readonly [AuthorizationServerInput];
const [firstConnector] = first.connectors;

describe("the built catalogue", () => {
  test("finds every connector by its integration type, and nothing else", () => {
    const types = authorizationServers.flatMap(({ connectors }) =>
      connectors.map(({ integration_type }) => integration_type),
    );
    expect(catalogue.list().map(({ connector }) => connector.integration_type)).toEqual(types);
    for (const type of types) {
      expect(catalogue.find(type)?.connector.integration_type).toBe(type);
    }
    expect(catalogue.find("constructor")).toBeUndefined();
    expect(catalogue.find("__proto__")).toBeUndefined();
  });

  test("gives a connector its own sections in place of the server's", () => {
    const own = catalogue.find("slackbot")?.server;
    const shared = catalogue.find("slack")?.server;
    expect(own?.authorization.scope_parameter).toBe("scope");
    expect(shared?.authorization.scope_parameter).toBe("user_scope");
    expect(own?.metadata).toEqual(shared?.metadata);
    expect(own?.refresh).toEqual(shared?.refresh);
  });

  test("joins the settings of server and connector", () => {
    expect(catalogue.find("googleads")?.server.settings.map(({ name }) => name)).toEqual([
      "login_hint",
      "hd",
      "login_customer_id",
    ]);
    expect(catalogue.find("gmail")?.server.settings.map(({ name }) => name)).toEqual([
      "login_hint",
      "hd",
    ]);
  });

  test("is data", () => {
    expect(structuredClone(catalogue.list())).toEqual(catalogue.list());
  });
});

describe("a wrong entry", () => {
  const setting = {
    name: "host",
    display_name: "Host",
    description: "Host",
    placeholder: "x",
    required: true,
    validation_pattern: "^.*$",
    validation_error: "no",
  };
  const openHost = {
    ...first,
    settings: [setting],
    metadata: { ...first.metadata, token_endpoint: "https://{host}/token" },
  };

  const instanceId = {
    name: "instance_id",
    from: "signed_callback" as const,
    path: "instanceId",
    validation_pattern: "^[0-9a-f-]+$",
    required: true,
  };
  const installation = {
    ...first,
    authorization: {
      ...first.authorization,
      answer: "installation" as const,
      signed_parameter: { name: "signed", signed_at: "signDate", max_age_seconds: 600 },
    },
    refresh: { ...first.refresh, mode: "client_credentials" as const },
  };

  test.each<[string, AuthorizationServerInput[], RegExp]>([
    ["a field of the wrong kind", [{ ...first, name: 7 as unknown as string }], /airtable: name/],
    [
      "a nested field",
      [{ ...first, metadata: { ...first.metadata, token_endpoint: "no" } }],
      /airtable: metadata\.token_endpoint/,
    ],
    ["an id that stands twice", [first, first], /server airtable stands twice/],
    [
      "an integration type that stands twice",
      [first, { ...first, id: "other" }],
      /type airtable stands twice/,
    ],
    [
      "a setting that stands twice",
      [{ ...first, settings: [setting, setting] }],
      /setting of airtable host stands twice/,
    ],
    ["a value that could name any host", [openHost], /host: allowed_host_suffixes/],
    [
      "an installation whose instance id anyone could bring",
      [
        {
          ...installation,
          kept_values: [{ ...instanceId, from: "callback" as const }],
        },
      ],
      /installation needs a required value of a signed_parameter/,
    ],
    [
      "an installation that does without the instance id",
      [{ ...installation, kept_values: [{ ...instanceId, required: false }] }],
      /installation needs a required value/,
    ],
    [
      "a signed value and nothing that is signed",
      [{ ...first, kept_values: [instanceId] }],
      /signed_parameter/,
    ],
  ])("with %s is refused, and the error names it", (_what, servers, message) => {
    expect(() => buildCatalogue(servers)).toThrow(message);
  });

  // With a port that is a value itself, the dot of a whole name, and the form of several steps (SEC-33).
  test.each([
    "https://{host}:{port}/token",
    "https://{host}./token",
    "https://{+host}/token",
    "https://api.{+host}:8443/token",
  ])("%s lets a value end its host as well", (token_endpoint) => {
    const metadata = { ...first.metadata, token_endpoint };
    const port = { ...setting, name: "port" };
    const entry = { ...first, metadata, settings: [setting, port] };
    expect(() => buildCatalogue([entry])).toThrow(/host: allowed_host_suffixes/);
  });

  test("a value that ends a host is accepted with its allowed hosts, or a reason", () => {
    const settings = [{ ...setting, allowed_host_suffixes: [".example.com"] }];
    expect(buildCatalogue([{ ...openHost, settings }]).list()).toHaveLength(1);
    const any = [{ ...setting, any_public_host_because: "Users host this software themselves." }];
    expect(buildCatalogue([{ ...openHost, settings: any }]).list()).toHaveLength(1);
    expect(firstConnector?.integration_type).toBe("airtable");
  });
});

describe("the server", () => {
  test("names no provider and no connector outside the catalogue", () => {
    const names = authorizationServers
      .filter(({ id }) => id !== "sandbox")
      .flatMap(({ id, connectors }) => [id, ...connectors.map((one) => one.integration_type)]);
    const named = new RegExp(`\\b(?:${names.join("|")})\\b`, "i");
    const root = new URL("../", import.meta.url);
    // A style sheet has words of its own that are also names.
    // A key service is not called for anybody's connection, whoever runs it.
    const notOurs = /\.test\.ts$|(?:^|\/)test\/|(?:^|\/)style\.ts$|^key-service\//;
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
      (name) => /\.tsx?$/.test(name) && !notOurs.test(name),
    );
    const offenders = files.flatMap((name) => {
      const lines = readFileSync(new URL(name, root), "utf8").split("\n");
      return lines.filter((line) => named.test(line)).map((line) => `${name}: ${line.trim()}`);
    });
    expect(files.length).toBeGreaterThan(20);
    expect(offenders).toEqual([]);
  });
});
