/** A migration that somebody may have applied never changes: a changed one would be missing in their database. */
import { describe, expect, test } from "vitest";
import { type Migration, migrations } from "../../src/store/migrations.ts";
import { compareWithFrozen, readFrozen } from "./frozen.ts";

const frozen = readFrozen();

test("every migration is what it was when it was added", () => {
  expect(compareWithFrozen(frozen, migrations).broken).toEqual([]);
});

test("every migration is frozen: npm run migrations:freeze", () => {
  expect(compareWithFrozen(frozen, migrations).added).toEqual([]);
});

test("they are numbered without a gap, in their order", () => {
  const numbers = migrations.map(({ name }) => /^(\d{4})_[a-z_]+\+?$/.exec(name)?.[1]);
  expect(numbers).toEqual(migrations.map((_, at) => String(at + 1).padStart(4, "0")));
});

describe("what is told", () => {
  const { now } = compareWithFrozen({}, migrations);
  const changed = (name: string, change: (statements: readonly string[]) => readonly string[]) =>
    migrations.map(
      (one): Migration =>
        one.name === name ? { name, statements: (engine) => change(one.statements(engine)) } : one,
    );
  const told = (list: readonly Migration[]) => compareWithFrozen(now, list).broken.join("\n");

  test("a column that is put into a table of an old migration, and what to do instead", () => {
    const text = told(
      changed("0005_accounts", ([first = "", ...rest]) => [
        first.replace("name TEXT NOT NULL,", "name TEXT NOT NULL, nickname TEXT,"),
        ...rest,
      ]),
    );
    expect(text).toMatch(/^0005_accounts has changed on sqlite, postgres\..*new migration/);
  });

  test("a change on one engine only", () => {
    const list = migrations.map(
      (one): Migration =>
        one.name === "0013_user_issuers"
          ? { ...one, statements: (e) => [...one.statements(e), ...(e === "sqlite" ? ["x"] : [])] }
          : one,
    );
    expect(told(list)).toMatch(/^0013_user_issuers has changed on sqlite\./);
  });

  test.each([
    ["the last statement taken away", (all: readonly string[]) => all.slice(0, -1)],
    ["two statements in another order", (all: readonly string[]) => all.toReversed()],
    ["a space", ([first = "", ...rest]: readonly string[]) => [`${first} `, ...rest]],
  ])("%s", (_, change) => {
    expect(told(changed("0001_tables", change))).toMatch(/^0001_tables has changed/);
  });

  test("a migration that is gone, renamed, put elsewhere or written twice", () => {
    const [first, second, ...rest] = migrations as [Migration, Migration, ...Migration[]];
    expect(told([first, ...rest])).toMatch(/^0002_custom_providers is gone\./);
    expect(told([first, { ...second, name: "0002_providers" }, ...rest])).toMatch(/is gone\./);
    expect(told([second, first, ...rest])).toMatch(/^0001_tables is not number 1 any more\./);
    expect(told([...migrations, first])).toMatch(/^0001_tables stands twice/);
  });

  test("a new one is no breach: it is to be frozen", () => {
    const next: Migration = { name: "9999_next", statements: () => ["SELECT 1"] };
    const { broken, added } = compareWithFrozen(now, [...migrations, next]);
    expect([broken, added]).toEqual([[], ["9999_next"]]);
  });
});
