/** What tables, columns, indexes and constraints a database has, in words that both engines share. */
import { sql } from "kysely";
import type { Executor } from "../../src/store/database.ts";
import type { Engine } from "../../src/store/engine.ts";

export interface Column {
  readonly type: "text" | "int" | "bytes";
  readonly nullable: boolean;
  readonly default: string | null;
  /** Counts up by itself. */
  readonly counted: boolean;
}

export interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  /** One line each, sorted. */
  readonly indexes: readonly string[];
  readonly references: readonly string[];
  /** How many CHECKs; what they say is spelled differently. */
  readonly checks: number;
}

export type Tables = Readonly<Record<string, Table>>;
type Row = Readonly<Record<string, string | number | null>>;

const types: Readonly<Record<string, Column["type"]>> = {
  TEXT: "text",
  INTEGER: "int",
  BLOB: "bytes",
  text: "text",
  bigint: "int",
  bytea: "bytes",
};

/** The tables by name, without the one that names the migrations. */
export async function tablesOf(engine: Engine, db: Executor): Promise<Tables> {
  const queries = engine === "sqlite" ? onSqlite : onPostgres;
  const read = async (text: string) => (await sql.raw<Row>(text).execute(db)).rows;
  const columns = await read(queries.columns);
  const indexes = await read(queries.indexes);
  const references = await read(queries.references);
  const checks = await read(queries.checks);
  const names = [...new Set(columns.map((row) => String(row["tbl"])))].sort();
  const of = (rows: readonly Row[], name: string) => rows.filter((row) => row["tbl"] === name);
  return Object.fromEntries(
    names
      .filter((name) => name !== "migrations")
      .map((name) => [
        name,
        {
          columns: Object.fromEntries(of(columns, name).map((row) => [row["col"], columnOf(row)])),
          indexes: of(indexes, name).map(indexOf).sort(),
          references: of(references, name)
            .map((row) => `${row["col"]} -> ${row["target"]}`)
            .sort(),
          checks: of(checks, name).reduce((sum, row) => sum + Number(row["count"]), 0),
        },
      ]),
  );
}

/** All that the engine itself says of its schema, word for word. */
export async function wordingOf(engine: Engine, db: Executor): Promise<unknown> {
  if (engine === "sqlite") {
    const text = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name";
    return (await sql.raw(text).execute(db)).rows;
  }
  const constraints = `SELECT conrelid::regclass::text AS tbl, conname, pg_get_constraintdef(oid) AS text
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`;
  const indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
  return [
    (await sql.raw(constraints).execute(db)).rows,
    (await sql.raw(indexes).execute(db)).rows,
    await tablesOf(engine, db),
  ];
}

function columnOf(row: Row): Column {
  const type = types[String(row["type"])];
  if (type === undefined) throw new Error(`${row["tbl"]}.${row["col"]} is a ${row["type"]}.`);
  const given = row["dflt"] === null ? null : plain(String(row["dflt"]));
  return {
    type,
    nullable: Number(row["nullable"]) === 1,
    default: given,
    counted: Number(row["counted"]) === 1,
  };
}

/** An index that a constraint makes has a name of the engine's own. */
function indexOf(row: Row): string {
  const own = /_autoindex_|_key$|_pkey$/.test(String(row["name"])) ? "" : ` ${row["name"]}`;
  const unique = Number(row["uniq"]) === 1 ? "unique" : "index";
  const where = row["pred"] === null ? "" : ` where ${plain(String(row["pred"]))}`;
  return `${unique}${own} (${row["cols"]})${where}`;
}

/** An expression without what an engine adds to it: casts, parentheses, line breaks. */
function plain(text: string): string {
  return text.replaceAll(/::\w+/g, "").replaceAll(/[()]/g, "").replaceAll(/\s+/g, " ").trim();
}

const onSqlite = {
  columns: `SELECT m.name AS tbl, c.name AS col, c.type AS type, c.dflt_value AS dflt,
      (c."notnull" = 0 AND c.pk = 0) AS nullable, (c.pk = 1 AND m.sql LIKE '%AUTOINCREMENT%') AS counted
    FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid`,
  indexes: `SELECT m.name AS tbl, i.name AS name, i."unique" AS uniq,
      (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) AS cols,
      CASE WHEN i.partial = 1 THEN (SELECT substr(sql, instr(sql, 'WHERE') + 5) FROM sqlite_master
        WHERE type = 'index' AND name = i.name) END AS pred
    FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i WHERE m.type = 'table'
    UNION ALL
    -- A key that counts up is the row's own number, without an index.
    SELECT m.name, 'x_pkey', 1, c.name, NULL FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
    WHERE m.type = 'table' AND m.sql LIKE '%AUTOINCREMENT%' AND c.pk = 1`,
  references: `SELECT m.name AS tbl, f."from" AS col, f."table" AS target
    FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'`,
  checks: `SELECT name AS tbl, (length(sql) - length(replace(sql, 'CHECK (', ''))) / length('CHECK (') AS count
    FROM sqlite_master WHERE type = 'table'`,
};

const onPostgres = {
  columns: `SELECT table_name AS tbl, column_name AS col, data_type AS type, column_default AS dflt,
      (is_nullable = 'YES')::int AS nullable, (is_identity = 'YES')::int AS counted
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
  indexes: `SELECT t.relname AS tbl, n.relname AS name, i.indisunique::int AS uniq,
      (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY AS k (num, place)
        JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.num) AS cols,
      pg_get_expr(i.indpred, i.indrelid) AS pred
    FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid JOIN pg_class AS n ON n.oid = i.indexrelid
    WHERE t.relnamespace = 'public'::regnamespace`,
  references: `SELECT t.relname AS tbl, f.relname AS target, a.attname AS col
    FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid JOIN pg_class AS f ON f.oid = c.confrelid
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = ANY (c.conkey)
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`,
  checks: `SELECT t.relname AS tbl, COUNT(*)::int AS count FROM pg_constraint AS c
    JOIN pg_class AS t ON t.oid = c.conrelid
    WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace GROUP BY 1`,
};
