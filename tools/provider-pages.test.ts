import { existsSync, readdirSync, readFileSync } from "node:fs";
import { authorizationServers } from "@grantry/catalogue/list";
import { createKeyring, newKeyText } from "@grantry/server/crypto/keyring";
import { systemClock } from "@grantry/server/lib/clock";
import { directly } from "@grantry/server/lib/egress";
import { openReach } from "@grantry/server/lib/reach";
import { Secret } from "@grantry/server/lib/secret";
import { buildCatalogue } from "@grantry/server/provider/catalogue";
import { checkSettings } from "@grantry/server/provider/settings";
import { applyBootstrap } from "@grantry/server/service/bootstrap/apply-bootstrap";
import { parseBootstrap } from "@grantry/server/service/bootstrap/parse-bootstrap";
import { openDatabase } from "@grantry/server/store/database";
import { checkEncryptionKeys } from "@grantry/server/store/encryption-keys";
import { migrate } from "@grantry/server/store/migrate";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { describe, expect, test } from "vitest";
import { pagesFolder, providerPages } from "./provider-pages.ts";
import { durationWords } from "./provider-words.ts";

const pages = providerPages();
const catalogue = buildCatalogue(authorizationServers);
const connectors = catalogue.list().map((entry) => ({
  entry,
  type: entry.connector.integration_type,
  page: pages.get(`${entry.connector.integration_type}.md`) ?? "",
}));
const hint = "run npm run docs:providers";

const snippetOf = (page: string) => codeBlocks(page, "jsonc")[0]?.code ?? "";

describe("docs/providers", () => {
  test("has a page for every connector and the table, and no other", () => {
    const files = existsSync(pagesFolder) ? readdirSync(pagesFolder) : [];
    expect(files.sort(), hint).toEqual([...pages.keys()].sort());
  });

  test.each([...pages])("%s is as the catalogue makes it", (file, text) => {
    const path = `${pagesFolder}/${file}`;
    expect(existsSync(path) ? readFileSync(path, "utf8") : "", hint).toBe(text);
  });

  test("shows no placeholder of a template in the table", () => {
    expect(pages.get("README.md")).not.toMatch(/\{\+?[a-z0-9_-]+\}/i);
    expect(pages.get("README.md")).toContain("`<subdomain>.bamboohr.com/");
    expect(pages.get("README.md")).toContain("`graph.microsoft.com/");
  });

  test("lists every connector once", () => {
    const listed = [...(pages.get("README.md") ?? "").matchAll(/^\| \[([a-z0-9_]+)\]/gm)];
    expect(listed.map(([, type]) => type)).toEqual(connectors.map(({ type }) => type).sort());
  });
});

describe.each(connectors)("the page of $type", ({ entry, type, page }) => {
  test("holds a bootstrap file that declares the connector", () => {
    const { workspaces } = parseBootstrap(snippetOf(page), `${type}.md`);
    const [connector] = workspaces[0]?.connectors ?? [];
    expect(connector?.integration_type).toBe(type);
    expect(workspaces[0]?.oauth_clients[0]?.id).toBe(connector?.oauth_client);
    expect(page).toContain(`/api/external-auth/callback/${connector?.oauth_client}\n`);
    expect(() => checkSettings(entry, connector?.connection_config ?? {})).not.toThrow();
  });

  test("holds no empty or unfilled place", () => {
    expect(page).not.toMatch(/undefined|\[object|NaN|(?<!`)``(?!`)|<>/);
  });

  test("leaves in braces of a first call only what a connection brings, and says where it stands", () => {
    const call = codeBlocks(page, "sh")[0]?.code ?? "";
    const [said] = page.slice(page.indexOf(call) + call.length).split("\n## ");
    const { settings, kept_values: kept } = entry.server;
    const brought = [...settings.filter((setting) => setting.default === undefined), ...kept].map(
      ({ name }) => name,
    );
    for (const [whole, name] of call.matchAll(/\{\+?([a-z0-9_-]+)\}/g)) {
      expect(brought).toContain(name);
      expect(said).toContain(`\`${whole}\``);
    }
  });
});

test("every bootstrap file of the pages can be applied as it stands", async () => {
  const database = openDatabase("sqlite::memory:");
  const keyring = createKeyring(newKeyText("k1"));
  const store = { database, db: database.db, keyring, clock: systemClock };
  await migrate(database);
  await checkEncryptionKeys(store);
  const readSecret = async () => new Secret("a client's secret");
  for (const { type, page } of connectors) {
    const declared = parseBootstrap(snippetOf(page), `${type}.md`);
    const { reach } = openReach(() => new Set(), { egress: directly });
    await applyBootstrap({ store, catalogue, readSecret, reach }, declared);
  }
  const stored = await database.db.selectFrom("connectors").select("integration_type").execute();
  const types = stored.map((row) => row.integration_type);
  expect(types.sort()).toEqual(connectors.map(({ type }) => type).sort());
  await database.close();
});

test.each([
  [1, "1 second"],
  [90, "90 seconds"],
  [3600, "1 hour"],
  [5400, "90 minutes"],
  [5_184_000, "60 days"],
])("%d seconds are %s", (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});
