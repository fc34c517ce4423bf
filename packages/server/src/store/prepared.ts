/** A SELECT that is prepared once and run over and over, without a query builder in between. */
import type pg from "pg";

export interface Select {
  /** Names it among the prepared statements of a PostgreSQL connection. */
  readonly name: string;
  /** As the engine spells it, with a place for each value. */
  readonly text: string;
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
 * Over a pool. Where `named`, each connection parses and plans the statement once: it then belongs to
 * that connection, which a pooler in between must know of.
 */
export function preparedOnPostgres(pool: pg.Pool, named: boolean): Prepare {
  return ({ name, text }) => {
    const statement = { text, rowMode: "array" as const, ...(named ? { name } : {}) };
    return async (values) => {
      const { rows } = await pool.query<unknown[]>({ ...statement, values: [...values] });
      return rows[0];
    };
  };
}
