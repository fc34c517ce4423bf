/**
 * The sessions of this process with PostgreSQL, over the driver's pool. Left alone, that lends sessions
 * that serve nobody any more, lets any work take all there are, and fails where the database grants
 * fewer than it may open.
 */
import type pg from "pg";
import { systemClock } from "../lib/clock.ts";
import { isGrantryError } from "../lib/error.ts";
import { asDatabaseError, databaseUnavailable, sqlStateOf } from "./database-errors.ts";
import type { Hosts } from "./postgres-hosts.ts";
import { createServers, type Servers } from "./postgres-server.ts";
import { PostgresSession, type Statement, type Suspicion } from "./postgres-session.ts";
import { createTurns, type Turns } from "./turns.ts";

/** `reads`: those of tokens, which always find room. All other work takes turns at what is left. */
export type Lane = "reads" | "work";

/** A session while it is lent. */
export interface Lent {
  query(statement: Statement, values?: readonly unknown[]): Promise<pg.QueryResult>;
  /** Gives it back, or ends it. Must be called exactly once. */
  release(discard?: boolean): void;
}

export interface SessionOptions {
  readonly size: number;
  /** How long a session is used; then another takes its place. */
  readonly lifeSeconds: number;
  /** How long a session is waited for. */
  readonly waitMs: number;
  /** How long an answer is waited for. */
  readonly queryMs: number;
}

/** The share of the sessions that only reads of tokens take. */
const readShare = 0.3;
/** How long no more are opened than the database has granted. */
const shrunkMs = 10_000;
/** Between two tries where it grants none at all. */
const pauseMs = 50;
const int8 = 20;
/** How long a host is given to hear that a query is cancelled. */
const cancelMs = 5_000;

export class PostgresSessions {
  readonly #pool: pg.Pool;
  readonly #options: SessionOptions;
  readonly #hosts: Hosts;
  readonly #servers: Servers;
  readonly #turns: Turns;
  readonly #known = new WeakMap<pg.PoolClient, PostgresSession>();
  readonly #cancel: (client: pg.PoolClient) => void;
  /** A session that was opened, or last heard of, before these moments is not lent any more. */
  #openedSinceMs = 0;
  #heardSinceMs = 0;
  #shrunkUntilMs = 0;

  /** Opens nothing yet. */
  constructor(driver: typeof pg, hosts: Hosts, options: SessionOptions) {
    this.#hosts = hosts;
    this.#options = options;
    this.#servers = createServers(hosts.count > 1);
    this.#pool = createPool(driver, { hosts, options, servers: this.#servers });
    this.#turns = createTurns(() => workMax(this.#pool.options.max), options.waitMs);
    this.#cancel = (client) => cancelQuery(driver, client);
  }

