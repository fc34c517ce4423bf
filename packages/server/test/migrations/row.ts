/** How rows of earlier versions are written down. */

export type Value = string | number | Uint8Array | null;

/** A value of a column that is younger than its table. */
export class Added {
  /** What stands in it where the column is there when the row is written. */
  readonly value: Value;
  /** What rows that are older than the column have in it. */
  readonly before: Value;

  constructor(value: Value, before: Value) {
    this.value = value;
    this.before = before;
  }
}

/** Of a column that a later migration adds: `before` is what that migration gives to rows that are there. */
export function added(value: Value, before: Value = null): Added {
  return new Added(value, before);
}

export interface OldRow {
  readonly table: string;
  readonly values: Readonly<Record<string, Value | Added>>;
  /** Name of the migration without which the row cannot be; that of its table where not given. */
  readonly since?: string;
}

export function row(table: string, values: OldRow["values"], since?: string): OldRow {
  return { table, values, ...(since !== undefined && { since }) };
}

/** Bytes that no other column has. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
