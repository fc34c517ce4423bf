/**
 * PostgreSQL's driver with sessions that outlive the pool which opened them: the next one of this process
 * for the same database gets them. A new session has to read the catalogue anew, which costs PostgreSQL
 * more than all that a test asks of it.
 */
import pg from "pg";

/** Of one database: what a test opens beyond that ends with its pool. */
const freeMax = 8;

/** Sessions that nobody uses, by what they were opened with. */
const free = new Map<string, KeptClient[]>();

class KeptClient extends pg.Client {
  readonly #key: string;
  readonly url: string | undefined;
  pool: KeptPool | undefined;

  constructor(config: pg.ClientConfig) {
    super(config);
    this.#key = keyOf(config);
    this.url = config.connectionString;
  }

  override connect(callback?: unknown): Promise<never> {
    if (!inside(this)._connected) return super.connect(callback as () => void) as never;
    if (typeof callback === "function") process.nextTick(callback);
    return Promise.resolve(this) as never;
  }

  override end(callback?: unknown): Promise<void> {
    const fellows = free.get(this.#key) ?? [];
    // One that its pool has given up while it goes on is not wanted any more.
    if (this.pool?.ending !== true || !isIdle(this) || fellows.length >= freeMax) {
      return super.end(callback as () => void) as unknown as Promise<void>;
    }
    this.emit("end");
    this.removeAllListeners();
    // Whoever drops its database ends it, too.
    this.on("error", () => {
      const at = fellows.indexOf(this);
      if (at >= 0) fellows.splice(at, 1);
    });
    inside(this).unref();
    fellows.push(this);
    free.set(this.#key, fellows);
    if (typeof callback === "function") process.nextTick(callback);
    return Promise.resolve();
  }
}

class KeptPool extends pg.Pool {
  constructor(config?: pg.PoolConfig) {
    super(config);
    this.on("connect", (client) => {
      (client as unknown as KeptClient).pool = this;
    });
  }
}

/** The driver, for `AppInput.database`. */
export const keptSessions: typeof pg = {
  ...pg,
  Client: new Proxy(KeptClient, {
    construct: (made, [config], asked) =>
      takeFree(config as pg.ClientConfig) ?? Reflect.construct(made, [config], asked),
  }) as unknown as typeof pg.Client,
  Pool: KeptPool,
};

/** The backends of sessions that wait for their next user, of all databases or of this one. */
export function freeBackends(database?: { readonly url: string }): number[] {
  return [...free.values()]
    .flat()
    .filter((client) => database === undefined || client.url === database.url)
    .map((client) => inside(client).processID);
}

function takeFree(config: pg.ClientConfig): KeptClient | undefined {
  const client = free.get(keyOf(config))?.pop();
  client?.removeAllListeners();
  if (client !== undefined) inside(client).ref();
  return client;
}

function keyOf({ connectionString, query_timeout }: pg.ClientConfig): string {
  return JSON.stringify([connectionString, query_timeout]);
}

/** What the driver knows of a client, and does not say. */
interface Inside {
  readonly _connected: boolean;
  readonly _ending: boolean;
  readonly _queryable: boolean;
  readonly processID: number;
  readonly readyForQuery: boolean;
  getTransactionStatus(): string | null;
  ref(): void;
  unref(): void;
}

function inside(client: KeptClient): Inside {
  return client as unknown as Inside;
}

/** Whether it is outside of any transaction, and no answer is waited for. */
function isIdle(client: KeptClient): boolean {
  const { _connected, _ending, _queryable, readyForQuery } = inside(client);
  const isOpen = _connected && _queryable && !_ending;
  return isOpen && readyForQuery && inside(client).getTransactionStatus() === "I";
}
