/** API keys by the operator's API: a workspace's, and a person's own. */

import { GrantryError } from "../../lib/error.ts";
import { newHandle, newUnguessable, secretPrefixes } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { lockUnchanged } from "../../store/operator-credentials.ts";
import {
  insertPersonalKey,
  type ListedKey,
  type ListedPersonalKey,
  listPersonalKeys,
  revokePersonalKey,
} from "../../store/personal-keys.ts";
import type { Role } from "../../store/schema-accounts.ts";
import { inTransaction } from "../../store/store.ts";
import {
  changeWorkspaceKey,
  getWorkspaceKey,
  insertWorkspaceKey,
  listWorkspaceKeys,
  revokeWorkspaceKey,
  type WorkspaceKeyChanges,
} from "../../store/workspace-keys.ts";
import { requireRoom } from "../limits/index.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import type { AccountsContext } from "./context.ts";
import { expiryAfterDays } from "./expiry.ts";
import { type Operator, requirePerson } from "./operator.ts";
import { isAtLeast, permissionNames, permissions, requireRole } from "./permissions.ts";
import { recordChange } from "./record-change.ts";
import { recordOfPerson } from "./record-person.ts";
import { requireMayGive } from "./server/authenticate.ts";

export interface CreatedKey {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** Known to nobody afterwards. */
  readonly secret: Secret;
}

export interface WorkspaceKeyInput {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  readonly expiresInDays: number | null;
  /** Whether it begins like the official platform's keys. */
  readonly compatible: boolean;
}

/** A workspace key in a list. */
export interface ListedWorkspaceKey extends ListedKey {
  readonly role: Role;
  /** How its secret begins; null of a key that is older than this. */
  readonly prefix: string | null;
  /** Who made it, for people to read; null likewise. */
  readonly madeBy: string | null;
}

export async function listKeys(
  { store }: AccountsContext,
  { workspaceId }: WorkspaceOperator,
): Promise<ListedWorkspaceKey[]> {
  return await listWorkspaceKeys(store, workspaceId);
}

/** A key that can do at most what the caller can. Throws forbidden, and bad_request for a scope that the key's role does not have. */
export async function createWorkspaceKey(
  context: AccountsContext,
  operator: WorkspaceOperator,
  input: WorkspaceKeyInput,
): Promise<CreatedKey> {
  const { name, role, scopes, expiresInDays, compatible } = input;
  requireRole(operator.role, role);
  requireScopesOfRole(role, scopes);
  requireOwnScopes(operator.caller, scopes);
  const prefix = compatible ? secretPrefixes.officialWorkspaceKey : secretPrefixes.workspaceKey;
  const secret = new Secret(prefix + newUnguessable());
  const keyId = newHandle("workspaceKey");
  const expiresAt = expiryAfterDays(context.clock, expiresInDays);
  const createdAt = await inTransaction(context.store, async (store) => {
    const { workspaceId } = operator;
    const madeBy = operator.caller.actor.label;
    const key = {
      workspaceKeyId: keyId,
      workspaceId,
      name,
      secret,
      role,
      scopes,
      expiresAt,
      madeBy,
    };
    await requireRoom(store, "workspaceKeys", workspaceId);
    const madeAt = await insertWorkspaceKey(store, key);
    await recordChange(store, operator, {
      action: "workspace_key.created",
      target: { kind: "workspace_key", id: keyId },
      details: { name, role, scopes: scopes.join(" ") },
    });
    return madeAt;
  });
  return { keyId, name, scopes, createdAt, expiresAt, secret };
}

/** Throws api_key_not_found. */
export async function readKey(
  { store }: Pick<AccountsContext, "store">,
  { workspaceId }: WorkspaceOperator,
  keyId: string,
): Promise<ListedWorkspaceKey> {
  const key = await getWorkspaceKey(store, workspaceId, keyId);
  if (key === undefined) throw new GrantryError("api_key_not_found");
  return key;
}

/**
 * Changes a key, from its next use on: it can do at most what the caller can, before and after. Throws forbidden,
 * api_key_not_found, and bad_request for a scope that the key's role does not have or an end that is over.
 */
