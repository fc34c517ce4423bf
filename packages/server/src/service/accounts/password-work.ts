/**
 * Argon2 is slow on purpose, and shares its threads with files and the DNS. So few passwords are worked on
 * at once, and the rest wait: people who are known first, then strangers; each in turn, people by who they
 * are and strangers by where they come from, so that nobody holds up the others by sending many at once.
 */
import { hashPassword, isPassword } from "../../crypto/password.ts";
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";

/** Who waits: somebody who is known (by a browser, a session, a link), or a stranger by a place. */
export type Party = { readonly known: string } | { readonly stranger: string };

export interface PasswordWork {
  /**
   * The hash of a new password, of somebody who has proven who they are or holds a link: `known` says who.
   * Throws too_many_attempts where too many wait.
   */
  hash(password: Secret, known: string): Promise<string>;
  /**
   * Whether it is the password of that hash; null: of nobody. Throws too_many_attempts where too many wait.
   */
  matches(password: Secret, hash: string | null, party: Party): Promise<boolean>;
}

export interface PasswordWorkSettings {
  /** Worked on at once: half of the threads that Node has by default. */
  readonly atOnce: number;
  readonly knownMax: number;
  /** Of one who is known. */
  readonly perKnownMax: number;
  readonly strangersMax: number;
  /** Of strangers from one place. */
  readonly perPlaceMax: number;
}

const defaults: PasswordWorkSettings = {
  atOnce: 2,
  knownMax: 200,
  perKnownMax: 4,
  strangersMax: 100,
  perPlaceMax: 40,
};

const busySeconds = 2;

type Job = () => Promise<void>;

export function createPasswordWork(settings: Partial<PasswordWorkSettings> = {}): PasswordWork {
  const limits = { ...defaults, ...settings };
  const known = createTurns(limits.knownMax, limits.perKnownMax);
  const strangers = createTurns(limits.strangersMax, limits.perPlaceMax);
  let running = 0;

  function start(): void {
    while (running < limits.atOnce) {
      const job = known.next() ?? strangers.next();
      if (job === undefined) return;
      running += 1;
      void job().finally(() => {
        running -= 1;
        start();
      });
    }
  }

  function queued<T>(party: Party, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const job = () => work().then(resolve, reject);
      if ("known" in party) known.enter(party.known, job);
      else strangers.enter(party.stranger, job);
      start();
    });
  }

  return {
    hash: (password, name) => queued({ known: name }, () => hashPassword(password)),
    matches: (password, hash, party) => queued(party, () => isPassword(password, hash)),
  };
}

/** Jobs that wait, one of each party in turn. */
function createTurns(max: number, perPartyMax: number) {
  /** By party, in the order in which they have their turn. */
  const parties = new Map<string, Job[]>();
  let waiting = 0;
  return {
    /** Throws too_many_attempts. */
    enter(party: string, job: Job): void {
      const jobs = parties.get(party) ?? [];
      if (waiting >= max || jobs.length >= perPartyMax) throw busy();
      parties.set(party, [...jobs, job]);
      waiting += 1;
    },
    next(): Job | undefined {
      const [turn] = parties;
      if (turn === undefined) return undefined;
      const [party, jobs] = turn;
      const job = jobs.shift();
      parties.delete(party);
      if (jobs.length > 0) parties.set(party, jobs);
      waiting -= 1;
      return job;
    },
  };
}

function busy(): GrantryError {
  return new GrantryError("too_many_attempts", {
    detail: "Too many sign-ins are being checked just now. Try again in a few seconds.",
    retryAfterSeconds: busySeconds,
  });
}
