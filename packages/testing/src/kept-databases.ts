/**
 * PostgreSQL databases that tests of one process use one after the other. Making one and dropping it takes
 * the server a tenth of a second, which at thousands of worlds is most of what they cost; emptying one
 * takes a tenth of that.
 */
import { Socket } from "node:net";
import pg from "pg";
import { freeBackends } from "./kept-sessions.ts";

/** For so many tests at most: what they delete stays in the files until PostgreSQL has cleaned up. */
const usesMax = 50;

export interface KeptDatabases {
  /** Remembers what one looks like that was just made, so that it can be held against that later. */
  made(url: string): Promise<void>;
  /** One as it was when it was made, if there is one. */
  take(): string | undefined;
  /** Empties one for the next who takes one. False where it is not as it was, and is to be dropped. */
  giveBack(url: string): Promise<boolean>;
}

interface Kept {
  readonly client: pg.Client;
  /** What it looked like before anybody used it: PostgreSQL's own upkeep makes one differ from another. */
  readonly pristine: string;
  uses: number;
}

export function createKeptDatabases(): KeptDatabases {
  const free: string[] = [];
  const kept = new Map<string, Kept>();
  let deletes: string | undefined;
  return {
    made: async (url) => {
      const client = await connect(url);
      kept.set(url, { client, pristine: await fingerprintOf(client), uses: 0 });
      deletes ??= await deletesOf(client);
    },
    take: () => free.pop(),
    giveBack: async (url) => {
      const one = kept.get(url);
      if (one === undefined || deletes === undefined) return false;
      one.uses += 1;
      // A test may have ended every connection to the database, this one too.
      const emptied = await empty(one, deletes).catch(() => false);
      if (emptied && one.uses < usesMax) {
        free.push(url);
        return true;
      }
      kept.delete(url);
      await one.client.end();
      return false;
    },
  };
}

/** The connection stays open: a new one would have to read the whole catalogue anew. */
async function connect(url: string): Promise<pg.Client> {
  const socket = new Socket();
  const client = new pg.Client({ connectionString: url, stream: () => socket });
  client.on("error", () => {});
  await client.connect();
  // Who waits for this process to end does not wait for it.
  socket.unref();
  return client;
}

/** False where a test has changed more than rows. */
async function empty({ client, pristine }: Kept, deletes: string): Promise<boolean> {
  // A process that a test has left, or killed, might write into the next test's rows.
  await client.query(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL ($1)`,
    [freeBackends()],
  );
  if ((await fingerprintOf(client)) !== pristine) return false;
  await client.query(deletes);
  return true;
}

/** The statement that empties one. */
async function deletesOf(client: pg.Client): Promise<string> {
  const tables = await textsOf(
    client,
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  );
  const links = await client.query<{ from: string; to: string }>(
    `SELECT conrelid::regclass::text AS from, confrelid::regclass::text AS to
       FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid`,
  );
  const emptied = inOrder(
    tables.filter((table) => table !== "migrations"),
    links.rows,
  );
  return emptied.map((table) => `DELETE FROM ${table}`).join(";");
}

/** Each table before those that its rows refer to. */
function inOrder(
  tables: readonly string[],
  links: readonly { from: string; to: string }[],
): string[] {
  const order: string[] = [];
  const visit = (table: string) => {
    if (order.includes(table)) return;
    for (const { from, to } of links) if (to === table) visit(from);
    order.push(table);
  };
  tables.forEach(visit);
  return order;
}

/**
 * Of everything but rows: each catalogue's size and the last transaction that wrote to it, what is known of
 * the number of rows, the database's own settings, and which migrations were applied.
 */
async function fingerprintOf(client: pg.Client): Promise<string> {
  const written = "count(*), max(xmin::text::bigint)";
  const texts = await textsOf(
    client,
    `SELECT concat_ws(' ',
       (SELECT concat_ws(' ', ${written}) FROM pg_class),
       (SELECT sum(reltuples) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
       (SELECT concat_ws(' ', ${written}) FROM pg_attribute),
       (SELECT concat_ws(' ', ${written}) FROM pg_attrdef),
       (SELECT concat_ws(' ', ${written}) FROM pg_constraint),
       (SELECT concat_ws(' ', ${written}) FROM pg_trigger),
       (SELECT concat_ws(' ', ${written}) FROM pg_proc),
       (SELECT string_agg(setconfig::text, ' ') FROM pg_db_role_setting
         JOIN pg_database d ON d.oid = setdatabase WHERE datname = current_database()),
       (SELECT string_agg(name, ' ' ORDER BY name) FROM migrations))`,
  );
  return texts.join();
}

async function textsOf(client: pg.Client, statement: string): Promise<string[]> {
  const { rows } = await client.query({ text: statement, rowMode: "array" });
  return rows.map(([text]) => String(text));
}
