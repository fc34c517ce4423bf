/**
 * Writes docs/providers: a page for every connector of the catalogue and the table of all of them.
 * Run it with `npm run docs:providers` after a change to the catalogue.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { authorizationServers } from "@grantry/catalogue/list";
import { buildCatalogue, type ProviderConnector } from "@grantry/server/provider/catalogue";
import { providerPage } from "./provider-page.ts";
import { withDefaults } from "./provider-page-defaults.ts";
import { accountWords, pkceWords, refreshWords, revocationWords } from "./provider-words.ts";
import { runPlainScript } from "./script.ts";

/** Folder of the pages, from the root of the repository. */
export const pagesFolder = "docs/providers";

/** Every page: file name to Markdown. */
export function providerPages(): Map<string, string> {
  const connectors = buildCatalogue(authorizationServers).list();
  const pages = connectors.map((entry): [string, string] => [
    `${entry.connector.integration_type}.md`,
    providerPage(entry),
  ]);
  return new Map([["README.md", overview(connectors)], ...pages]);
}

function overview(connectors: readonly ProviderConnector[]): string {
  const rows = [...connectors]
    .sort((one, other) =>
      one.connector.integration_type < other.connector.integration_type ? -1 : 1,
    )
    .map(overviewRow);
  return `# Connectors

<!-- Made from the catalogue by npm run docs:providers. Not to be edited by hand. -->

${connectors.length} connectors. Each page says what to register at the provider, what to declare here, and what to
expect of the tokens. *Account* is where the account behind a connection is read. What the words of
the other columns mean stands on the pages. A word in angle brackets stands for what a setting or a connection brings.

| Type | Provider | Account | Refresh | PKCE | Revocation |
|---|---|---|---|---|---|
${rows.join("\n")}
`;
}

/** Of a template, what no setting's default fills, as what it is: a word to put a value in place of. */
function withNames(words: string): string {
  return words.replace(/\{\+?([a-z0-9_-]+)\}/g, "<$1>");
}

function overviewRow(written: ProviderConnector): string {
  const { server, connector } = withDefaults(written);
  const type = connector.integration_type;
  const cells = [
    `[${type}](${type}.md)`,
    server.name,
    withNames(accountWords(server)),
    refreshWords(server),
    pkceWords(server),
    revocationWords(server),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Writes every page and removes those of connectors that are gone. */
function writePages(): void {
  const pages = providerPages();
  mkdirSync(pagesFolder, { recursive: true });
  for (const file of readdirSync(pagesFolder)) {
    if (!pages.has(file)) rmSync(`${pagesFolder}/${file}`);
  }
  for (const [file, text] of pages) writeFileSync(`${pagesFolder}/${file}`, text);
}

if (import.meta.main) {
  await runPlainScript(`npm run docs:providers\n\nWrites ${pagesFolder}.\n`, writePages);
}
