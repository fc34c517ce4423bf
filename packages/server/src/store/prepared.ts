/** A SELECT that is prepared once and run over and over, without a query builder in between. */
import type pg from "pg";

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
 * Over a pool. The row comes as one JSON text: for the server that is no more work, and the driver
 * is spared describing and converting every column anew, which is most of its cost.
 *
 * Where `named`, each connection parses and plans the statement once: it then belongs to that
 * connection, which a pooler in between must know of.
 */
export function preparedOnPostgres(pool: Promise<pg.Pool>, named: boolean): Prepare {
  return (select) => {
    const { name, columns, bytes } = select;
    const statement = { text: asJson(select), ...(named ? { name } : {}) };
    const places = [...columns.keys()].filter((at) => bytes.has(columns[at] ?? ""));
    return async (values) => {
      const { rows } = await (await pool).query<{ row: string }>({
        ...statement,
        values: [...values],
      });
      const [first] = rows;
      if (first === undefined) return undefined;
      const row: unknown[] = JSON.parse(first.row);
      for (const at of places) row[at] = fromBase64(row[at]);
      return row;
    };
  };
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
