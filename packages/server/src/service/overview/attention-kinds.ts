/** What of a workspace can need somebody: the most urgent kind first, in which order entries are shown. */
import type { EndingCredential, NamedConnector } from "../../store/overview.ts";

export const attentionKinds = [
  "client_refused",
  "shared_connection",
  "people",
  "provider_away",
  "outcome_unknown",
  "origin_refused",
  "ends_soon",
  "credential_ends",
  "switched_off",
  "only_owner",
  "second_factor",
] as const;
export type AttentionKind = (typeof attentionKinds)[number];

/** One cause, with what a sentence about it needs. What does not belong to its kind is null or empty. */
export interface Attention {
  /** The same as long as the cause is; names nothing. */
  readonly id: string;
  readonly kind: AttentionKind;
  /** How many connections, or people, are meant. */
  readonly count: number;
  /** Whether there may be more than `count`. */
  readonly atLeast: boolean;
  /** Since when, in epoch seconds. */
  readonly since: number | null;
  /** When something ends: the first token, the key. */
  readonly endsAt: number | null;
  readonly app: { readonly id: string; readonly name: string } | null;
  readonly connector: NamedConnector | null;
  readonly provider: { readonly id: string; readonly name: string } | null;
  readonly credential: EndingCredential | null;
  /** From where pages call the app, which has not declared it. */
  readonly origin: string | null;
  readonly ownerKind: "app" | "user" | null;
  /** Why, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
}
