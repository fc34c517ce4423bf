import { readdirSync } from "node:fs";
import * as simpleIcons from "simple-icons";
import { describe, expect, test } from "vitest";
import { iconPaths } from "./icons.ts";
import { authorizationServers } from "./list.ts";
import { type AuthorizationServer, authorizationServerSchema } from "./schema.ts";

const servers = authorizationServers.map((input) => authorizationServerSchema.parse(input));
const connectors = servers.flatMap((server) =>
  server.connectors.map((connector) => ({ server, connector, type: connector.integration_type })),
);

/** Every string of an entry, with the path it stands at. */
function strings(value: unknown, at = ""): [string, string][] {
  if (typeof value === "string") return [[at, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => strings(member, `${at}.${name}`));
}

function authorizations(server: AuthorizationServer) {
  const own = server.connectors.flatMap(({ overrides }) => overrides.authorization ?? []);
  return [server.authorization, ...own];
}

describe("the catalogue", () => {
  test("holds no id and no integration type twice", () => {
    const ids = servers.map(({ id }) => id);
    const types = connectors.map(({ type }) => type);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(types).size).toBe(types.length);
  });

  test("sends PKCE S256 everywhere but where a documented reason stands (SEC-3)", () => {
    const without = connectors.flatMap(({ server, connector, type }) => {
      const { pkce } = connector.overrides.authorization ?? server.authorization;
      return pkce === "S256" ? [] : [type];
    });
    expect(without.sort()).toEqual([
      "bamboohr",
      "box",
      "clickup",
      "contentful",
      "instagram",
      "linkedin",
      "notion",
      "quickbooks",
      "slack",
      "slackbot",
      "splitwise",
      "square",
      "tiktok",
      "typeform",
      "wix",
      "wrike",
    ]);
  });

  test("never names a response type: only code is used (SEC-14)", () => {
    for (const server of servers) {
      for (const { parameters } of authorizations(server)) {
        expect(Object.keys(parameters)).not.toContain("response_type");
        expect(Object.keys(parameters)).not.toContain("response_mode");
      }
      expect(server.refresh.grant_type).not.toBe("password");
    }
  });

  test("speaks https everywhere but to the sandbox", () => {
    const insecure = servers.filter((server) =>
      strings(server).some(([, text]) => text.startsWith("http://")),
    );
    expect(insecure.map(({ id }) => id)).toEqual(["sandbox"]);
  });

  test("has a fixture for every integration type, and an entry for every fixture", () => {
    const files = readdirSync(new URL("../fixtures/", import.meta.url));
    const types = connectors.map(({ type }) => type).filter((type) => type !== "sandboxcalendar");
    expect(files.sort()).toEqual(types.map((type) => `${type}.json`).sort());
  });

  test("holds no functions: an entry is data", () => {
    for (const input of authorizationServers) expect(structuredClone(input)).toEqual(input);
  });

  test.each(connectors)("$type offers the scopes that it asks for by default", ({ connector }) => {
    const { default: defaults, always, available } = connector.scopes;
    const offered = available.map(({ scope }) => scope);
    expect(offered).toEqual(expect.arrayContaining([...defaults, ...always]));
    expect(new Set(offered).size).toBe(offered.length);
  });

  test.each(connectors)("$type keeps nothing of a token response that is a secret", (one) => {
    const kept = one.connector.overrides.kept_values ?? one.server.kept_values;
    // A URL may be a credential; one that can only be an origin is none.
    for (const { path, validation_pattern: pattern } of kept) {
      expect(path).not.toMatch(/token|secret|webhook/i);
      if (/url/i.test(path)) expect(pattern).toBe("^https://[A-Za-z0-9.-]+$");
    }
  });

  test.each(connectors)("$type uses no placeholder that nothing fills", ({ server, connector }) => {
    const names = [...server.settings, ...connector.settings].map(({ name }) => name);
    const kept = connector.overrides.kept_values ?? server.kept_values;
    const derived = [...server.settings, ...connector.settings].flatMap((setting) =>
      Object.keys(setting.derived),
    );
    const always = ["client_id", "redirect_uri"];
    const filled = new Set([...names, ...derived, ...kept.map(({ name }) => name), ...always]);
    const account = connector.overrides.account ?? server.account;
    const extra = Object.keys(account.email_request?.placeholders ?? {});
    const { connectors: _, ...own } = server;
    const texts = strings({ ...own, ...connector.overrides })
      .filter(
        ([at]) =>
          !at.endsWith("validation_pattern") &&
          !at.includes(".derived.") &&
          !at.endsWith(".authorization"),
      )
      .flatMap(([, text]) => [...text.matchAll(/\{\+?([a-z0-9_-]+)\}/g)].map(([, name]) => name));
    for (const name of texts) expect([...filled, ...extra]).toContain(name);
  });
});

describe("the logo of a connector", () => {
  const icons = new Map(
    Object.values(simpleIcons).flatMap((icon) =>
      "slug" in icon && "hex" in icon ? [[icon.slug, `#${icon.hex}`] as const] : [],
    ),
  );

  test.each(connectors)("$type is an icon that exists in its colour, or has a colour", (entry) => {
    const { icon, color } = entry.connector.logo;
    if (icon === null) expect(color).not.toBe("#55636F");
    else expect(icons.get(icon)).toBe(color);
  });

  test("is drawn from shapes of which there are those that are named, and no others", () => {
    const named = connectors.flatMap(({ connector }) => connector.logo.icon ?? []);
    expect(Object.keys(iconPaths).sort(), "npm run icons writes them").toEqual(named.sort());
    const paths = new Map(
      Object.values(simpleIcons).flatMap((icon) =>
        "slug" in icon ? [[icon.slug, icon.path] as const] : [],
      ),
    );
    for (const [icon, path] of Object.entries(iconPaths)) expect(path).toBe(paths.get(icon));
  });
});

describe("the schema", () => {
  const [airtable] = authorizationServers;
  const entry = airtable!;

  test.each([
    ["an unknown member", { ...entry, surprise: 1 }],
    ["no reason for leaving PKCE out", { ...entry, authorization: { pkce: false } }],
    ["an id with a slash", { ...entry, id: "a/b" }],
    [
      "an address that is no URL",
      { ...entry, metadata: { ...entry.metadata, token_endpoint: "x" } },
    ],
    ["no connector", { ...entry, connectors: [] }],
    ["a broken path", { ...entry, account: { id: ["a..b"] } }],
    [
      "a pattern without anchors",
      {
        ...entry,
        kept_values: [{ name: "a", from: "callback", path: "a", validation_pattern: ".*" }],
      },
    ],
  ])("refuses an entry with %s", (_what, wrong) => {
    expect(authorizationServerSchema.safeParse(wrong).success).toBe(false);
  });
});

describe("what an operator does at the provider", () => {
  /** Addresses beside the redirect URI, which a form of the provider may ask for. */
  const further = /deauthori|data deletion|disconnect|reconnect|launch url|webhook/i;

  test.each(connectors)("$type has no step for an address that nobody serves", (entry) => {
    const { steps } = entry.connector.overrides.registration ?? entry.server.registration;
    const asked = steps.map((step) => JSON.stringify(step)).filter((step) => further.test(step));
    for (const step of asked) expect(step).toMatch(/of your own app/);
  });
});
