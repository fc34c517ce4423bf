/** So many at once and no more; so many may wait. */

export interface Lane {
  /** Resolves with what ends the turn, or with null where too many wait already. */
  enter(): Promise<(() => void) | null>;
}

export function createLane(limit: number, waitingMax: number): Lane {
  const waiting: (() => void)[] = [];
  let taken = 0;
  // A turn that ends goes over to whoever waits: nobody comes in between.
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) taken -= 1;
    else next();
  };
  return {
    enter: async () => {
      if (taken < limit) taken += 1;
      else if (waiting.length >= waitingMax) return null;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
  };
}
