/** Takes a PostgreSQL database away from everybody, and gives it back. */
import pg from "pg";

/** Lets connections to a database in, or ends all there are and lets none in. */
export async function allowConnections(
  serverUrl: string,
  databaseName: string,
  allowed: boolean,
): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`ALTER DATABASE ${databaseName} ALLOW_CONNECTIONS ${allowed}`);
    const terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
    if (!allowed) await client.query(terminate, [databaseName]);
  } finally {
    await client.end();
  }
}
