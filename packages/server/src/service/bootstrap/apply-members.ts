/** The members of a bootstrap file. */
import { hashPassword } from "../../crypto/password.ts";
import { GrantryError, isGrantryError } from "../../lib/error.ts";
import { newHandle } from "../../lib/id.ts";
import type { Secret } from "../../lib/secret.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { setPasswordHash } from "../../store/operator-factors.ts";
import {
  findOperatorByEmail,
  findRole,
  insertOperator,
  type Membership,
  putMembership,
  type StoredAccount,
} from "../../store/operators.ts";
import type { Store } from "../../store/store.ts";
import { checkPassword, proveAddress, requireFreeToJoin, serverActor } from "../accounts/index.ts";
import type { Bootstrap, BootstrapMember, BootstrapWorkspace } from "./bootstrap-schema.ts";

interface MembersContext {
  readonly store: Store;
  readonly readSecret: (source: NonNullable<BootstrapMember["password"]>) => Promise<Secret>;
}

/** Hashes of the passwords of accounts that are to be made. */
export type PasswordHashes = ReadonlyMap<BootstrapMember, string>;

/**
 * Hashes what is needed, before the transaction opens: hashing is slow on purpose. Throws
 * config_invalid where a password cannot be read or is too short.
 */
export async function hashPasswords(
  context: MembersContext,
  { workspaces }: Bootstrap,
): Promise<PasswordHashes> {
  const hashes = new Map<BootstrapMember, string>();
  for (const { id, members } of workspaces) {
    for (const member of members) {
      if (member.password === undefined) continue;
      const known = await findOperatorByEmail(context.store, member.email);
      if (known !== undefined && !(await isSomebodyElses(context.store, known, id))) continue;
      const password = await context.readSecret(member.password);
      hashes.set(member, await hashPassword(requireAcceptable(password, member)));
    }
  }
  return hashes;
}

function requireAcceptable(password: Secret, { email }: BootstrapMember): Secret {
  try {
    return checkPassword(password);
  } catch (cause) {
    const why = cause instanceof GrantryError ? cause.detail : "";
    throw new GrantryError("config_invalid", { detail: `The member "${email}": ${why}`, cause });
  }
}

/**
 * Whether somebody was invited by the address elsewhere, and nobody has proven that it is theirs: what the
 * account holds is not of the person that the file declares.
 */
async function isSomebodyElses(
  store: Store,
  { operatorId, provenAt }: StoredAccount,
  workspaceId: string,
): Promise<boolean> {
  return provenAt === null && (await findRole(store, operatorId, workspaceId)) === undefined;
}

/**
 * Makes the accounts that are missing; who has one keeps their name and password, unless it was made by
 * another workspace's invitation and is not proven: then it is the declared person's from here on.
 */
export async function applyMembers(
  store: Store,
  { id: workspaceId, members }: BootstrapWorkspace,
  hashes: PasswordHashes,
): Promise<void> {
  for (const member of members) {
    const { email, name, role } = member;
    const known = await findOperatorByEmail(store, email);
    const operatorId = known?.operatorId ?? newHandle("operator");
    const passwordHash = hashes.get(member) ?? null;
    if (known === undefined) {
      await insertOperator(store, { operatorId, email, name, passwordHash, isProven: true });
    } else if (await isSomebodyElses(store, known, workspaceId)) {
      await proveAddress(store, operatorId, "bootstrap file");
      if (passwordHash !== null) await setPasswordHash(store, operatorId, passwordHash);
    }
    await applyRole(store, { workspaceId, operatorId, role });
  }
}

async function applyRole(store: Store, membership: Membership): Promise<void> {
  const { workspaceId, operatorId, role } = membership;
  const before = await findRole(store, operatorId, workspaceId);
  if (before === role) return;
  await requireFreeToJoin(store, operatorId, workspaceId).catch((cause: unknown) => {
    throw isGrantryError(cause, "account_of_company")
      ? new GrantryError("config_invalid", {
          detail: `A member cannot be added to "${workspaceId}": ${cause.detail}`,
          cause,
        })
      : cause;
  });
  await putMembership(store, membership);
  await insertAuditRecord(store, {
    workspaceId,
    actor: serverActor,
    action: before === undefined ? "member.added" : "member.changed",
    target: { kind: "operator", id: operatorId },
    details: { role, by: "bootstrap file" },
  });
}
