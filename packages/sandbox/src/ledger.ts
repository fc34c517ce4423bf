/** What happened at the sandbox provider, for tests and for its owner to read. Holds no secret. */

/** `ok`, an OAuth error code, or `fault` for a request that a scripted fault swallowed unprocessed. */
type Outcome = string;

interface EntryFields {
  /** An authorization request came to its end: answered, refused by the account holder or invalid. */
  readonly authorization: {
    readonly clientId: string | undefined;
    readonly account: string | undefined;
    /** The scopes granted, separated by spaces. */
    readonly scope: string | undefined;
    readonly outcome: Outcome;
  };
  /** A request reached the token endpoint. */
  readonly token: {
    readonly clientId: string | undefined;
    readonly grantType: string | undefined;
    readonly outcome: Outcome;
  };
  /** A refresh token was exchanged for new tokens (also where the answer was then lost). */
  readonly refresh: { readonly clientId: string | undefined; readonly account: string | undefined };
  /** A consumed refresh token or code was used again; its grant is ended. */
  readonly reuse: {
    readonly clientId: string | undefined;
    readonly used: "refresh_token" | "authorization_code";
  };
  /** A request reached the revocation endpoint. */
  readonly revocation: {
    readonly clientId: string | undefined;
    readonly token: "refresh_token" | "access_token" | "unknown";
    readonly outcome: Outcome;
  };
  readonly userinfo: { readonly account: string | undefined; readonly status: number };
  readonly api: {
    readonly method: string;
    readonly account: string | undefined;
    readonly status: number;
  };
  /** A scripted fault was used up. */
  readonly fault: { readonly endpoint: string; readonly fault: string };
  /** The provider itself failed: a bug, never an answer to a bad request. */
  readonly server_error: { readonly detail: string };
}

export type LedgerKind = keyof EntryFields;

type EntryOf<K extends LedgerKind> = EntryFields[K] & {
  readonly kind: K;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

export type LedgerEntry = { [K in LedgerKind]: EntryOf<K> }[LedgerKind];

/** An entry before it is stamped with its time. */
export type LedgerEvent = { [K in LedgerKind]: EntryFields[K] & { readonly kind: K } }[LedgerKind];

/** Takes down what happened. */
export type Recorder = (event: LedgerEvent) => void;

const entriesMax = 100_000;
const entriesDroppedAtOnce = 10_000;

/** What the ledger asks the provider about tokens. */
export interface TokenProbes {
  /** Whether the API would take this access token now. */
  isLive(accessToken: string): Promise<boolean>;
  /** Whether the grant behind this refresh token stands, be the token itself used up or not. */
  grantAlive(refreshToken: string): Promise<boolean>;
  /** How many grants stand. */
  liveGrants(): number;
}

export interface Ledger extends TokenProbes {
  /** Oldest first. Past 100,000 entries the oldest are dropped. */
  readonly entries: readonly LedgerEntry[];
  /** The entries of one kind, oldest first. */
  list<K extends LedgerKind>(kind: K): EntryOf<K>[];
  /**
   * How often something happened: since the start, or with `where`, among the entries kept that
   * have these values: `count("token", { grantType: "refresh_token", outcome: "ok" })`.
   */
  count<K extends LedgerKind>(kind: K, where?: Partial<EntryFields[K]>): number;
}

/** Creates a ledger and the function that writes to it. `tell` hears every entry. */
export function createLedger(
  probes: TokenProbes,
  tell: ((entry: LedgerEntry) => void) | undefined,
): { ledger: Ledger; record: Recorder } {
  const entries: LedgerEntry[] = [];
  const totals = new Map<LedgerKind, number>();
  const isOf =
    <K extends LedgerKind>(kind: K) =>
    (entry: LedgerEntry): entry is Extract<LedgerEntry, EntryOf<K>> =>
      entry.kind === kind;

  const ledger: Ledger = {
    ...probes,
    entries,
    list: (kind) => entries.filter(isOf(kind)),
    count: (kind, where) => {
      if (where === undefined) return totals.get(kind) ?? 0;
      return entries.filter((entry) => entry.kind === kind && matches(entry, where)).length;
    },
  };
  const record: Recorder = (event) => {
    const entry: LedgerEntry = { ...event, at: Date.now() };
    if (entries.length >= entriesMax) entries.splice(0, entriesDroppedAtOnce);
    entries.push(entry);
    totals.set(entry.kind, (totals.get(entry.kind) ?? 0) + 1);
    tell?.(entry);
  };
  return { ledger, record };
}

function matches(entry: object, where: object): boolean {
  const values = new Map<string, unknown>(Object.entries(entry));
  return Object.entries(where).every(([name, value]) => values.get(name) === value);
}
