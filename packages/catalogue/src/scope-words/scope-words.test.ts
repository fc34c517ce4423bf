import { describe, expect, test } from "vitest";
import { authorizationServers } from "../list.ts";
import { authorizationServerSchema } from "../schema.ts";
import { accessWordsSchema, scopeWordsSchema } from "../schema-scope-words.ts";
import { en } from "./en.ts";
import { wordsByLanguage } from "./languages.ts";

/** A scope of an entry with its words: `all` is title and note as one text. */
interface Worded {
  readonly scope: string;
  readonly description: string;
  readonly title: string;
  readonly all: string;
}

const connectors = authorizationServers
  .map((input) => authorizationServerSchema.parse(input))
  .flatMap((server) =>
    server.connectors.map((connector) => ({
      provider: server.id,
      type: connector.integration_type,
      hasScopes:
        (connector.overrides.authorization ?? server.authorization).scope_parameter !== null,
      available: connector.scopes.available,
      words: en[server.id]?.[connector.integration_type] ?? {},
    })),
  );

const worded = connectors
  .map(({ type, available, words }) => ({
    type,
    scopes: available.flatMap(({ scope, description }): Worded[] => {
      const found = words[scope];
      if (found === undefined) return [];
      if (typeof found === "string") return [{ scope, description, title: found, all: found }];
      const { title, note } = found;
      return [{ scope, description, title, all: `${title}. ${note}` }];
    }),
  }))
  .filter(({ scopes }) => scopes.length > 0);

/** The name of a scope, where it is no plain word that people use, too: `chat:write`, `Mail.Read`, `CUSTOMERS_READ`. */
function rawNames(scope: string): string[] {
  const last = scope.split("/").at(-1) ?? scope;
  return [scope, last].filter((name) => /[^a-z]/.test(name.slice(1)));
}

/** Verbs without an object that anybody could check. */
const vague = /\b(?:manage|handle|administer|full access|full control|etc)\b/i;
/** Words of the protocol and of programmers. */
const jargon =
  /\b(?:APIs?|scopes?|OAuth|tokens?|endpoints?|webhooks?|metadata|SCIM|GraphQL|HTTP|JSON|URLs?|IDs?|CRUD|resources?|entit(?:y|ies))\b/i;
/** Something that looks like a name of a program. */
const machineName = /\w[._:]\w|_|[()]/;
const changes =
  /\b(?:writ(?:e|ing)|chang\w*|creat\w*|add(?:s|ing)?|updat\w*|edit\w*|delet\w*|remov\w*)\b/i;
const deletes = /\b(?:delet\w*|remov\w*)\b/i;
/** How the words may put it that something is deleted, or that a person is taken out. */
const saysDeletes =
  /\b(?:delet\w*|remov\w*|take (?:\w+ ){1,6}(?:away|off|out|back)|unsave|unpin)\b/i;

describe("the words of scopes", () => {
  test.each(Object.entries(wordsByLanguage))("%s: are as the schema wants them", (_tag, words) => {
    expect(scopeWordsSchema.safeParse(words?.scopes).error?.issues ?? []).toEqual([]);
    expect(accessWordsSchema.safeParse(words?.access).error?.issues ?? []).toEqual([]);
  });

  test("say what a connector without scopes lets an app do, and of no other", () => {
    const access = wordsByLanguage["en"]?.access ?? {};
    const without = connectors.filter(({ hasScopes }) => !hasScopes).map(({ type }) => type);
    expect(Object.keys(access).sort()).toEqual(without.sort());
    expect(without).toContain("notion");
    for (const words of Object.values(access)) {
      for (const wrong of [jargon, machineName, vague]) {
        expect(JSON.stringify(Object.values(words))).not.toMatch(wrong);
      }
    }
  });

  test.each(connectors)("$type: every scope that is described has some", ({ available, words }) => {
    const without = available.filter(({ scope }) => !Object.hasOwn(words, scope));
    expect(without.map(({ scope }) => scope)).toEqual([]);
  });

  test("belong to connectors and scopes of the catalogue", () => {
    for (const words of Object.values(wordsByLanguage)) {
      const listed = Object.entries(words?.scopes ?? {}).flatMap(([provider, types]) =>
        Object.entries(types).flatMap(([type, ofType]) =>
          Object.keys(ofType).map((scope) => `${provider} ${type} ${scope}`),
        ),
      );
      const described = connectors.flatMap(({ provider, type, available }) =>
        available.map(({ scope }) => `${provider} ${type} ${scope}`),
      );
      expect(listed.filter((one) => !described.includes(one))).toEqual([]);
    }
  });

  test.each(worded)("$type: none names a scope, or speaks like a program", ({ scopes }) => {
    for (const { scope, all } of scopes) {
      for (const name of rawNames(scope)) expect(all).not.toContain(name);
      expect(all).not.toMatch(jargon);
      expect(all).not.toMatch(machineName);
    }
  });

  test.each(worded)("$type: each says what is done, and with what", ({ scopes }) => {
    for (const { all } of scopes) expect(all).not.toMatch(vague);
  });

  test.each(worded)("$type: no two have the same title", ({ scopes }) => {
    const titles = scopes.map(({ title }) => title.toLowerCase());
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  test.each(worded)("$type: none says less than the entry", ({ scopes }) => {
    for (const { description, title, all } of scopes) {
      if (deletes.test(description)) expect(all, description).toMatch(saysDeletes);
      const seen = /^(?:See|Read)\b(?! and\b)(.*)/.exec(title)?.[1];
      if (seen !== undefined && changes.test(description)) expect(seen).toMatch(changes);
    }
  });
});
