/**
 * The statements of the migrations by which events have a number in the order of their connection, and connections say
 * by which client they were granted.
 */

/** Short, for whoever reads tokens waits meanwhile. */
export function eventNumberColumns({ int }: { readonly int: string }): readonly string[] {
  return [
    `ALTER TABLE events ADD COLUMN number ${int} NOT NULL DEFAULT 0`,
    `ALTER TABLE connections ADD COLUMN event_count ${int} NOT NULL DEFAULT 0`,
    "ALTER TABLE connections ADD COLUMN client_id TEXT",
  ];
}

/** The events that there are, in the order in which lists show them. */
export const eventNumberStatements: readonly string[] = [
  `UPDATE events SET number = numbered.number FROM (
    SELECT event_id,
      row_number() OVER (PARTITION BY connection_id ORDER BY created_at, event_id) AS number
    FROM events
  ) AS numbered WHERE numbered.event_id = events.event_id`,
  `UPDATE connections SET event_count = counted.number FROM (
    SELECT connection_id, max(number) AS number FROM events GROUP BY connection_id
  ) AS counted WHERE counted.connection_id = connections.connection_id`,
];
