/** What the checker says. */

/** Each is a promise that was broken. */
export const violationKinds = {
  lost: "grants that ended although nobody ended them",
  good_refused: "reads refused although a good token was stored",
  dead_served: "tokens served after their end",
  served_after_disconnect: "tokens served after a disconnect was answered",
  superseded_served: "tokens served of a grant that a newer one had replaced",
  unknown_token: "tokens served that were never issued",
  went_back: "reads that answered an older version than one before",
  two_tokens: "versions that were two tokens",
  complaint_ignored: "refused tokens answered again",
  double_use: "single-use refresh tokens used twice",
  refresh_of_dead: "refreshes of grants that had ended",
  concurrent: "refreshes of one connection at the same time",
  refreshed_twice: "versions that were refreshed twice",
  needless: "refreshes of tokens that were fresh",
  thrown_away: "answers that were received and not kept",
  not_revoked: "grants alive after a disconnect that said revoked",
  metadata_lost: "writes of others that were undone",
  process_died: "processes that ended by themselves",
  unexpected_answer: "answers that nothing explains",
} as const;
export type ViolationKind = keyof typeof violationKinds;

export interface Violation {
  readonly kind: ViolationKind;
  /** Empty where it concerns none. */
  readonly connection: string;
  readonly at: number;
  readonly text: string;
}

export interface Verdict {
  /** What happened, in the order in which it is printed. */
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

/** Counts by name; a name that was never counted is 0 when it was announced. */
export interface Counter {
  add(name: string, by?: number): void;
}

/** Where checks put what they find. */
export interface Findings extends Counter {
  violate(violation: Violation): void;
}
