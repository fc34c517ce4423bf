/**
 * A map that never holds more than it may: two generations, of which the older one is dropped when the
 * younger is full. What is in use moves on, so that it stays whoever else comes. Every step costs the same,
 * however much is in it, and nothing of it needs a timer.
 */
export interface Generations<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** How many entries there are. */
  readonly size: number;
}

/** Holds at most `2 * entriesMax` entries. */
export function createGenerations<Value>(entriesMax: number): Generations<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  const set = (key: string, value: Value) => {
    if (young.size >= entriesMax && !young.has(key)) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get: (key) => {
      const known = young.get(key);
      if (known !== undefined) return known;
      const before = old.get(key);
      if (before !== undefined) {
        old.delete(key);
        set(key, before);
      }
      return before;
    },
    set: (key, value) => {
      if (old.size > 0) old.delete(key);
      set(key, value);
    },
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
    get size() {
      return young.size + old.size;
    },
  };
}
