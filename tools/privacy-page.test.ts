/** docs/privacy.md names every column, every field of the log and every cookie, and the times are the program's. */
import { globSync, readFileSync } from "node:fs";
import { openDatabase } from "@grantry/server/store/database";
import { keptSeconds } from "@grantry/server/store/statistics";
import { createMigratedDatabase } from "@grantry/testing/databases";
import { describe, expect, test } from "vitest";
import { tablesOf } from "../packages/server/test/migrations/schema-of.ts";
import { ownDocument } from "./api-document/document.ts";
import { duration, numberIn } from "./constants.ts";
import { logFields } from "./log-fields.ts";

const page = readFileSync("docs/privacy.md", "utf8");
const server = "packages/server/src";

/** A section of the page, without its title. */
function section(title: string): string {
  const found = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`docs/privacy.md has no section "${title}"`);
  return found;
}
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
/** Cells of the rows of a text's tables. */
const rowsOf = (text: string) =>
  [...text.matchAll(/^\| (?!what \||column \||-)(.+) \|$/gm)].map(([, row = ""]) =>
    row.split(" | "),
  );

/** What is said of each table of people, by its name. */
const ofPeople = ["app users and people at the provider", "operators and the invited"]
  .flatMap((whose) => section(`The database: ${whose}`).split(/^### /m).slice(1))
  .map((text) => ({ table: quoted(text)[0] ?? "", text, rows: rowsOf(text) }));

describe("the database", () => {
  test("every column stands on the page once: among those of people, the texts, or the others", async () => {
    const made = await createMigratedDatabase("sqlite", () => "");
    const database = openDatabase(made.url);
    const tables = await tablesOf("sqlite", database.db);
    await database.close();
    await made.drop();
    const columns = Object.entries(tables).flatMap(([table, of]) =>
      Object.keys(of.columns).map((column) => `${table}.${column}`),
    );
    const named = (table: string, text: string) => quoted(text).map((name) => `${table}.${name}`);
    const documented = [
      ...ofPeople.flatMap(({ table, rows }) => rows.flatMap(([cell = ""]) => named(table, cell))),
      ...rowsOf(section("Texts that operators write"))
        .slice(1)
        .flatMap(([table = "", cell = ""]) => named(quoted(table)[0] ?? "", cell)),
      ...section("Columns without personal data")
        .split("\n- ")
        .slice(1)
        .flatMap((line) =>
          quoted(line)
            .slice(1)
            .map((name) => `${quoted(line)[0]}.${name}`),
        ),
    ];
    const missing = columns.filter((column) => !documented.includes(column));
    expect(
      missing,
      'docs/privacy.md must say of each whose it is, how it is kept and how it is erased, in the part of its table; what can lead to nobody goes under "Columns without personal data"',
    ).toEqual([]);
    const gone = documented.filter((column) => !columns.includes(column));
    expect(gone, "the database has no such column any more").toEqual([]);
    expect(documented.toSorted(), "named twice").toEqual(columns.toSorted());
  });

  test.each(ofPeople)(
    "of $table it is said why, for how long, and how it is erased",
    ({ text, rows }) => {
      expect(text).toMatch(/^Why: .+\. Kept for: .+\. Erased by: .+\.$/ms);
      for (const row of rows) {
        expect(row).toHaveLength(3);
        expect(row[2]).toMatch(/^(?:plain|sealed|hash|hash of random values|keyed hash|Argon2id)$/);
      }
    },
  );
});

test("every field of the log stands on the page, and no other", () => {
  const [, others = ""] = /^Other fields: ([\s\S]+?)\.$/m.exec(section("The log")) ?? [];
  const ofRows = rowsOf(section("The log"))
    .slice(1)
    .flatMap(([cell = ""]) => quoted(cell));
  expect([...ofRows, ...quoted(others)].sort()).toEqual(logFields(server));
});

test("every operation that is named is one", () => {
  const operations = Object.values(ownDocument().paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  const verbs =
    /^(?:delete|disconnect|end|export|get|list|move|remove|reset|search|unfreeze|update)(?=[A-Z])/;
  const named = quoted(page).filter(
    (name) => verbs.test(name) && /^[a-z]+(?:[A-Z][a-z]+)+$/.test(name),
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !operations.includes(name))).toEqual([]);
});

test("every cookie stands on the page, and no other", () => {
  const sources = globSync("service/**/*.ts", { cwd: server }).map((file) =>
    readFileSync(`${server}/${file}`, "utf8"),
  );
  const bodies = sources.flatMap((source) =>
    [...source.matchAll(/function \w+CookieName\([\s\S]*?\n\}/g)].map(([body]) => body),
  );
  // The one of a consent has the authorization's id in its name.
  const set = bodies.map((body) => /grantry-[a-z-]*(?=[$`])/.exec(body)?.[0] ?? body);
  const documented = rowsOf(section("Cookies and browsers")).slice(1);
  const names = documented.flatMap(([cell = ""]) => quoted(cell));
  expect(names.map((name) => name.replace("auz_…", "")).sort()).toEqual(set.sort());
});

/** Of each row under "How long": where the program has the time, in seconds. */
const times: Readonly<Record<string, number | readonly [file: string, name: string]>> = {
  "consents that began (`authorizations`)": ["service/upkeep/sweep.ts", "keptSeconds"],
  "events of connections": ["service/upkeep/sweep.ts", "eventsKeptSeconds"],
  "receipts of revocations, after they ended": ["service/upkeep/sweep.ts", "eventsKeptSeconds"],
  "operations on many connections, after they ended": [
    "service/upkeep/sweep.ts",
    "eventsKeptSeconds",
  ],
  "the timeline, of what happens often: refreshes": ["store/timeline-entries.ts", "keptOften"],
  "the timeline, of all else": ["store/timeline-entries.ts", "keptSeldom"],
  "tries to give a grant back to the provider": ["service/revocation/attempt.ts", "giveUpSeconds"],
  "answers to a call with `Idempotency-Key`": ["service/idempotency/answer-once.ts", "keptSeconds"],
  "refused origins of an app": ["store/refused-origins.ts", "keptSeconds"],
  "links to connect again, after they ended": ["service/upkeep/sweep.ts", "keptSeconds"],
  "browser sessions, from their last use": ["service/accounts/sessions.ts", "sessionIdleSeconds"],
  "browser sessions, at most": ["service/accounts/sessions.ts", "sessionSeconds"],
  "known browsers, from their last use": ["service/accounts/devices.ts", "deviceSeconds"],
  invitations: ["service/accounts/invitations.ts", "invitationSeconds"],
  "links that set a new password": ["service/accounts/reset-link.ts", "resetLinkSeconds"],
  "the set-up link": ["service/accounts/set-up.ts", "setupLinkSeconds"],
  "what became of mail": ["service/mail/send.ts", "keptSeconds"],
  "sign-ins at a company, under way": ["service/accounts/company/start.ts", "attemptSeconds"],
  "tests of a company's sign-in, after they ended": ["service/accounts/sweep.ts", "keptSeconds"],
  "requests of command lines, after they ended": ["service/accounts/sweep.ts", "keptSeconds"],
  "a command line's sign-in, from its last use": [
    "service/accounts/command-line/tokens.ts",
    "refreshTokenSeconds",
  ],
  "challenges for passkeys": ["service/accounts/passkeys/ceremony.ts", "challengeSeconds"],
  "figures by the hour": keptSeconds.hour,
  "figures by the day": keptSeconds.day,
};

test("what is kept is kept for as long as the page says", () => {
  const expected = Object.entries(times).map(([what, of]) => [
    what,
    duration(typeof of === "number" ? of : numberIn(`${server}/${of[0]}`, of[1])),
  ]);
  expect(Object.fromEntries(rowsOf(section("How long")))).toEqual(Object.fromEntries(expected));
});