  /** Rejects with database_unavailable. */
  async open(lane: Lane): Promise<Lent> {
    const endTurn = lane === "work" ? await this.#turns.take() : () => {};
    try {
      const session = await this.#connectTrusted();
      return {
        query: (statement, values) => session.query(statement, values),
        release: (discard = false) => {
          session.client.release(discard || !session.isSound || !this.#isTrusted(session));
          endTurn();
        },
      };
    } catch (thrown) {
      endTurn();
      throw thrown;
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  async #connectTrusted(): Promise<PostgresSession> {
    // Each session that is not trusted is ended, so that new ones come.
    for (let tries = 0; tries <= this.#options.size; tries += 1) {
      const client = await this.#connect();
      const suspect = (suspicion: Suspicion) => this.#suspect(client, suspicion);
      const session = this.#known.get(client) ?? new PostgresSession(client, suspect);
      this.#known.set(client, session);
      if (this.#isTrusted(session)) return session;
      client.release(true);
    }
    throw databaseUnavailable();
  }

  #isTrusted({ bornMs, heardMs, client }: PostgresSession): boolean {
    if (bornMs < this.#openedSinceMs || heardMs < this.#heardSinceMs) return false;
    return !this.#servers.isReplaced(client);
  }

  /** One session's failure is the others', too: each would cost somebody the same wait. */
  #suspect(client: pg.PoolClient, { kind, askedMs }: Suspicion): void {
    if (kind === "read_only") {
      // It was known when it was opened, and the next session would be no better.
      if (this.#servers.isReadOnly(client)) return;
      this.#openedSinceMs = systemClock.steadyMs();
    } else {
      this.#heardSinceMs = Math.max(this.#heardSinceMs, askedMs);
      this.#cancel(client);
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    const deadlineMs = systemClock.steadyMs() + this.#options.waitMs;
    for (let hostsTried = 1; ; ) {
      this.#growAgain();
      const host = this.#hosts.current();
      try {
        return await this.#pool.connect();
      } catch (thrown) {
        const inTime = systemClock.steadyMs() < deadlineMs;
        if (sqlStateOf(thrown) === "53300" && inTime) await this.#shrink();
        else {
          this.#hosts.failed(host);
          if (hostsTried === this.#hosts.count || !mayNextHostServe(thrown))
            throw asUnavailable(thrown);
          hostsTried += 1;
        }
      }
    }
  }

  /** Whoever finds no session of their own waits for one of those that there are. */
  async #shrink(): Promise<void> {
    const { totalCount, options } = this.#pool;
    this.#shrunkUntilMs = systemClock.steadyMs() + shrunkMs;
    if (totalCount > 0) options.max = Math.min(options.max, totalCount);
    else await systemClock.sleep(pauseMs);
  }

  #growAgain(): void {
    if (this.#shrunkUntilMs === 0 || systemClock.steadyMs() < this.#shrunkUntilMs) return;
    this.#shrunkUntilMs = 0;
    this.#pool.options.max = this.#options.size;
  }
}

/** How many sessions work other than reads of tokens may take at once. */
function workMax(size: number): number {
  return Math.max(1, size - Math.ceil(size * readShare));
}

/** Where a host refuses user or database, so do its fellows; libpq stops there, too. */
function mayNextHostServe(thrown: unknown): boolean {
  return !/^(28|3D)/.test(sqlStateOf(thrown) ?? "");
}

/** Whatever keeps a session from being opened, the database cannot serve. */
function asUnavailable(thrown: unknown): unknown {
  const error = asDatabaseError(thrown);
  return isGrantryError(error) ? error : databaseUnavailable(undefined, thrown);
}

interface PoolInput {
  readonly hosts: Hosts;
  readonly options: SessionOptions;
  readonly servers: Servers;
}

function createPool(driver: typeof pg, { hosts, options, servers }: PoolInput): pg.Pool {
  const pool = new driver.Pool({
    // Typed as if the pool gave it nothing.
    Client: clientOf(driver, hosts) as unknown as new () => pg.ClientBase,
    max: options.size,
    maxLifetimeSeconds: options.lifeSeconds,
    connectionTimeoutMillis: options.waitMs,
    // Told to the driver, not to the session: a pooler in between knows no sessions.
    query_timeout: options.queryMs,
    keepAlive: true,
    verify: (client, done) => {
      servers.verify(client).then(() => done(), done);
    },
    types: {
      // Our 64-bit integers are times and counters, all far below 2^53.
      getTypeParser: (oid, format) =>
        oid === int8 ? Number : driver.types.getTypeParser(oid, format ?? "text"),
    } as pg.CustomTypesConfig,
  });
  // A connection that breaks is replaced at the next query, and a query on it fails by itself; without
  // these listeners either would end the process, the one while idle, the other while in use.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
  });
  return pool;
}

/** The driver's client, with the host whose turn it is. */
function clientOf(driver: typeof pg, hosts: Hosts) {
  return class extends driver.Client {
    constructor(config: pg.ClientConfig) {
      super({ ...config, connectionString: hosts.current() });
    }
  };
}

/** What the driver keeps to itself: it has no call that cancels the query of a client which is given up. */
interface Cancellable {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

interface Canceller {
  on(event: "connect" | "error", listener: () => void): void;
  connect(port: number, host: string): void;
  readonly stream: { destroy(): void };
  cancel(processId: number, secretKey: number): void;
}

/**
 * Tells the server to leave off what nobody waits for any more (PostgreSQL documentation, section
 * 54.2.8): it would go on waiting for a lock, and then do it. A courtesy: nobody hears what becomes of it.
 */
function cancelQuery(driver: typeof pg, client: pg.PoolClient): void {
  const { host, port, processID, secretKey } = client as unknown as Cancellable;
  if (processID === null || secretKey === null) return;
  const canceller = new driver.Connection() as unknown as Canceller;
  canceller.on("error", () => {});
  canceller.on("connect", () => canceller.cancel(processID, secretKey));
  const stop = systemClock.every(cancelMs, () => {
    stop();
    canceller.stream.destroy();
  });
  canceller.connect(port, host.startsWith("/") ? `${host}/.s.PGSQL.${port}` : host);
}