export async function updateWorkspaceKey(
  context: AccountsContext,
  operator: WorkspaceOperator,
  { keyId, ...changes }: { readonly keyId: string } & WorkspaceKeyChanges,
): Promise<ListedWorkspaceKey> {
  const { expiresAt } = changes;
  if (typeof expiresAt === "number" && expiresAt <= context.clock.nowSeconds()) {
    throw new GrantryError("bad_request", {
      detail: "expires_at is over: give a time that is still to come.",
    });
  }
  return await inTransaction(context.store, async (store) => {
    const inside = { ...context, store };
    const before = await readKey(inside, operator, keyId);
    const { role = before.role, scopes = before.scopes } = changes;
    for (const one of [before, { role, scopes }]) {
      requireRole(operator.role, one.role);
      requireOwnScopes(operator.caller, one.scopes ?? permissionNames);
    }
    if (scopes !== null) requireScopesOfRole(role, scopes);
    await changeWorkspaceKey(store, keyId, changes);
    await recordChange(store, operator, {
      action: "workspace_key.changed",
      target: { kind: "workspace_key", id: keyId },
      details: {
        name: changes.name ?? before.name,
        role,
        scopes: scopes?.join(" ") ?? "",
        ...(expiresAt === undefined ? {} : { expires_at: String(expiresAt ?? "never") }),
      },
    });
    return await readKey(inside, operator, keyId);
  });
}

/** Throws api_key_not_found. */
export async function endWorkspaceKey(
  context: AccountsContext,
  operator: WorkspaceOperator,
  keyId: string,
): Promise<void> {
  await inTransaction(context.store, async (store) => {
    if (!(await revokeWorkspaceKey(store, operator.workspaceId, keyId))) {
      throw new GrantryError("api_key_not_found");
    }
    await recordChange(store, operator, {
      action: "workspace_key.revoked",
      target: { kind: "workspace_key", id: keyId },
    });
  });
}

export async function listOwnKeys(
  { store }: AccountsContext,
  caller: Operator,
): Promise<ListedPersonalKey[]> {
  return await listPersonalKeys(store, requirePerson(caller).operatorId);
}

/** A key that acts as the person, with at most the scopes of the caller. Throws forbidden and server_operator_required. */
export async function createPersonalKey(
  context: AccountsContext,
  caller: Operator,
  input: { readonly name: string; readonly scopes: readonly string[]; expiresInDays: number },
): Promise<CreatedKey> {
  const account = requirePerson(caller);
  const { name, scopes } = input;
  requireOwnScopes(caller, scopes);
  await requireMayGive(context, account, scopes);
  const secret = new Secret(secretPrefixes.personalKey + newUnguessable());
  const keyId = newHandle("personalKey");
  const expiresAt = expiryAfterDays(context.clock, input.expiresInDays);
  const { operatorId } = account;
  const createdAt = await inTransaction(context.store, async (store) => {
    // The session or key that asks may have ended with a new password meanwhile.
    if (!(await lockUnchanged(store, account))) throw new GrantryError("unauthorized");
    await requireRoom(store, "personalKeys", operatorId);
    const madeAt = await insertPersonalKey(store, {
      personalKeyId: keyId,
      operatorId,
      name,
      secret,
      scopes,
      expiresAt,
    });
    await recordOfPerson(store, account, {
      action: "personal_key.created",
      target: { kind: "personal_key", id: keyId },
      details: { name, scopes: scopes.join(" ") },
    });
    return madeAt;
  });
  return { keyId, name, scopes, createdAt, expiresAt, secret };
}

/** Throws api_key_not_found, also for somebody else's. */
export async function endPersonalKey(
  context: AccountsContext,
  caller: Operator,
  keyId: string,
): Promise<void> {
  const account = requirePerson(caller);
  await inTransaction(context.store, async (store) => {
    if (!(await revokePersonalKey(store, account.operatorId, keyId))) {
      throw new GrantryError("api_key_not_found");
    }
    await recordOfPerson(store, account, {
      action: "personal_key.revoked",
      target: { kind: "personal_key", id: keyId },
    });
  });
}

/** Such a scope would be given in vain: every call would be refused for the role. */
function requireScopesOfRole(role: Role, scopes: readonly string[]): void {
  const beyond = permissionNames.find(
    (one) => scopes.includes(one) && !isAtLeast(role, permissions[one]),
  );
  if (beyond === undefined) return;
  throw new GrantryError("bad_request", {
    detail: `The role ${role} does not have ${beyond}: that takes the role ${permissions[beyond]}. Leave the scope out, or choose that role.`,
  });
}

/** A key cannot make a mightier one. */
function requireOwnScopes({ scopes: own }: Operator, asked: readonly string[]): void {
  const more = own === null ? undefined : asked.find((scope) => !own.has(scope));
  if (more === undefined) return;
  throw new GrantryError("forbidden", {
    detail: `This needs the scope ${more}, which this key or sign-in was not given.`,
  });
}
