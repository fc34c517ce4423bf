/** One piece of work per key at a time in this process: everyone else waits for its outcome. */

export interface Flights {
  /** Joins the flight of this key, or starts one. */
  join<T>(key: string, start: () => Promise<T>): Promise<T>;
  /** Whether one is under way. */
  has(key: string): boolean;
  /** How many are under way. */
  count(): number;
  /** Resolves when none is under way any more. Never rejects. */
  landed(): Promise<void>;
}

export function createFlights(): Flights {
  const flights = new Map<string, Promise<unknown>>();
  return {
    has: (key) => flights.has(key),
    count: () => flights.size,
    join: async <T>(key: string, start: () => Promise<T>): Promise<T> => {
      // The key names the kind of result: all who join a key start the same work.
      const running = flights.get(key) as Promise<T> | undefined;
      if (running !== undefined) return await running;
      const started = start().finally(() => flights.delete(key));
      flights.set(key, started);
      return await started;
    },
    landed: async () => {
      while (flights.size > 0) await Promise.allSettled(flights.values());
    },
  };
}
