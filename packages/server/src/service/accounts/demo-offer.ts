/** The link of a demo that can be used now; a new one takes its place. */
import type { Person } from "../../store/operators.ts";

export interface DemoSignIn {
  /** `hash` of the link's secret, in hex; `until` in epoch seconds. */
  offer: { readonly hash: string; readonly account: Person; readonly until: number } | null;
}
