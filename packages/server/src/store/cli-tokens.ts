/** Tables cli_grants and cli_tokens: what a person allowed a command line, and its opaque tokens. */
import { hashSecret } from "../crypto/hash.ts";
import { Secret } from "../lib/secret.ts";
import { openSealed } from "./data-keys.ts";
import { accountColumns, type Person, toAccount } from "./operators.ts";
import { whileSealing } from "./sealing.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { type CliTokenRow, cliGrants } from "./tables/accounts.ts";

const grantMembers = cliGrants.pick("cliGrantId", "clientId", "scopes", "lastUsedAt");
export type CliGrant = RecordOf<typeof grantMembers>;
const listed = cliGrants.pick(
  "cliGrantId",
  "clientId",
  "scopes",
  "lastUsedAt",
  "createdAt",
  "address",
);

export interface CliToken {
  readonly grant: CliGrant;
  readonly operator: Person;
  /** Of a refresh token: when it was first exchanged. */
  readonly usedAt: number | null;
  /** What it was exchanged for then, as long as that is kept. */
  readonly exchangedFor: Secret | null;
}

export async function insertCliGrant(
  store: Store,
  grant: {
    cliGrantId: string;
    operatorId: string;
    clientId: string;
    scopes: readonly string[];
    /** From where it is signed in. */
    address: string | null;
  },
): Promise<void> {
  await store.db
    .insertInto("cli_grants")
    .values({
      cli_grant_id: grant.cliGrantId,
      operator_id: grant.operatorId,
      client_id: grant.clientId,
      scopes: JSON.stringify(grant.scopes),
      created_at: store.clock.nowSeconds(),
      last_used_at: null,
      revoked_at: null,
      address: grant.address,
    })
    .execute();
}

export interface NewCliToken {
  readonly cliGrantId: string;
  readonly kind: CliTokenRow["kind"];
  readonly token: Secret;
  readonly expiresAt: number;
}

export async function insertCliTokens(store: Store, tokens: readonly NewCliToken[]): Promise<void> {
  await store.db
    .insertInto("cli_tokens")
    .values(
      tokens.map(({ cliGrantId, kind, token, expiresAt }) => ({
        token_hash: hashSecret(token.reveal()),
        cli_grant_id: cliGrantId,
        kind,
        created_at: store.clock.nowSeconds(),
        expires_at: expiresAt,
        used_at: null,
        exchanged_for: null,
      })),
    )
    .execute();
}

/** The token of this kind, unless it or its grant is over; or undefined. */
export async function findCliToken(
  store: Store,
  kind: CliTokenRow["kind"],
  token: Secret,
): Promise<CliToken | undefined> {
  const row = await store.db
    .selectFrom("cli_tokens")
    .innerJoin("cli_grants", "cli_grants.cli_grant_id", "cli_tokens.cli_grant_id")
    .innerJoin("operators", "operators.operator_id", "cli_grants.operator_id")
    .select([
      "cli_tokens.used_at",
      "cli_tokens.exchanged_for",
      ...grantMembers.of("cli_grants"),
      ...accountColumns,
    ])
    .where("cli_tokens.token_hash", "=", hashSecret(token.reveal()))
    .where("cli_tokens.kind", "=", kind)
    .where("cli_tokens.expires_at", ">", store.clock.nowSeconds())
    .where("cli_grants.revoked_at", "is", null)
    .executeTakeFirst();
  return (
    row && {
      grant: grantMembers.read(row),
      operator: toAccount(row),
      usedAt: row.used_at,
      exchangedFor:
        row.exchanged_for === null
          ? null
          : new Secret(await openSealed(store, row.exchanged_for, exchangePlace(token))),
    }
  );
}

function exchangePlace(token: Secret) {
  const row = hashSecret(token.reveal()).toString("base64url");
  const workspaces = { workspace: "", workspaceOfFormat1: "operators" };
  return { ...workspaces, table: "cli_tokens", row, column: "exchanged_for" };
}

/** Notes that a refresh token was exchanged; false where it was before, or is being by another call. */
export async function markRefreshTokenUsed(store: Store, token: Secret): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("cli_tokens")
    .set({ used_at: store.clock.nowSeconds() })
    .where("token_hash", "=", hashSecret(token.reveal()))
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Keeps what a refresh token was exchanged for, sealed, so that a lost answer can be given again. */
export async function keepExchange(store: Store, token: Secret, pair: Secret): Promise<void> {
  await whileSealing(store, "", async ({ db, keyring }) => {
    await db
      .updateTable("cli_tokens")
      .set({ exchanged_for: keyring.seal(pair.reveal(), exchangePlace(token)) })
      .where("token_hash", "=", hashSecret(token.reveal()))
      .execute();
  });
}

/** Erases what is kept of exchanges that nobody may ask for again. */
export async function forgetExchanges(store: Store, usedBefore: number): Promise<void> {
  await store.db
    .updateTable("cli_tokens")
    .set({ exchanged_for: null })
    .where("exchanged_for", "is not", null)
    .where("used_at", "<", usedBefore)
    .execute();
}

/** Ends a grant and with it every token of it; false where it was over, or is not this person's. */
export async function revokeCliGrant(
  store: Store,
  cliGrantId: string,
  operatorId: string,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("cli_grants")
    .set({ revoked_at: store.clock.nowSeconds() })
    .where("cli_grant_id", "=", cliGrantId)
    .where("operator_id", "=", operatorId)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Ends all of a person's grants; how many there were. */
export async function revokeCliGrantsOf(store: Store, operatorId: string): Promise<number> {
  const { numUpdatedRows } = await store.db
    .updateTable("cli_grants")
    .set({ revoked_at: store.clock.nowSeconds() })
    .where("operator_id", "=", operatorId)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export async function touchCliGrant(store: Store, cliGrantId: string): Promise<void> {
  await store.db
    .updateTable("cli_grants")
    .set({ last_used_at: store.clock.nowSeconds() })
    .where("cli_grant_id", "=", cliGrantId)
    .execute();
}

/** The command lines that a person is signed in with, the newest first. */
export async function listCliGrants(
  store: Store,
  operatorId: string,
): Promise<RecordOf<typeof listed>[]> {
  const rows = await store.db
    .selectFrom("cli_grants")
    .selectAll()
    .where("operator_id", "=", operatorId)
    .where("revoked_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("cli_grant_id")
    .execute();
  return rows.map(listed.read);
}

/** Removes tokens that are over, and grants that have none left. */
export async function deleteCliTokensBefore(store: Store, expiredBefore: number): Promise<void> {
  await store.db.deleteFrom("cli_tokens").where("expires_at", "<=", expiredBefore).execute();
  await store.db
    .deleteFrom("cli_grants")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("cli_tokens")
            .select("cli_tokens.token_hash")
            .whereRef("cli_tokens.cli_grant_id", "=", "cli_grants.cli_grant_id"),
        ),
      ),
    )
    .execute();
}
