/**
 * Argon2 is slow on purpose, and shares its threads with files and the DNS. So few passwords are worked on
 * at once, and the rest wait: people who are known first, then strangers in turn by where they come from.
 */
import { hashPassword, isPassword } from "../../crypto/password.ts";
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";

export interface PasswordWork {
  /** The hash of a new password, of somebody who has proven who they are or holds a link. */
  hash(password: Secret): Promise<string>;
  /**
   * Whether it is the password of that hash; null: of nobody. `from` is where it is tried from; null for a
   * known browser. Throws too_many_attempts where too many wait.
   */
  matches(password: Secret, hash: string | null, from: string | null): Promise<boolean>;
}

export interface PasswordWorkSettings {
  /** Worked on at once: half of the threads that Node has by default. */
  readonly atOnce: number;
  readonly knownMax: number;
  readonly strangersMax: number;
  /** Of strangers from one place. */
  readonly perPlaceMax: number;
}

const defaults: PasswordWorkSettings = {
  atOnce: 2,
  knownMax: 200,
  strangersMax: 100,
  perPlaceMax: 40,
};

const busySeconds = 2;

type Job = () => Promise<void>;

export function createPasswordWork(settings: Partial<PasswordWorkSettings> = {}): PasswordWork {
  const limits = { ...defaults, ...settings };
  const known: Job[] = [];
  /** By place, in the order in which the places have their turn. */
  const strangers = new Map<string, Job[]>();
  let running = 0;
  let waiting = 0;

  function next(): Job | undefined {
    const first = known.shift();
    if (first !== undefined) return first;
    const [turn] = strangers;
    if (turn === undefined) return undefined;
    const [place, jobs] = turn;
    const job = jobs.shift();
    strangers.delete(place);
    if (jobs.length > 0) strangers.set(place, jobs);
    waiting -= 1;
    return job;
  }

  function start(): void {
    while (running < limits.atOnce) {
      const job = next();
      if (job === undefined) return;
      running += 1;
      void job().finally(() => {
        running -= 1;
        start();
      });
    }
  }

  function enter(from: string | null, job: Job): void {
    if (from === null) {
      if (known.length >= limits.knownMax) throw busy();
      known.push(job);
    } else {
      const jobs = strangers.get(from) ?? [];
      if (waiting >= limits.strangersMax || jobs.length >= limits.perPlaceMax) throw busy();
      strangers.set(from, [...jobs, job]);
      waiting += 1;
    }
    start();
  }

  function queued<T>(from: string | null, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      enter(from, () => work().then(resolve, reject));
    });
  }

  return {
    hash: (password) => queued(null, () => hashPassword(password)),
    matches: (password, hash, from) => queued(from, () => isPassword(password, hash)),
  };
}

function busy(): GrantryError {
  return new GrantryError("too_many_attempts", {
    detail: "Too many sign-ins are being checked just now. Try again in a few seconds.",
    retryAfterSeconds: busySeconds,
  });
}
