import { authorizationServers } from "@grantry/catalogue/list";
import { describe, expect, test } from "vitest";
import { buildCatalogue, type ProviderConnector } from "./catalogue.ts";
import { accessWords, scopeWords } from "./scope-words.ts";

const catalogue = buildCatalogue(authorizationServers);

function entryOf(type: string): ProviderConnector {
  const entry = catalogue.find(type);
  if (entry === undefined) throw new Error(`there is no ${type}`);
  return entry;
}

const events = "https://www.googleapis.com/auth/calendar.events.readonly";
const calendar = entryOf("googlecalendar");

describe("the words for a scope", () => {
  test("say what it lets an app do, and what it does not", () => {
    expect(scopeWords(calendar, events)).toEqual({
      title: "See the events on all your calendars",
      note: "Cannot change or delete them.",
      language: "en",
    });
  });

  test("are the same in every spelling", () => {
    const long = "https://www.googleapis.com/auth/userinfo.email";
    expect(scopeWords(calendar, long)?.title).toBe("See your email address");
    expect(scopeWords(calendar, "email")).toEqual(scopeWords(calendar, long));
  });

  test("are English where they are not written in the language that is asked for", () => {
    for (const language of ["en-GB", "EN", "ja", "zh-Hant-TW", "", "__proto__", "constructor"]) {
      expect(scopeWords(calendar, events, language)?.language).toBe("en");
    }
  });

  test.each(["calendar.everything", "constructor", "toString", "__proto__", ""])(
    "are none for %j, which the entry does not describe",
    (scope) => expect(scopeWords(calendar, scope)).toBeNull(),
  );

  test("are a custom provider's own, also where it has the names of a built-in one", () => {
    const { server, connector } = entryOf("typeform");
    const custom = {
      server,
      connector: {
        ...connector,
        integration_type: "ourforms",
        scopes: {
          ...connector.scopes,
          available: [{ scope: "forms:read", description: "See what we ask" }],
        },
      },
    };
    expect(scopeWords(custom, "forms:read")).toEqual({
      title: "See what we ask",
      note: null,
      language: null,
    });
    expect(scopeWords(custom, "forms:write")).toBeNull();
  });
});

describe("the words for access without scopes", () => {
  test("are there where an entry asks for none, and there alone", () => {
    expect(accessWords(entryOf("splitwise"), "pt-BR")).toMatchObject({ language: "en" });
    expect(accessWords(calendar)).toBeNull();
    for (const entry of catalogue.list()) {
      const { available, default: defaults } = entry.connector.scopes;
      const asks = [...defaults, ...available].length > 0;
      expect(accessWords(entry) === null, entry.connector.integration_type).toBe(asks);
    }
  });

  test("are none for a custom provider", () => {
    const { server, connector } = entryOf("splitwise");
    expect(
      accessWords({ server, connector: { ...connector, integration_type: "ours" } }),
    ).toBeNull();
  });
});
