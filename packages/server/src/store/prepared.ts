/** A SELECT that is prepared once and run over and over, without a query builder in between. */
import { sqlStateOf } from "./database-errors.ts";
import type { PostgresSessions } from "./postgres-sessions.ts";

export interface Select {
  /** Names it among the prepared statements of a PostgreSQL connection. */
  readonly name: string;
  /** As the engine spells it, with a place for each value. */
  readonly text: string;
  /** The names of what it selects, in order. */
  readonly columns: readonly string[];
  /** Those of them that hold bytes. */
  readonly bytes: ReadonlySet<string>;
}

/** The values of a row, in the order of the columns. */
export type Row = readonly unknown[];

/**
 * Runs the statement with these values, outside of any transaction; the first row, or undefined.
 * SQLite answers at once, PostgreSQL later.
 */
export type PreparedSelect = (
  values: readonly unknown[],
) => Row | undefined | Promise<Row | undefined>;

export type Prepare = (select: Select) => PreparedSelect;

/**
 * Over the sessions with PostgreSQL. The row comes as one JSON text: for the server that is no more
 * work, and the driver is spared describing and converting every column anew, which is most of its cost.
 *
 * Where `named`, each connection parses and plans the statement once: it then belongs to that
 * connection, which a pooler in between must know of.
 */
export function preparedOnPostgres(sessions: Promise<PostgresSessions>, named: boolean): Prepare {
  return (select) => {
    const { name, columns, bytes } = select;
    const text = asJson(select);
    const places = [...columns.keys()].filter((at) => bytes.has(columns[at] ?? ""));
    return async (values) => {
      const lenders = await sessions;
      const rows = await run(lenders, { text, values: [...values], ...(named ? { name } : {}) });
      const [first] = rows;
      if (first === undefined) return undefined;
      const row: unknown[] = JSON.parse(first.row);
      for (const at of places) row[at] = fromBase64(row[at]);
      return row;
    };
  };
}

interface NamedStatement {
  readonly text: string;
  readonly values: unknown[];
  readonly name?: string;
}

/**
 * Codes for a prepared statement that is not there, is there already, or was planned for tables that
 * have changed since. A pooler that mixes up whose statements are whose brings them about.
 */
const staleStates = new Set(["26000", "42P05", "0A000"]);

/** Where the session's prepared statement cannot be used, the statement is run without. */
async function run(
  sessions: PostgresSessions,
  statement: NamedStatement,
): Promise<{ row: string }[]> {
  const session = await sessions.open("reads");
  let stale = false;
  try {
    return (await session.query(statement)).rows;
  } catch (thrown) {
    stale = statement.name !== undefined && staleStates.has(stateOf(thrown) ?? "");
    if (!stale) throw thrown;
  } finally {
    session.release(stale);
  }
  const { text, values } = statement;
  return await run(sessions, { text, values });
}

function stateOf(thrown: unknown): string | undefined {
  return sqlStateOf(thrown) ?? (thrown instanceof Error ? sqlStateOf(thrown.cause) : undefined);
}

function asJson({ text, columns, bytes }: Select): string {
  const values = columns.map((name) =>
    bytes.has(name) ? `encode(r.${name}, 'base64')` : `r.${name}`,
  );
  return `SELECT json_build_array(${values.join(", ")})::text AS row FROM (${text}) AS r`;
}

function fromBase64(value: unknown): Buffer | null {
  return typeof value === "string" ? Buffer.from(value, "base64") : null;
}
