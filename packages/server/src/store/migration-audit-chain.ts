/**
 * The statements of migrations 0061 to 0063, 0072 and 0073: the audit trail as a chain. Records get a number and a hash once they are
 * linked; those that were there before are linked like new ones, some hundred at a time, by the server that runs. Reads of
 * tokens stand among the records, and in indexes of their own: they are many, and what operators did is found without them.
 */
import type { Engine } from "./engine.ts";

interface Words {
  readonly int: string;
  readonly strict: string;
  readonly counted: string;
}

const before = `audit_record_id, workspace_id, recorded_at, actor_kind, actor_id, actor_label, action,
  target_kind, target_id, details`;

/** SQLite cannot take a check away: the table is made anew. */
function remade({ int, strict, counted }: Words): readonly string[] {
  return [
    `CREATE TABLE audit_records_new (
      audit_record_id ${counted},
      workspace_id TEXT,
      recorded_at ${int} NOT NULL,
      actor_kind TEXT NOT NULL,
      actor_id TEXT NOT NULL,
      actor_label TEXT NOT NULL,
      action TEXT NOT NULL,
      target_kind TEXT NOT NULL,
      target_id TEXT NOT NULL,
      details TEXT NOT NULL,
      result TEXT NOT NULL DEFAULT 'ok',
      address TEXT,
      request_id TEXT,
      number ${int},
      hash TEXT
    ) ${strict}`,
    `INSERT INTO audit_records_new (${before}) SELECT ${before} FROM audit_records`,
    "DROP TABLE audit_records",
    "ALTER TABLE audit_records_new RENAME TO audit_records",
  ];
}

function altered({ int }: Words): readonly string[] {
  return [
    "ALTER TABLE audit_records DROP CONSTRAINT audit_records_actor_kind_check",
    `ALTER TABLE audit_records ADD COLUMN result TEXT NOT NULL DEFAULT 'ok',
      ADD COLUMN address TEXT, ADD COLUMN request_id TEXT, ADD COLUMN number ${int}, ADD COLUMN hash TEXT`,
  ];
}

/** 0061: the columns, where each chain ends and begins, and what names people. */
function chainStatements(engine: Engine, words: Words): readonly string[] {
  const { int, strict } = words;
  return [
    ...(engine === "sqlite" ? remade(words) : altered(words)),
    `CREATE TABLE audit_chains (
      chain_id TEXT PRIMARY KEY,
      last_number ${int} NOT NULL,
      last_hash TEXT NOT NULL,
      anchor_number ${int} NOT NULL,
      anchor_hash TEXT NOT NULL,
      anchored_at ${int},
      broken_number ${int},
      key_id TEXT NOT NULL,
      seal TEXT NOT NULL
    ) ${strict}`,
    `CREATE TABLE audit_people (
      ref TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL,
      operator_id TEXT NOT NULL,
      value TEXT NOT NULL,
      noted_at ${int} NOT NULL
    ) ${strict}`,
    "CREATE INDEX audit_people_by_value ON audit_people (value, workspace_id, operator_id)",
    "CREATE INDEX audit_people_of ON audit_people (operator_id)",
    "ALTER TABLE workspaces ADD COLUMN audit_mode TEXT NOT NULL DEFAULT 'batched'",
    `ALTER TABLE workspaces ADD COLUMN audit_days ${int}`,
    `ALTER TABLE workspaces ADD COLUMN audit_records_max ${int}`,
  ];
}

const deeds = {
  audit_deeds_by_time: "",
  audit_deeds_by_actor: "actor_id, ",
  audit_deeds_by_action: "action, ",
  audit_deeds_by_target: "target_id, ",
  audit_deeds_by_actor_and_action: "actor_id, action, ",
} as const;
const reads = {
  audit_reads_by_time: "",
  audit_reads_by_actor: "actor_id, ",
  audit_reads_by_target: "target_id, ",
} as const;

function indexes(named: Readonly<Record<string, string>>, which: string): string[] {
  return Object.entries(named).map(
    ([name, columns]) =>
      `CREATE INDEX ${name} ON audit_records (workspace_id, ${columns}recorded_at, audit_record_id)
        WHERE ${which}`,
  );
}

/** 0062, apart from what takes the table for itself alone. */
const indexStatements: readonly string[] = [
  ...indexes(deeds, "action <> 'token.read'"),
  ...indexes(reads, "action = 'token.read'"),
  `CREATE INDEX audit_deeds_of_target ON audit_records
    (workspace_id, target_kind, target_id, audit_record_id) WHERE action <> 'token.read'`,
  `CREATE UNIQUE INDEX audit_records_by_number ON audit_records (workspace_id, number)
    WHERE number IS NOT NULL`,
  `CREATE INDEX audit_records_unlinked ON audit_records (workspace_id, audit_record_id)
    WHERE number IS NULL`,
];

/** 0063: the indexes that those of 0062 replace. SQLite has dropped them with the table. */
function afterIndexStatements(engine: Engine): readonly string[] {
  if (engine === "sqlite") return [];
  const replaced = [
    "by_time",
    "by_actor",
    "by_action",
    "by_target",
    "by_actor_and_action",
    "of_target",
  ];
  return replaced.map((name) => `DROP INDEX audit_records_${name}`);
}

/** Each in a transaction of its own. */
export function auditMigrations(wordsOf: (engine: Engine) => Words) {
  const chain = (engine: Engine) => chainStatements(engine, wordsOf(engine));
  return [
    { name: "0061_audit_chain", apart: true, statements: chain },
    { name: "0062_audit_indexes", apart: true, statements: () => indexStatements },
    { name: "0063_after_audit_indexes", apart: true, statements: afterIndexStatements },
  ];
}

/**
 * 0072 and 0073: reads of a token are looked for stretch by stretch of the chain. An index over all of them is written at a
 * page of its own with every read, and costs more than all else of the record as the trail grows.
 */
export const readsOfMigrations = [
  {
    name: "0072_audit_reads_of_target+",
    apart: true,
    statements: (engine: Engine) => [
      `CREATE INDEX audit_reads_of_target ON audit_records
        (workspace_id, (number / 4096), target_id, recorded_at, audit_record_id)
        WHERE action = 'token.read' AND number IS NOT NULL`,
      // Of an expression PostgreSQL knows nothing before.
      ...(engine === "postgres" ? ["ANALYZE audit_records"] : []),
    ],
  },
  {
    name: "0073_after_audit_reads_of_target+",
    apart: true,
    statements: () => ["DROP INDEX audit_reads_by_target"],
  },
];
