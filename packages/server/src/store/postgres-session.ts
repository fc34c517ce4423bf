/** One session with PostgreSQL: what its failures mean for it, and for others. */
import type pg from "pg";
import { systemClock } from "../lib/clock.ts";
import { asDatabaseError, databaseUnavailable, sqlStateOf } from "./database-errors.ts";
import { againWhereUndone } from "./undone.ts";

export type Statement = string | pg.QueryConfig;

/** How often a statement is run in all that is undone: its session waits with it, and others for that. */
const triesMax = 3;
/** Codes of "unavailable" that are about the statement: the session can serve the next one. */
const aboutStatement = new Set(["40001", "40P01", "55P03", "57014"]);

/** What others must know of a failure. */
export interface Suspicion {
  /** `read_only`: its server is one no more. `silent`: no answer came, or the connection broke. */
  readonly kind: "read_only" | "silent";
  readonly askedMs: number;
}

export class PostgresSession {
  readonly bornMs = systemClock.steadyMs();
  /** When its server last answered. */
  heardMs = this.bornMs;
  readonly client: pg.PoolClient;
  readonly #suspect: (suspicion: Suspicion) => void;
  #broken = false;
  #inTransaction = false;

  constructor(client: pg.PoolClient, suspect: (suspicion: Suspicion) => void) {
    this.client = client;
    this.#suspect = suspect;
  }

  /** Whether it may be lent again. */
  get isSound(): boolean {
    return !this.#broken && !this.#inTransaction;
  }

  /** Rejects with database_unavailable, or with PostgreSQL's own error where that is about the statement. */
  async query(statement: Statement, values?: readonly unknown[]): Promise<pg.QueryResult> {
    // On a session that has fallen silent it would wait behind the query before.
    if (this.#broken) throw databaseUnavailable();
    if (statement === "begin") this.#inTransaction = true;
    const result = await againWhereUndone(() => this.#run(statement, values), {
      triesMax,
      mayAgain: () => !this.#inTransaction,
    });
    if (statement === "commit" || statement === "rollback") this.#inTransaction = false;
    return result;
  }

  async #run(statement: Statement, values?: readonly unknown[]): Promise<pg.QueryResult> {
    const askedMs = systemClock.steadyMs();
    try {
      const result = await this.client.query(statement as string, values as unknown[]);
      this.heardMs = systemClock.steadyMs();
      return result;
    } catch (thrown) {
      const state = sqlStateOf(thrown);
      if (state !== undefined) throw this.#judge(thrown, state, askedMs);
      this.#broken = true;
      this.#suspect({ kind: "silent", askedMs });
      throw databaseUnavailable(undefined, thrown);
    }
  }

  #judge(thrown: unknown, state: string, askedMs: number): unknown {
    const error = asDatabaseError(thrown);
    if (error === thrown || aboutStatement.has(state)) return error;
    this.#broken = true;
    if (state === "25006") this.#suspect({ kind: "read_only", askedMs });
    return error;
  }
}
