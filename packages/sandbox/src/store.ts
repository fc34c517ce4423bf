/**
 * What the provider remembers: in memory, bounded, gone with the process. Stricter than a database
 * would be in one point: a token can be consumed once, also when two requests race.
 */
import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";
import { errors } from "./library.ts";

/** Per kind of thing; beyond it the oldest is forgotten. */
const entriesMax = 50_000;

/** Kinds that end with the grant they belong to. */
const grantable = new Set(["AccessToken", "AuthorizationCode", "RefreshToken"]);

/** How the consumption of a used-up token is described; the provider uses the same words. */
export const reuseDetails = {
  RefreshToken: "refresh token already used",
  AuthorizationCode: "authorization code already consumed",
} as const;

interface Kept {
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number;
}

/** The things of one kind, by id, in the order of their arrival. */
class Shelf {
  readonly #kept = new Map<string, Kept>();
  readonly #byGrant = new Map<string, Set<string>>();
  readonly #byUid = new Map<string, string>();

  get(id: string): AdapterPayload | undefined {
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    if (kept.expiresAtMs > Date.now()) return kept.payload;
    this.delete(id);
    return undefined;
  }

  set(id: string, payload: AdapterPayload, expiresInSeconds: number | undefined): void {
    this.delete(id);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= entriesMax && oldest !== undefined) this.delete(oldest);
    const lifetimeMs = expiresInSeconds === undefined ? Infinity : expiresInSeconds * 1000;
    this.#kept.set(id, { payload, expiresAtMs: Date.now() + lifetimeMs });
    if (payload.uid !== undefined) this.#byUid.set(payload.uid, id);
    if (payload.grantId !== undefined) {
      const siblings = this.#byGrant.get(payload.grantId) ?? new Set();
      this.#byGrant.set(payload.grantId, siblings.add(id));
    }
  }

  delete(id: string): void {
    const payload = this.#kept.get(id)?.payload;
    if (payload === undefined) return;
    this.#kept.delete(id);
    if (payload.uid !== undefined && this.#byUid.get(payload.uid) === id) {
      this.#byUid.delete(payload.uid);
    }
    if (payload.grantId === undefined) return;
    const siblings = this.#byGrant.get(payload.grantId);
    siblings?.delete(id);
    if (siblings?.size === 0) this.#byGrant.delete(payload.grantId);
  }

  deleteOfGrant(grantId: string): void {
    for (const id of [...(this.#byGrant.get(grantId) ?? [])]) this.delete(id);
  }

  findByUid(uid: string): AdapterPayload | undefined {
    const id = this.#byUid.get(uid);
    return id === undefined ? undefined : this.get(id);
  }

  payloads(): AdapterPayload[] {
    return [...this.#kept.keys()]
      .map((id) => this.get(id))
      .filter((payload) => payload !== undefined);
  }

  count(): number {
    return [...this.#kept.keys()].filter((id) => this.get(id) !== undefined).length;
  }
}

export interface Store {
  /** For the `adapter` setting of oidc-provider. */
  readonly adapter: AdapterFactory;
  /** Ends a grant: it and every token of it is gone. */
  endGrant(grantId: string): void;
  grantStands(grantId: string | undefined): boolean;
  liveGrants(): number;
  /** What a client knows the sessions of an account by (`sid`), the newest last. */
  sessionIds(accountId: string, clientId: string): string[];
}

/** Creates an empty store. */
export function createStore(): Store {
  const shelves = new Map<string, Shelf>();
  const shelf = (kind: string): Shelf => {
    const found = shelves.get(kind) ?? new Shelf();
    shelves.set(kind, found);
    return found;
  };
  const store: Store = {
    adapter: (kind) => createAdapter(kind, shelf(kind), store),
    endGrant: (grantId) => {
      shelf("Grant").delete(grantId);
      for (const kind of grantable) shelf(kind).deleteOfGrant(grantId);
    },
    grantStands: (grantId) => grantId !== undefined && shelf("Grant").get(grantId) !== undefined,
    liveGrants: () => shelf("Grant").count(),
    sessionIds: (accountId, clientId) =>
      shelf("Session")
        .payloads()
        .filter((session) => session.accountId === accountId)
        .map(({ authorizations }) => authorizations?.[clientId]?.sid)
        .filter((sid) => sid !== undefined),
  };
  return store;
}

function createAdapter(kind: string, shelf: Shelf, store: Store): Adapter {
  return {
    upsert: async (id, payload, expiresIn) => {
      // A request in flight while its grant ends must not leave tokens behind.
      if (grantable.has(kind) && !store.grantStands(payload.grantId)) return;
      shelf.set(id, payload, expiresIn);
    },
    find: async (id) => shelf.get(id),
    findByUid: async (uid) => shelf.findByUid(uid),
    findByUserCode: async () => undefined,
    consume: async (id) => consume(kind, shelf.get(id), store),
    destroy: async (id) => shelf.delete(id),
    revokeByGrantId: async (grantId) => shelf.deleteOfGrant(grantId),
  };
}

/** Marks a token as used. The loser of a race ends the grant, like any other second use. */
function consume(kind: string, payload: AdapterPayload | undefined, store: Store): void {
  if (payload !== undefined && payload.consumed === undefined) {
    payload.consumed = Math.floor(Date.now() / 1000);
    return;
  }
  if (payload?.grantId !== undefined) store.endGrant(payload.grantId);
  const detail =
    kind === "RefreshToken" ? reuseDetails.RefreshToken : reuseDetails.AuthorizationCode;
  throw new errors.InvalidGrant(detail);
}
