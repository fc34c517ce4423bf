/** Table oauth_clients: every column, once. */
import * as t from "../table.ts";

export const oauthClients = t.defineTable(
  {
    oauth_client_id: t.text,
    workspace_id: t.text,
    name: t.text,
    /** Id of the authorization server in the catalogue. */
    server_id: t.text,
    client_id: t.text,
    client_secret: t.inner(t.bytes),
    /** Still accepted by the provider while a new secret is rolled out. */
    previous_client_secret: t.inner(t.optionalBytes),
    /** The secret of before it was last replaced by who did not show it; null where nobody did. */
    replaced_secret: t.inner(t.optionalBytes),
    secret_replaced_at: t.inner(t.optionalInt),
    /** `own`: a redirect URI of its own. `common`: the one path shared by all, for migrated clients. */
    redirect_path: t.word<"own" | "common">(),
    created_at: t.int,
    updated_at: t.int,
    /** Whether other servers use the client, too: no grant to it is revoked from here. */
    used_by_other_servers: t.defaulted(t.flag),
    /** Whether shared connections get this one of several clients; one per provider at most. */
    preferred: t.defaulted(t.flag),
  },
  (part) => ({
    /** Whether the secret of before is tried as well. */
    hasPreviousSecret: part(
      ["previous_client_secret"],
      (row) => row.previous_client_secret !== null,
    ),
    /** When the secret was last replaced by the API; null where it never was. */
    secretReplacedAt: part(["secret_replaced_at"], (row) => row.secret_replaced_at),
    /** The current secret first; the one of before while it is still valid. */
    sealedSecrets: part(["client_secret", "previous_client_secret"], (row) =>
      [row.client_secret, row.previous_client_secret].filter((one) => one !== null),
    ),
  }),
);

export type OAuthClientRow = t.RowOf<typeof oauthClients>;
