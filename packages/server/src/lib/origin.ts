/**
 * Where the work at hand comes from: the request in which it was begun. It goes along with the work by itself (Node's
 * AsyncLocalStorage), since every change is recorded with it, some sixty, and none of them needs it otherwise.
 */
import { AsyncLocalStorage } from "node:async_hooks";

/** A request, as far as the audit trail tells of it. */
export interface Origin {
  /** The network address. */
  readonly ip: string;
  readonly id: string;
}

const storage = new AsyncLocalStorage<Origin>();

/** Does the work, and all that it begins, as part of this request. */
export function runFrom<T>(origin: Origin, work: () => T): T {
  return storage.run(origin, work);
}

/** Undefined for what the server does unasked. */
export function currentOrigin(): Origin | undefined {
  return storage.getStore();
}

/** As it is recorded: IPv4 inside IPv6 as IPv4. */
export function addressOf({ ip }: Origin): string {
  return ip.startsWith("::ffff:") ? ip.slice(7) : ip;
}
