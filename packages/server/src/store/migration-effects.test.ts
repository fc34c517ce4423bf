import { expect, test } from "vitest";
import type { Engine } from "./engine.ts";
import { letsEarlierStart } from "./migrate.ts";
import { effectsOf } from "./migration-effects.ts";
import { type Migration, migrations } from "./migrations.ts";

const engines = ["sqlite", "postgres"] as const;
const of = (engine: Engine, ...statements: string[]) => {
  const { work, takesAway } = effectsOf(
    { name: "0001_x", statements: () => statements },
    engine,
    new Set(),
  );
  return { work: Object.fromEntries(work), takesAway };
};

test.each<[string, readonly string[], object, readonly string[]]>([
  [
    "a new table and its index",
    ["CREATE TABLE a (x TEXT)", "CREATE UNIQUE INDEX b ON a (x)"],
    {},
    [],
  ],
  ["a column that may be empty", ["ALTER TABLE a ADD COLUMN x TEXT"], {}, []],
  ["a column with a default", ["ALTER TABLE a ADD COLUMN x TEXT NOT NULL DEFAULT 'y'"], {}, []],
  [
    "a column that must be filled",
    ["ALTER TABLE a ADD COLUMN x TEXT NOT NULL"],
    {},
    ["rows of a without x"],
  ],
  ["an index", ["CREATE INDEX b ON a (x)"], { a: "reads" }, []],
  [
    "a unique index",
    ["CREATE UNIQUE INDEX b ON a (x)"],
    { a: "reads" },
    ["rows of a that are alike"],
  ],
  ["rows that change", ["CREATE INDEX b ON a (x)", "UPDATE a SET x = 1"], { a: "writes" }, []],
  [
    "rows that are copied",
    ["CREATE TABLE b (x)", "INSERT INTO b SELECT x FROM a"],
    { a: "reads" },
    [],
  ],
  [
    "a table made anew",
    [
      "CREATE TABLE a_new (x)",
      "INSERT INTO a_new SELECT x FROM a",
      "DROP TABLE a",
      "ALTER TABLE a_new RENAME TO a",
    ],
    { a: "writes" },
    ["table a"],
  ],
  ["a table's new name", ["ALTER TABLE a RENAME TO b"], {}, ["table a"]],
  ["a column's new name", ["ALTER TABLE a RENAME COLUMN x TO y"], {}, ["a column of a"]],
  [
    "a rule for rows",
    ["ALTER TABLE a ADD CONSTRAINT c CHECK (x > 1)"],
    { a: "reads" },
    ["rows of a that are refused from then on"],
  ],
  ["what cannot be read", ["VACUUM"], {}, ['what "VACUUM" changes']],
])("%s", (_name, statements, work, takesAway) => {
  for (const engine of engines) expect(of(engine, ...statements)).toEqual({ work, takesAway });
});

test("a column that goes is written out of every row on SQLite alone", () => {
  const statement = "ALTER TABLE a DROP COLUMN x";
  expect(of("sqlite", statement)).toEqual({ work: { a: "writes" }, takesAway: ["a.x"] });
  expect(of("postgres", statement)).toEqual({ work: {}, takesAway: ["a.x"] });
});

test("a migration says by its name that versions before start with it only where it takes nothing away", () => {
  const wrong = (migration: Migration) =>
    letsEarlierStart(migration.name) &&
    engines.some((engine) => effectsOf(migration, engine, new Set()).takesAway.length > 0);
  expect(migrations.filter(wrong)).toEqual([]);
});

test("every statement of ours can be read", () => {
  const unread = migrations.flatMap((migration) =>
    engines.flatMap((engine) => effectsOf(migration, engine, new Set()).takesAway),
  );
  expect(unread.filter((one) => one.startsWith('what "'))).toEqual([]);
});
