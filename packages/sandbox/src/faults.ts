/**
 * What a provider can do wrong: the one vocabulary in which every server of the tests, the benches and
 * the sandbox is told so. `misbehave.ts` carries a fault out.
 *
 * `kind` says what the client gets, `processed` whether the provider acts all the same. All of it but
 * `until` is plain data and can be sent to another process.
 */

/** An answer: 200 unless another status is given. */
export interface Answer {
  readonly status?: number;
  /** A text or bytes as they stand, anything else as JSON; nothing where it is left out. */
  readonly body?: unknown;
  /** A body is called `application/json` unless they say otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
}

type Misbehaviour =
  /** This answer: 429 with `retry-after`, 500 with a page, a redirect, 200 with rubbish or the wrong JSON. */
  | ({ readonly kind: "answer" } & Answer)
  /** An error of OAuth, such as `invalid_grant`: 400 unless told, and the body of RFC 6749 section 5.2. */
  | {
      readonly kind: "error";
      readonly error: string;
      readonly description?: string;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 200, JSON by its type, with a body of so many bytes. */
  | { readonly kind: "huge"; readonly bytes: number }
  /** This status (200 unless told) and head, then a byte now and then, without end. */
  | {
      readonly kind: "drip";
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Waits so many milliseconds; the proper answer. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Waits until this is settled, for whoever has something to do meanwhile; the proper answer. */
  | { readonly kind: "held"; readonly until: Promise<unknown> }
  /** No answer: the connection stays open until one side closes it. */
  | { readonly kind: "hang" }
  /** No answer: the connection is closed; where `until` is given, when that is settled. */
  | { readonly kind: "drop"; readonly until?: Promise<unknown> }
  /** Acts, and closes the connection in the middle of the proper answer. */
  | { readonly kind: "cut" };

export type Fault = Misbehaviour & {
  /**
   * The request is carried out first (a refresh token is then rotated), and the client gets this after
   * it: the provider has acted and the client cannot know. Of `slow` and `held`, which act in any case:
   * before they wait and not after.
   */
  readonly processed?: boolean;
};

/**
 * The dialect sandbox's own word: the failure that a provider's documentation writes down, in that
 * provider's words (RFC 6749 has no say in them).
 */
export interface DocumentedFault<Failure extends string> {
  readonly kind: "documented";
  readonly failure: Failure;
}

export interface Faults<Endpoint extends string, Kind = Fault> {
  /** The next `times` requests to the endpoint meet this fault, after those already queued. */
  next(endpoint: Endpoint, fault: Kind, times?: number): void;
  /** Every request to the endpoint meets this fault, once the queued ones are used up. */
  every(endpoint: Endpoint, fault: Kind): void;
  /** Forgets the faults of an endpoint, of all where none is named. */
  clear(endpoint?: Endpoint): void;
}

/** Creates the queues, first in, first out. `take` uses up the next fault of an endpoint. */
export function createFaults<Endpoint extends string, Kind = Fault>(): {
  faults: Faults<Endpoint, Kind>;
  take(endpoint: Endpoint): Kind | undefined;
} {
  const queues = new Map<Endpoint, { fault: Kind; left: number }[]>();
  const add = (endpoint: Endpoint, fault: Kind, left: number) => {
    const queue = queues.get(endpoint) ?? [];
    queues.set(endpoint, queue);
    queue.push({ fault, left });
  };
  return {
    faults: {
      next: (endpoint, fault, times = 1) => {
        const standing = queues.get(endpoint)?.findIndex(({ left }) => left === Infinity) ?? -1;
        if (standing === -1) add(endpoint, fault, times);
        else queues.get(endpoint)?.splice(standing, 0, { fault, left: times });
      },
      every: (endpoint, fault) => {
        queues.set(endpoint, queues.get(endpoint)?.filter(({ left }) => left !== Infinity) ?? []);
        add(endpoint, fault, Infinity);
      },
      clear: (endpoint) => {
        if (endpoint === undefined) queues.clear();
        else queues.delete(endpoint);
      },
    },
    take: (endpoint) => {
      const queue = queues.get(endpoint);
      const [first] = queue ?? [];
      if (queue === undefined || first === undefined) return undefined;
      first.left -= 1;
      if (first.left <= 0) queue.shift();
      return first.fault;
    },
  };
}

/** Whether the request is carried out in spite of the fault. */
export function processes(fault: Fault): boolean {
  return fault.kind === "cut" || isLate(fault) || fault.processed === true;
}

export type LateFault = Extract<Fault, { kind: "slow" | "held" }>;

/** Whether the proper answer comes, only later. */
export function isLate(fault: Fault): fault is LateFault {
  return fault.kind === "slow" || fault.kind === "held";
}
