/** Every table with sealed columns, and where a value of each stands: what is sealed anew is found by this. */
import type { Selectable } from "kysely";
import type { SealedPlace } from "../crypto/sealed-value.ts";
import { placeInAuthorization, toAuthorization } from "./authorizations.ts";
import { toConnection, tokenPlace } from "./connections.ts";
import { placeOfMessage } from "./mails.ts";
import { placeOfSecret } from "./oauth-clients.ts";
import { placeOfTotp } from "./operator-factors.ts";
import { placeOfGrant, toRevocation } from "./revocations.ts";
import type { Schema } from "./schema.ts";
import { placeOfSignIn } from "./sign-in-providers.ts";

export interface SealedTable {
  readonly table: keyof Schema;
  /** Its primary key, a text. */
  readonly key: string;
  readonly columns: readonly string[];
  /** Whether its values are of workspaces, each named by its row, or the server's own. */
  readonly isOfWorkspaces: boolean;
  place(row: Readonly<Record<string, unknown>>, column: string): SealedPlace;
}

function sealed<T extends keyof Schema, const C extends keyof Schema[T] & string>(
  table: T,
  key: keyof Schema[T] & string,
  columns: readonly C[],
  place: (row: Selectable<Schema[T]>, column: C) => SealedPlace,
): SealedTable {
  const untyped = place as unknown as SealedTable["place"];
  return { table, key, columns, isOfWorkspaces: table !== "operators", place: untyped };
}

/**
 * Values that end within minutes or a day are not among them: what a refresh token of a command line was exchanged
 * for, and answers of idempotent calls.
 */
export const sealedTables: readonly SealedTable[] = [
  sealed("connections", "connection_id", ["access_token", "refresh_token"], (row, column) =>
    tokenPlace(toConnection(row), column),
  ),
  sealed(
    "authorizations",
    "authorization_id",
    ["code_verifier", "sealed_link", "sealed_choice", "sealed_response"],
    (row, column) => placeInAuthorization(toAuthorization(row), column),
  ),
  sealed("revocations", "revocation_id", ["sealed_grant"], (row) =>
    placeOfGrant(toRevocation(row)),
  ),
  sealed(
    "oauth_clients",
    "oauth_client_id",
    ["client_secret", "previous_client_secret", "replaced_secret"],
    placeOfSecret,
  ),
  sealed("sign_in_providers", "workspace_id", ["client_secret"], (row) =>
    placeOfSignIn(row.workspace_id),
  ),
  sealed("mails", "mail_id", ["sealed_message"], placeOfMessage),
  sealed("operators", "operator_id", ["totp_secret", "totp_pending"], (row, column) =>
    placeOfTotp(row.operator_id, column),
  ),
];

/** Of these one waits until they have ended: table, column. */
export const passingColumns = [
  ["cli_tokens", "exchanged_for"],
  ["idempotency_keys", "sealed_answer"],
] as const;
