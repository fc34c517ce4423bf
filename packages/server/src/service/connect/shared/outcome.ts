/** What became of asking for an app's shared connection. */
import { unlistedScopes } from "../../../provider/allowed-scopes.ts";
import type { ProviderConnector } from "../../../provider/catalogue.ts";
import type { AuthorizingOperator } from "../../../store/authorizations.ts";
import type { Asking } from "../../providers/index.ts";
import type { Attempt } from "./attempt.ts";

/** What of the scopes is worth saying. */
interface ScopeNotes {
  /** Not asked for, because the workspace does not allow them. */
  readonly droppedScopes: readonly string[];
  /** Asked for as they stand, though the catalogue does not list them: one may be misspelt. */
  readonly unlistedScopes: readonly string[];
}

export type SharedOutcome = ScopeNotes &
  (
    | ({ readonly outcome: "started" } & Attempt)
    /** The connection has what it is to have. */
    | { readonly outcome: "already_authorized" }
    /** A browser would have to authorize; only judged. */
    | { readonly outcome: "would_start" }
    /** The connection of that operator is in the way. */
    | { readonly outcome: "connected_by_other_operator"; readonly operator: AuthorizingOperator }
  );

/** The notes on what is asked of an entry. */
export function notesOn(entry: ProviderConnector, { scopes, dropped }: Asking): ScopeNotes {
  return { droppedScopes: dropped, unlistedScopes: unlistedScopes(entry, scopes) };
}
