/**
 * What a migration does to tables that are there: which it goes through, as far as that takes as long as they have rows, and
 * what it takes away that the version before goes by. Read off its statements, so it says nothing wrong; what it cannot read
 * counts as taken away.
 */
import type { Engine } from "./engine.ts";
import type { Migration } from "./migrations.ts";

/** `reads`: all rows are looked at; `writes`: all, or many, are written anew. */
export type Work = "reads" | "writes";

export interface Effects {
  readonly work: ReadonlyMap<string, Work>;
  /** In words; empty where the version before goes on beside it. */
  readonly takesAway: readonly string[];
}

interface Found {
  readonly engine: Engine;
  /** Tables that the same migrations have made: they are empty. */
  readonly made: Set<string>;
  readonly work: Map<string, Work>;
  readonly takesAway: string[];
}

/** `made` is told of tables that it makes: an index of one that is empty costs nothing. */
export function effectsOf(migration: Migration, engine: Engine, made: Set<string>): Effects {
  const found: Found = { engine, made, work: new Map(), takesAway: [] };
  for (const statement of migration.statements(engine)) read(statement, found);
  if (migration.alone !== undefined) found.takesAway.push(migration.alone);
  return found;
}

type Rule = readonly [RegExp, (found: Found, match: RegExpExecArray, statement: string) => void];

const rules: readonly Rule[] = [
  [/^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/i, ({ made }, [, table = ""]) => void made.add(table)],
  [/^CREATE (UNIQUE )?INDEX \w+\s+ON (\w+)/i, onIndex],
  [/^DROP INDEX /i, () => {}],
  [/^ANALYZE (\w+)/i, (found, [, table]) => work(found, table, "reads")],
  [/^ALTER TABLE (\w+) RENAME TO (\w+)/i, onRename],
  [/^ALTER TABLE (\w+)\s/i, onAlter],
  [/^UPDATE (\w+)/i, (found, [, table]) => work(found, table, "writes")],
  [/^DELETE FROM (\w+)/i, (found, [, table]) => work(found, table, "writes")],
  [/^INSERT INTO (\w+)/i, onInsert],
  [/^(?:DROP TABLE) (\w+)/i, ({ takesAway }, [, table]) => void takesAway.push(`table ${table}`)],
];

function read(statement: string, found: Found): void {
  const text = statement.trim();
  for (const [pattern, tell] of rules) {
    const match = pattern.exec(text);
    if (match === null) continue;
    tell(found, match, text);
    return;
  }
  found.takesAway.push(`what "${text.slice(0, 40)}" changes`);
}

function work({ made, work: all }: Found, table = "", kind: Work): void {
  if (made.has(table)) return;
  if (all.get(table) !== "writes") all.set(table, kind);
}

function onIndex(found: Found, [, unique, table = ""]: RegExpExecArray): void {
  work(found, table, "reads");
  if (unique !== undefined && !found.made.has(table)) {
    found.takesAway.push(`rows of ${table} that are alike`);
  }
}

/** SQLite changes little of a table: it is made anew, filled from the old one, and named like it. */
function onRename({ made, takesAway, work: all }: Found, match: RegExpExecArray): void {
  const [, from = "", to = ""] = match;
  if (made.has(from)) {
    all.set(to, "writes");
    made.add(to);
  } else takesAway.push(`table ${from}`);
}

function onInsert(found: Found, _match: RegExpExecArray, statement: string): void {
  for (const [, table] of statement.matchAll(/\b(?:FROM|JOIN) (\w+)/gi))
    work(found, table, "reads");
}

function onAlter(found: Found, [, table = ""]: RegExpExecArray, statement: string): void {
  const { engine, made, takesAway } = found;
  if (made.has(table)) return;
  for (const [, column] of statement.matchAll(/\bDROP COLUMN (\w+)/gi)) {
    takesAway.push(`${table}.${column}`);
    if (engine === "sqlite") work(found, table, "writes");
  }
  if (/\b(?:ADD CONSTRAINT|SET NOT NULL)\b/i.test(statement)) {
    work(found, table, "reads");
    takesAway.push(`rows of ${table} that are refused from then on`);
  }
  if (/\b(?:RENAME|ALTER) COLUMN\b/i.test(statement) && !/SET NOT NULL/i.test(statement)) {
    takesAway.push(`a column of ${table}`);
  }
  for (const [, column, rest = ""] of statement.matchAll(
    /\bADD COLUMN (\w+)((?:(?!, ADD ).)*)/gis,
  )) {
    if (/NOT NULL/i.test(rest) && !/DEFAULT/i.test(rest)) {
      takesAway.push(`rows of ${table} without ${column}`);
    }
    // A check is held against every row where it is added, a reference against none: it is empty.
    if (/\bCHECK\b/i.test(rest)) work(found, table, "reads");
  }
}
