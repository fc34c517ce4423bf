/**
 * The statements of the migration that bounds the scopes of connections: at most 200 of at most 256
 * characters. Of those granted, the ones that were asked for stay first. PostgreSQL takes no escape
 * that stands for half a character or none, so there escapes are left out before the list is read.
 */
import type { Engine } from "./engine.ts";

const countMax = 200;
const charactersMax = 256;
type Column = "granted_scopes" | "requested_scopes";

const lists = {
  sqlite: {
    count: (column: Column) => `json_array_length(${column})`,
    items: (column: Column) => `json_each(connections.${column})`,
    place: "key",
    collected: "json_group_array(value)",
  },
  postgres: {
    count: (column: Column) => `json_array_length(${column}::json)`,
    items: (column: Column) =>
      `(SELECT * FROM json_array_elements_text(regexp_replace(connections.${column},
        '\\\\(u[0-9a-fA-F]{4}|.)', '', 'g')::json) WITH ORDINALITY AS item (value, key))`,
    place: "key",
    collected: "COALESCE(json_agg(value), '[]')::text",
  },
} as const;

export function boundedScopesStatements(engine: Engine): readonly string[] {
  return [bound(engine, "requested_scopes"), bound(engine, "granted_scopes")];
}

function bound(engine: Engine, column: Column): string {
  const { count, items, place, collected } = lists[engine];
  return `UPDATE connections SET ${column} = (
    SELECT ${collected} FROM (
      SELECT listed.value AS value FROM ${items(column)} AS listed
      LEFT JOIN (SELECT DISTINCT value FROM ${items("requested_scopes")} AS requested) AS asked
        ON asked.value = listed.value
      WHERE length(listed.value) BETWEEN 1 AND ${charactersMax}
      ORDER BY asked.value IS NULL, listed.${place} LIMIT ${countMax}
    ) AS kept
  ) WHERE length(${column}) > ${charactersMax} AND (
    ${count(column)} > ${countMax}
    OR EXISTS (SELECT 1 FROM ${items(column)} AS listed WHERE length(listed.value) > ${charactersMax})
  )`;
}
