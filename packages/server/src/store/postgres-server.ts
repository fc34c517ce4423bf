/**
 * Which server answers under the address, asked once of every new session. After a failover it can be
 * a standby, or the old primary, which came back and does not know that it was replaced.
 */
import type { ClientBase } from "pg";
import { databaseUnavailable } from "./database-errors.ts";

/**
 * What a primary's history is. Every promotion of a standby begins a timeline with the next number, so
 * that of two primaries of one system the higher one counts.
 */
interface Lineage {
  readonly system: string;
  readonly timeline: number;
}

export interface Servers {
  /** Rejects with database_unavailable unless this session's server may be written to. */
  verify(client: ClientBase): Promise<void>;
  /** Whether a newer primary than this session's has been seen since. */
  isReplaced(client: ClientBase): boolean;
  /** Whether its server was a primary, but read-only, when the session was opened. */
  isReadOnly(client: ClientBase): boolean;
}

/** `needsWritable`: there are other hosts to try where this one is read-only without being a standby. */
export function createServers(needsWritable: boolean): Servers {
  const lineages = new WeakMap<ClientBase, Lineage>();
  const readOnly = new WeakSet<ClientBase>();
  let newest: Lineage | undefined;
  const isReplaced = (client: ClientBase) => {
    const own = lineages.get(client);
    if (own === undefined || newest === undefined) return false;
    return own.system === newest.system && own.timeline < newest.timeline;
  };
  return {
    isReplaced,
    isReadOnly: (client) => readOnly.has(client),
    verify: async (client) => {
      const server = await describeServer(client);
      if (server.standby || (server.read_only && needsWritable)) throw standby();
      // A primary that has been made read-only still has the truth to read.
      if (server.read_only) readOnly.add(client);
      const lineage = await readLineage(client);
      if (lineage === undefined) return;
      lineages.set(client, lineage);
      if (isReplaced(client)) {
        throw databaseUnavailable(
          "The database is a primary that was replaced: another one has been promoted in its place. Let GRANTRY_DATABASE_URL lead to that one.",
        );
      }
      newest = lineage;
    },
  };
}

async function describeServer(client: ClientBase) {
  const { rows } = await client.query<{ standby: boolean; read_only: boolean }>(
    "SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS read_only",
  );
  return rows[0] ?? { standby: false, read_only: false };
}

function standby() {
  return databaseUnavailable(
    "The database is a read-only standby: the server needs the one that it can write to. Let GRANTRY_DATABASE_URL lead to the primary, or list all hosts in it.",
  );
}

/** Undefined where it is kept secret, or where this only speaks like PostgreSQL. */
async function readLineage(client: ClientBase): Promise<Lineage | undefined> {
  try {
    const { rows } = await client.query<{ system: string; segment: string }>(
      "SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system, pg_walfile_name(pg_current_wal_insert_lsn()) AS segment",
    );
    const [row] = rows;
    // A segment's name begins with its timeline, in hexadecimal.
    return row && { system: row.system, timeline: Number.parseInt(row.segment.slice(0, 8), 16) };
  } catch {
    return undefined;
  }
}
