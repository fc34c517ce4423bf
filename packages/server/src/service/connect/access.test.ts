/** What the connect pages say of scopes: words for people, for every entry of the catalogue. */
import { authorizationServers } from "@grantry/catalogue/list";
import { describe, expect, test } from "vitest";
import { buildCatalogue, type ProviderConnector } from "../../provider/catalogue.ts";
import { accessOf } from "./access.ts";

const entries = buildCatalogue(authorizationServers).list();
const asksOf = ({ connector: { scopes } }: ProviderConnector) => [
  ...scopes.always,
  ...scopes.default,
];

describe("what is asked for by default", () => {
  test.each(entries.map((entry) => [entry.connector.integration_type, entry] as const))(
    "%s: is said in words, each once, and no scope is named",
    (_type, entry) => {
      const scopes = asksOf(entry);
      const { lines } = accessOf(entry, [...scopes, ...scopes], "en");
      const titles = lines.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
      const texts = [...titles, ...lines.flatMap(({ note }) => note ?? [])];
      for (const text of texts) {
        expect(text).not.toMatch(/\((sensitive|restricted)|https?:|\w[.:]\w+[.:]/i);
        expect(scopes).not.toContain(text);
      }
      if (scopes.length > 0) expect(lines.length).toBeGreaterThan(0);
    },
  );
});

test("what there are no words for is not named, but not hidden either", () => {
  const [entry] = entries;
  if (entry === undefined) throw new Error("no entry");
  expect(accessOf(entry, ["very.secret:scope"], "en")).toMatchObject({ hasFurther: true });
  const known = asksOf(entry);
  expect(accessOf(entry, known, "en").hasFurther).toBe(false);
  // A language without words of its own.
  expect(accessOf(entry, known, "nl")).toEqual(accessOf(entry, known, "en"));
});
