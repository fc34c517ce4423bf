/** The authorization server's book of grants: what each refresh token is worth, by provider. */
import type { ProviderId } from "./history.ts";

export interface Family {
  readonly id: string;
  readonly account: string;
  readonly provider: ProviderId;
  ended: boolean;
  /** Number of the tokens issued last. */
  last: number;
  /** When a refresh token was used first, by number. */
  readonly usedAt: Map<number, number>;
}

export interface Grants {
  open(provider: ProviderId, account: string): Family;
  find(family: string): Family | undefined;
  /** The family of an account that was opened last. */
  latestOf(account: string): Family | undefined;
  /** Presents a refresh token, by its number, at a moment. */
  present(family: Family, number: number, atMs: number): "ok" | "reuse" | "dead";
  isOpen(family: Family): boolean;
}

/** `graceMs`: how long a used refresh token of `grace` still works. */
export function createGrants(graceMs: number): Grants {
  const families = new Map<string, Family>();
  const latest = new Map<string, Family>();
  return {
    open: (provider, account) => {
      const id = `f${families.size + 1}`;
      const usedAt = new Map<number, number>();
      const family: Family = { id, account, provider, ended: false, last: 1, usedAt };
      families.set(id, family);
      latest.set(account, family);
      return family;
    },
    find: (id) => families.get(id),
    latestOf: (account) => latest.get(account),
    isOpen: (family) => !family.ended,
    present: (family, number, atMs) => {
      if (family.ended) return "dead";
      const { provider, usedAt } = family;
      const used = usedAt.get(number);
      const stillWorks = provider === "grace" && used !== undefined && atMs - used <= graceMs;
      if (provider !== "stable" && used !== undefined && !stillWorks) {
        family.ended = true;
        return "reuse";
      }
      if (used === undefined) usedAt.set(number, atMs);
      family.last += 1;
      return "ok";
    },
  };
}
