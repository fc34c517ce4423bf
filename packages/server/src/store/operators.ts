/** Tables operators and memberships: who may sign in, and what they are where. */

import { isDemanded, opensByPassword, withoutSecondFactor } from "./second-factors.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { operators, type Role } from "./tables/accounts.ts";
import { listedWorkspace, type Workspace } from "./workspaces.ts";

const account = operators.pick("operatorId", "email", "name", "credentialsEpoch");
export type Person = RecordOf<typeof account>;

const stored = operators.pick(
  "operatorId",
  "email",
  "name",
  "credentialsEpoch",
  "passwordHash",
  "provenAt",
);
/** An account with what decides who it belongs to. */
export type StoredAccount = RecordOf<typeof stored>;

export interface Membership {
  readonly workspaceId: string;
  readonly operatorId: string;
  readonly role: Role;
}

/** What `toAccount` needs of a joined query. */
export const accountColumns = account.of("operators");
export const toAccount = account.read;

/** Whether anybody has an account. */
export async function hasOperators(store: Store): Promise<boolean> {
  const row = await store.db.selectFrom("operators").select("operator_id").limit(1).execute();
  return row.length > 0;
}

/** The account of this email address, which is in lower case, with its password's hash. */
export async function findOperatorByEmail(
  store: Store,
  email: string,
): Promise<StoredAccount | undefined> {
  const row = await store.db
    .selectFrom("operators")
    .selectAll()
    .where("email", "=", email)
    .executeTakeFirst();
  return row && stored.read(row);
}

/** Gives an account another name. */
export async function renameOperator(
  store: Store,
  operatorId: string,
  name: string,
): Promise<void> {
  await store.db
    .updateTable("operators")
    .set({ name, updated_at: store.clock.nowSeconds() })
    .where("operator_id", "=", operatorId)
    .execute();
}

/** The account of this id, with its password's hash. */
export async function findOperator(
  store: Store,
  operatorId: string,
): Promise<StoredAccount | undefined> {
  const row = await store.db
    .selectFrom("operators")
    .selectAll()
    .where("operator_id", "=", operatorId)
    .executeTakeFirst();
  return row && stored.read(row);
}

/** Throws the engine's unique violation where the email address is taken. */
export async function insertOperator(
  store: Store,
  account: Pick<StoredAccount, "operatorId" | "email" | "name" | "passwordHash"> & {
    /** Whether whoever runs the server, or the company of the address, vouches for it. */
    readonly isProven?: boolean;
  },
): Promise<void> {
  const now = store.clock.nowSeconds();
  await store.db
    .insertInto("operators")
    .values({
      operator_id: account.operatorId,
      email: account.email,
      name: account.name,
      password_hash: account.passwordHash,
      totp_secret: null,
      totp_pending: null,
      totp_last_step: null,
      proven_at: account.isProven === true ? now : null,
      credentials_epoch: 0,
      created_at: now,
      updated_at: now,
    })
    .execute();
}

/** What an operator is in a workspace, or undefined. */
export async function findRole(
  store: Store,
  operatorId: string,
  workspaceId: string,
): Promise<Role | undefined> {
  const row = await store.db
    .selectFrom("memberships")
    .select("role")
    .where("operator_id", "=", operatorId)
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return row?.role;
}

/** What somebody is in a workspace, and whether they may act there. */
export interface Standing {
  readonly role: Role;
  /** Whether the workspace demands a second factor that they do not have. */
  readonly lacksSecondFactor: boolean;
}

/** The same, with whether they may act there. */
export async function findStanding(
  store: Store,
  operatorId: string,
  workspaceId: string,
): Promise<Standing | undefined> {
  const row = await store.db
    .selectFrom("memberships")
    .innerJoin("workspaces", "workspaces.workspace_id", "memberships.workspace_id")
    .innerJoin("operators", "operators.operator_id", "memberships.operator_id")
    .select((eb) => [
      "memberships.role",
      eb.case().when(isDemanded).then(1).else(0).end().as("lacking"),
    ])
    .where("memberships.operator_id", "=", operatorId)
    .where("memberships.workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return row && { role: row.role, lacksSecondFactor: row.lacking === 1 };
}

/** Makes somebody a member, or gives a member another role. */
export async function putMembership(store: Store, membership: Membership): Promise<void> {
  const now = store.clock.nowSeconds();
  const { workspaceId, operatorId, role } = membership;
  await store.db
    .insertInto("memberships")
    .values({
      workspace_id: workspaceId,
      operator_id: operatorId,
      role,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "operator_id"]).doUpdateSet({ role, updated_at: now }),
    )
    .execute();
}

export async function deleteMembership(
  store: Store,
  workspaceId: string,
  operatorId: string,
): Promise<void> {
  await store.db
    .deleteFrom("memberships")
    .where("workspace_id", "=", workspaceId)
    .where("operator_id", "=", operatorId)
    .execute();
}

export interface Member extends Person {
  readonly role: Role;
  readonly since: number;
  readonly hasPassword: boolean;
  /** Whether its password alone opens the account. */
  readonly passwordOnly: boolean;
  readonly hasSecondFactor: boolean;
  /** Whether the workspace's identity provider is linked to it. */
  readonly isLinked: boolean;
}

/** The members of a workspace, by email address. */
export async function listMembers(store: Store, workspaceId: string): Promise<Member[]> {
  const rows = await store.db
    .selectFrom("memberships")
    .innerJoin("operators", "operators.operator_id", "memberships.operator_id")
    .select([...accountColumns, "memberships.role", "memberships.created_at as since"])
    .select((eb) => [
      eb
        .case()
        .when("operators.password_hash", "is not", null)
        .then(1)
        .else(0)
        .end()
        .as("has_password"),
      eb.case().when(opensByPassword).then(1).else(0).end().as("password_only"),
      eb.case().when(withoutSecondFactor).then(0).else(1).end().as("second_factor"),
      eb
        .case()
        .when(
          eb.exists(
            eb
              .selectFrom("operator_identities as identity")
              .select("identity.subject")
              .whereRef("identity.operator_id", "=", "operators.operator_id")
              .where("identity.workspace_id", "=", workspaceId),
          ),
        )
        .then(1)
        .else(0)
        .end()
        .as("linked"),
    ])
    .where("memberships.workspace_id", "=", workspaceId)
    .orderBy("operators.email")
    .execute();
  return rows.map((row) => ({
    ...toAccount(row),
    role: row.role,
    since: row.since,
    hasPassword: row.has_password === 1,
    passwordOnly: row.password_only === 1,
    hasSecondFactor: row.second_factor === 1,
    isLinked: row.linked === 1,
  }));
}

export type WorkspaceOfOperator = Workspace & Standing;

/** The workspaces that an operator belongs to, by name. */
export async function listWorkspacesOf(
  store: Store,
  operatorId: string,
): Promise<WorkspaceOfOperator[]> {
  const rows = await store.db
    .selectFrom("memberships")
    .innerJoin("workspaces", "workspaces.workspace_id", "memberships.workspace_id")
    .select(listedWorkspace.columns.map((column) => `workspaces.${column}` as const))
    .innerJoin("operators", "operators.operator_id", "memberships.operator_id")
    .select((eb) => [
      "memberships.role",
      eb.case().when(isDemanded).then(1).else(0).end().as("lacking"),
    ])
    .where("memberships.operator_id", "=", operatorId)
    .orderBy("workspaces.name")
    .orderBy("workspaces.workspace_id")
    .execute();
  return rows.map((row) => ({
    ...listedWorkspace.read(row),
    role: row.role,
    lacksSecondFactor: row.lacking === 1,
  }));
}
